"""Writing news, proposing, publishing now or at an hour, and withdrawing what was published."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from conferences.models import Conference
from conferences.queries import visible_to as conferences_of
from groups.models import Group
from kit import finding
from kit.bilingual import CODES, TranslationState, other, said
from kit.bilingual import revise as say
from kit.names import clean_name, clean_text
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from kit.zones import validate_zone
from live import clock
from live.duties import duty
from live.hub import verb
from portal.news.models import UNPUBLISHED, Kind, Standing, Story
from sessions.models import Session
from sessions.queries import listed_for

LONGEST_TITLE = 200
LONGEST_TEXT = 20_000
# Addresses under /news/ that are pages of their own.
RESERVED = frozenset({"new", "follow", "stop", "feeds"})
# How many are published in one round; the next one follows in seconds.
_BATCH = 50

audit.name_acts(
    {
        "news.publish": _("News published"),
        "news.schedule": _("News set to be published at an hour"),
        "news.revise": _("Published news changed"),
        "news.return": _("News put back among the drafts"),
        "news.withdraw": _("News withdrawn"),
    }
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said in a piece of news; texts are `<language>: <text>`, one of them may lack."""

    source_language: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    kind: str = Kind.NEWS
    zone: str = "UTC"
    useful_from: date | None = None
    useful_until: date | None = None
    is_pinned: bool = False
    conference: Conference | None = None
    session: Session | None = None
    # Who has looked at the translation says that it still holds.
    is_translation_current: bool = field(default=False, compare=False)


class Clash(Refused):
    """Somebody has saved since this form was opened; `story` is what they saved."""

    def __init__(self, story: Story) -> None:
        text = _("Somebody has saved another text since you began. Both stand below.")
        super().__init__("news.clash", text)
        self.story = story


@verb
def write(
    *, actor: Person, group: Group | None = None, facts: Facts, key: UUID | None = None
) -> Story:
    """Write a draft, of the programme or of a group; a form that was sent twice writes one.

    `key` is the story's, made by who asks.
    """
    if not allows("news.write", actor, group):
        raise NotHere
    if key and (found := Story.objects.filter(pk=key).first()):
        if found.author_id != actor.pk:
            raise NotHere
        return found
    now = clock.now()
    made = Story(group=group, author=actor, written_at=now, changed_en_at=now, changed_ru_at=now)
    if key:
        made.pk = key
    _put(actor, made, facts)
    made.slug = _free_slug(made)
    made.save(force_insert=True)
    return made


@verb
def revise(*, actor: Person, story: Story, facts: Facts, edition: int) -> Story:
    """Change what it says; `edition` is the one that the writer has read."""
    row = _locked(actor, story)
    if row.edition != edition:
        raise Clash(row)
    before, shown = audit.facts(row), _as_shown(row)
    _put(actor, row, facts)
    if audit.facts(row) == before:
        return row
    _stamp(row, shown)
    row.edition += 1
    row.save()
    if row.is_published:
        audit.record(actor=actor, act="news.revise", subject=row.pk)
        finding.touch("news", row.pk)
    return row


@verb
def propose(*, actor: Person, story: Story) -> Story:
    """Ask the group's co-chairs to publish a draft."""
    row = _locked(actor, story)
    if row.state == Standing.DRAFT:
        _turn(row, Standing.PROPOSED)
    return row


@verb
def hold(*, actor: Person, story: Story) -> Story:
    """Put back among the drafts what was proposed, or was to be published at an hour."""
    row = _locked(actor, story)
    if row.state not in {Standing.PROPOSED, Standing.SCHEDULED}:
        return row
    row.publish_at = None
    _turn(row, Standing.DRAFT)
    # Who takes their own proposal back acts for nobody else.
    if row.author_id != actor.pk:
        audit.record(actor=actor, act="news.return", subject=row.pk)
    return row


@verb
def publish(*, actor: Person, story: Story, at: datetime | None = None) -> Story:
    """Publish it now, or have it published at an hour that is still to come; once."""
    row = _locked(actor, story)
    if not allows("news.publish", actor, row.group):
        raise Forbidden
    if row.is_published:
        return row
    if at is not None:
        if at <= clock.now():
            fault = _("This hour is over already. Choose one that is still to come.")
            raise Refused("news.past", fault, field="at")
        row.publish_at = at
        _turn(row, Standing.SCHEDULED)
        audit.record(actor=actor, act="news.schedule", subject=row.pk)
        return row
    _appear(row)
    audit.record(actor=actor, act="news.publish", subject=row.pk)
    return row


@verb
def withdraw(*, actor: Person, story: Story, reason: str = "") -> Story:
    """Take it from all pages and feeds; at its address stands that it was withdrawn.

    A draft that nobody has read leaves nothing there.
    """
    row = _locked(actor, story)
    if row.is_published and not allows("news.publish", actor, row.group):
        raise Forbidden
    row.withdrawn_at, row.is_pinned = clock.now(), False
    _turn(row, Standing.WITHDRAWN)
    audit.record(actor=actor, act="news.withdraw", subject=row.pk, reason=reason)
    finding.touch("news", row.pk)
    return row


@duty("news.publish", seconds=5)
def publish_due() -> int:
    """Publish what has come to its hour; returns how many."""
    due = Story.objects.filter(state=Standing.SCHEDULED, publish_at__lte=clock.now())
    keys = list(due.order_by("publish_at").values_list("pk", flat=True)[:_BATCH])
    return sum(_publish_one(key) for key in keys)


