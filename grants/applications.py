"""Applications: begun by one, written together part by part, withdrawn by any of the partners."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts import organisations
from accounts.models import Organisation, Person
from grants import letters
from grants.calls import demand_open
from grants.editing import changed, locked, opened
from grants.models import Application, Call, Partner, Section, SectionKind, State
from grants.rules import demand
from grants.wording import Texts, put, text_of, title_of
from groups.models import Group
from kit.names import clean_name
from kit.refusals import NotHere, Refused
from live import clock
from live.hub import verb

# So many applications a person may have begun under one call and not withdrawn.
MOST_OF_ONE = 5


@dataclass(frozen=True, slots=True)
class Head:
    """What an application is called, in short what it is, and for which time."""

    title: Texts = field(default_factory=dict)
    summary: Texts = field(default_factory=dict)
    theme: Group | None = None
    recommendation: int | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    source_language: str = "en"


@verb
def start(
    *,
    actor: Person,
    call: Call,
    organisation_name: str,
    country: str = "",
    title: Texts | None = None,
) -> Application:
    """Begin an application for one's organisation; the others are invited into it."""
    demand("grants.apply", actor, call)
    held = Call.objects.select_for_update(no_key=True).get(pk=call.pk)
    demand_open(held)
    own = Partner.objects.filter(person=actor, left_at=None, position=0, application__call=held)
    if own.exclude(application__state=State.WITHDRAWN).count() >= MOST_OF_ONE:
        text = _("You have begun five applications under this call. Withdraw one to begin another.")
        raise Refused("application.too_many", text)
    house = house_of(actor, organisation_name, country)
    made = Application(call=held, started_at=clock.now())
    titles = title_of(title or {}, "title")
    put(made, "ru" if titles["ru"] and not titles["en"] else "en", {"title": titles})
    made.save(force_insert=True)
    Partner.objects.create(
        application=made, organisation=house, person=actor, joined_at=made.started_at
    )
    Section.objects.bulk_create(Section(application=made, kind=kind) for kind in SectionKind)
    return made


@verb
def write_head(*, actor: Person, application: Application, edition: int, head: Head) -> Application:
    """Write titles, summaries, theme and period; who wrote there meanwhile is not written over."""
    held = opened(actor, application)
    if held.head_edition != edition:
        text = _("A partner has changed this part since you opened it. Both texts are below.")
        raise Refused("head.edited", text)
    before = _facts(held)
    _check(held, head)
    titles, summary = title_of(head.title, "title"), text_of(head.summary, "summary")
    put(held, head.source_language, {"title": titles, "summary": summary})
    held.theme, held.recommendation = head.theme, head.recommendation
    held.starts_on, held.ends_on = head.starts_on, head.ends_on
    if _facts(held) == before:
        return held
    held.head_edition += 1
    held.save()
    changed(held, actor)
    return held


@verb
def write_section(
    *,
    actor: Person,
    application: Application,
    kind: str,
    edition: int,
    text: Texts,
    source_language: str = "en",
) -> Section:
    """Write one section in one language or both; who wrote there meanwhile is not written over."""
    held = opened(actor, application)
    section = held.sections.select_for_update().filter(kind=kind).first()
    if section is None:
        raise NotHere
    if section.edition != edition:
        fault = _("A partner has changed this part since you opened it. Both texts are below.")
        raise Refused("section.edited", fault)
    if not put(section, source_language, {"text": text_of(text, "text")}):
        return section
    section.edition += 1
    section.save()
    changed(held, actor)
    return section


@verb
def withdraw(*, actor: Person, application: Application) -> Application:
    """Withdraw an application that is not decided yet; its text stays for its partners to read."""
    demand("grants.write", actor, application)
    held = locked(application)
    if held.state == State.WITHDRAWN:
        return held
    if held.state not in {State.DRAFT, State.SUBMITTED, State.ASKED}:
        text = _("It is decided already. Write to the organisers.")
        raise Refused("application.decided", text)
    held.state, held.withdrawn_at = State.WITHDRAWN, clock.now()
    held.save(update_fields=("state", "withdrawn_at"))
    # What was decided and not yet told has lost what it was about.
    held.decisions.filter(released_at=None).delete()
    letters.withdrawn(held, actor)
    return held


def house_of(actor: Person, name: str, country: str) -> Organisation:
    """Return the organisation that somebody acts for: their own where it is called so, else by its name."""
    own = actor.organisation
    cleaned = clean_name(name, organisations.MAX_NAME)
    if own is not None and cleaned in {own.name_en, own.name_ru} - {""}:
        return own
    return organisations.name_one(
        actor=actor, name=name, country=country or actor.country.code or ""
    )


def _check(application: Application, head: Head) -> None:
    if head.starts_on and head.ends_on and head.ends_on <= head.starts_on:
        raise Refused("application.period", _("It ends before it begins."), field="ends_on")
    themes = set(application.call.themes.values_list("pk", flat=True))
    if head.theme is not None and themes and head.theme.pk not in themes:
        text = _("This call is not about this theme.")
        raise Refused("application.theme", text, field="theme")
    number = head.recommendation
    if number is not None and not 0 < number < 1_000_000:  # noqa: PLR2004 - there are not so many
        text = _("Write the number of a recommendation, like 4 for R4.")
        raise Refused("application.recommendation", text, field="recommendation")


def _facts(row: Application) -> tuple[object, ...]:
    names = ("title_en", "title_ru", "summary_en", "summary_ru", "source_language", "theme_id")
    return (
        *(getattr(row, name) for name in names),
        row.translation_state,
        row.recommendation,
        row.starts_on,
        row.ends_on,
    )