@verb
def _publish_one(key: UUID) -> bool:
    """Publish one, unless another worker has, or somebody has put it back meanwhile."""
    rows = Story.objects.select_for_update(no_key=True)
    due = rows.filter(pk=key, state=Standing.SCHEDULED, publish_at__lte=clock.now()).first()
    if due is None:
        return False
    _appear(due)
    return True


def _appear(row: Story) -> None:
    row.published_at = row.changed_en_at = row.changed_ru_at = clock.now()
    _turn(row, Standing.PUBLISHED)
    finding.touch("news", row.pk)


def _turn(row: Story, state: Standing) -> None:
    row.state = state
    row.edition += 1
    row.save()


def _locked(actor: Person, story: Story) -> Story:
    """Return the story with its row locked, for who may change it as it stands now."""
    row = Story.objects.select_for_update(no_key=True).get(pk=story.pk)
    if not allows("news.revise", actor, row):
        raise Forbidden if row.is_published else NotHere
    return row


def _put(actor: Person, row: Story, facts: Facts) -> None:
    _check(actor, row, facts)
    _say_both(row, facts)
    row.kind, row.zone = facts.kind, facts.zone
    is_dated = facts.kind == Kind.ANNOUNCEMENT
    row.useful_from = facts.useful_from if is_dated else None
    row.useful_until = facts.useful_until if is_dated else None
    row.is_pinned = facts.is_pinned and is_dated
    row.conference, row.session = facts.conference, facts.session


def _check(actor: Person, row: Story, facts: Facts) -> None:
    _check_words(facts)
    if facts.kind not in Kind.values:
        raise Refused("news.kind", _("It is news or an announcement."), field="kind")
    try:
        validate_zone(facts.zone)
    except ValidationError as error:
        raise Refused("zone.unknown", error.messages[0], field="zone") from error
    first, last = facts.useful_from, facts.useful_until
    if first and last and last < first:
        raise Refused("news.days", _("The last day is before the first."), field="useful_until")
    if facts.is_pinned and not row.is_pinned and not allows("news.pin", actor, row.group):
        fault = _("Organisers decide what stands on the home page.")
        raise Refused("news.pin", fault, field="is_pinned")
    _check_link(actor, row, facts)


def _check_words(facts: Facts) -> None:
    if facts.source_language not in CODES:
        text = _("The original is in English or in Russian.")
        raise Refused("news.language", text, field="source_language")
    if not clean_name(facts.title.get(facts.source_language, ""), LONGEST_TITLE):
        text = _("Write the title in the original language.")
        raise Refused("news.untitled", text, field=f"title_{facts.source_language}")
    for code in CODES:
        if len(facts.text.get(code, "")) > LONGEST_TEXT:
            fault = _("This text is longer than 20,000 characters.")
            raise Refused("news.too_long", fault, field=f"text_{code}")


def _check_link(actor: Person, row: Story, facts: Facts) -> None:
    """Refuse a link to what the writer may not know of; one that was there may stay."""
    is_known, session, conference = True, facts.session, facts.conference
    if session is not None and session.pk != row.session_id:
        is_known = listed_for(actor).filter(pk=session.pk).exists()
    if conference is not None and conference.pk != row.conference_id:
        is_known = is_known and conferences_of(actor).filter(pk=conference.pk).exists()
    if not is_known:
        fault = _("There is no session and no conference at this address.")
        raise Refused("news.link", fault, field="link")


def _say_both(row: Story, facts: Facts) -> None:
    """Write both languages, the original first; a translation left alone under a new original is stale."""
    texts = {
        code: {
            "title": clean_name(facts.title.get(code, ""), LONGEST_TITLE),
            "text": clean_text(facts.text.get(code, "")),
        }
        for code in CODES
    }
    row.source_language = facts.source_language
    translation = other(facts.source_language)
    written = texts[translation]
    is_new = any(getattr(row, f"{name}_{translation}") != text for name, text in written.items())
    say(row, language=facts.source_language, **texts[facts.source_language])
    if is_new or facts.is_translation_current:
        say(row, language=translation, **written)
    if not any(written.values()):
        row.translation_state = TranslationState.MISSING


# What a feed tells of a story besides its texts: who reads either language is told of a change.
_TOLD = ("kind", "zone", "useful_from", "useful_until", "session_id", "conference_id")


def _as_shown(row: Story) -> dict[str, tuple[object, ...]]:
    """Return what readers of each language get of a story."""
    told = tuple(getattr(row, name) for name in _TOLD)
    return {
        code: (said(row, "title", code).value, said(row, "text", code).value, *told)
        for code in CODES
    }


def _stamp(row: Story, before: dict[str, tuple[object, ...]]) -> None:
    """Note for which language's readers the story is another now."""
    now = clock.now()
    for code, shown in _as_shown(row).items():
        if shown != before[code]:
            setattr(row, f"changed_{code}_at", now)


def _free_slug(row: Story) -> str:
    """Return an address of its own: of the English title where there is one."""
    stem = slugify(row.title_en)[:60].strip("-")
    if stem and stem not in RESERVED and not Story.objects.filter(slug=stem).exists():
        return stem
    return f"{stem or 'news'}-{row.pk.hex[:8]}"


def is_unpublished(story: Story) -> bool:
    """Say whether nobody outside reads it yet, and it is not given up."""
    return story.state in UNPUBLISHED
