"""Builders of grants: a call that is open, an application that a pair has written, handed in, awarded."""

import io
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from pypdf import PdfWriter

from accounts.models import Organisation, Person
from grants import (
    applications,
    attachments,
    awards,
    budgets,
    calls,
    decisions,
    mandates,
    partners,
    reviews,
    signing,
)
from grants.applications import Head
from grants.budgets import Line
from grants.calls import CallFacts
from grants.decisions import Verdict
from grants.models import (
    Application,
    Award,
    Call,
    Declared,
    Mandate,
    MandateState,
    Outcome,
    Review,
    SectionKind,
)
from grants.reviews import Mark
from groups.models import Group
from live import clock
from tests import build

PDF = b"%PDF-1.4\n%%EOF\n"
TEXT = "We measure the water of two rivers."


def house(person: Person, name: str, country: str) -> Organisation:
    """Let a person say that they belong to an organisation of a country."""
    build.programme()
    person.organisation = build.organisation(name, country)
    person.save()
    return person.organisation


def trusted(application: Application, *people: Person) -> None:
    """Let people ask whether they may sign for their organisations, and an organiser confirm it."""
    organiser = Person.objects.filter(name="Voucher").first() or build.person(
        "Voucher", is_organiser=True
    )
    for person in people:
        own = application.partners.get(person=person, left_at=None).organisation
        known = Mandate.objects.filter(person=person, organisation=own)
        if known.filter(state=MandateState.CONFIRMED, country=own.country.code).exists():
            continue
        asked = mandates.ask(actor=person, application=application, proof="Our page names me.")
        mandates.confirm(actor=organiser, mandate=asked)


def facts(**more: Any) -> CallFacts:
    """Return what a call says that is open since yesterday and for a week."""
    now = clock.now()
    said: dict[str, Any] = {
        "title": {"en": "Linkage Grants", "ru": "Гранты партнёрства"},
        "ceiling": Decimal(70_000),
        "least_share": 20,
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=7),
        "zone": "Europe/Moscow",
    }
    return CallFacts(**(said | more))


def call(ada: Person, slug: str = "linkage", *, is_public: bool = True, **more: Any) -> Call:
    """Return a call with two criteria, of weights 3 and 1."""
    made = calls.create(actor=ada, slug=slug, facts=facts(**more))
    calls.add_criterion(actor=ada, call=made, name={"en": "Need"}, weight=3, scale=5)
    calls.add_criterion(actor=ada, call=made, name={"en": "Plan"}, weight=1, scale=10)
    return calls.publish(actor=ada, call=made) if is_public else made


def begun(by: Person, where: Call) -> Application:
    """Return an application that one has begun for their organisation."""
    assert by.organisation
    return applications.start(actor=by, call=where, organisation_name=by.organisation.name_en)


def joined(application: Application, by: Person, who: Person) -> None:
    """Let one invite another, who accepts for their organisation; both may sign."""
    claimed(application, by, who)
    trusted(application, by, who)


def claimed(application: Application, by: Person, who: Person) -> None:
    """Let one invite another, who says for which organisation they accept."""
    assert who.organisation
    sent = partners.invite(actor=by, application=application, email=who.email)
    partners.accept(actor=who, invitation=sent, organisation_name=who.organisation.name_en)


def written(application: Application, by: Person, theme: Group | None = None) -> Application:
    """Write all that is missing but the signatures."""
    application.refresh_from_db()
    head = Head(
        title={"en": "Two rivers", "ru": "Две реки"},
        summary={"en": "One method for two rivers."},
        theme=theme,
        starts_on=date(2031, 1, 1),
        ends_on=date(2031, 12, 31),
    )
    edition = application.head_edition
    applications.write_head(actor=by, application=application, edition=edition, head=head)
    for kind in SectionKind:
        text = {"en": TEXT}
        write = applications.write_section
        row = application.sections.get(kind=kind)
        write(actor=by, application=application, kind=kind, edition=row.edition, text=text)
    lines = [
        Line(one.pk, f"Work of {one.organisation}", Decimal(30_000), Decimal(8_000))
        for one in application.partners.filter(left_at=None)
    ]
    application.refresh_from_db()
    budget_edition = application.budget_edition
    budgets.write(actor=by, application=application, edition=budget_edition, lines=lines)
    application.refresh_from_db()
    return application


def signed(application: Application, *people: Person) -> Application:
    """Let people sign what stands there, who may; the last signature hands it in."""
    trusted(application, *people)
    for person in people:
        application.refresh_from_db()
        signing.sign(actor=person, application=application, edition=application.edition)
    application.refresh_from_db()
    return application


def handed_in(where: Call, first: Person, second: Person) -> Application:
    """Return an application of a pair that is handed in."""
    made = begun(first, where)
    joined(made, first, second)
    return signed(written(made, first), first, second)


def reviewed(
    application: Application, by: Person, *marks: int, is_final: bool = True, **more: Any
) -> Review:
    """Let a reviewer declare and mark by the criteria in their order."""
    if not application.reviews.filter(person=by).exists():
        reviews.declare(actor=by, application=application, declared=Declared.NONE)
    criteria = application.call.criteria.all()
    given = {each.pk: Mark(mark) for each, mark in zip(criteria, marks, strict=False)}
    edition = application.reviews.get(person=by).edition
    return reviews.write(
        actor=by,
        application=application,
        edition=edition,
        marks=given,
        is_final=is_final,
        **more,
    )


def awarded(ada: Person, application: Application, amount: int = 50_000) -> Award:
    """Award an application and release that."""
    verdict = Verdict(Outcome.AWARD, {"en": "A good plan."}, Decimal(amount))
    decisions.decide(actor=ada, application=application, verdict=verdict)
    decisions.release(actor=ada, call=application.call)
    return Award.objects.get(application=application)


def blank_pdf() -> bytes:
    """Return a file that is whole, of one empty page."""
    made = io.BytesIO()
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(made)
    return made.getvalue()


def _paired(where: Call, first: Person, second: Person) -> Application:
    """Return an application whose partners' profiles name no organisation."""
    houses = (("Clear Rivers", "US"), ("Living Water", "RU"))
    (name, country), (other, abroad) = houses
    made = applications.start(actor=first, call=where, organisation_name=name, country=country)
    sent = partners.invite(actor=first, application=made, email=second.email)
    partners.accept(actor=second, invitation=sent, organisation_name=other, country=abroad)
    return written(made, first)


def _judged(people: dict[str, Person], submitted: Application) -> tuple[Person, Person]:
    """Have an application reviewed and decided; return who marked it, and whom something ties to it."""
    ada, gleb, hana = people["ada"], people["gleb"], build.person("Hana")
    for one in (people["dmitri"], people["frank"], gleb, hana):
        reviews.appoint(actor=ada, call=submitted.call, email=one.email)
    declare = reviews.declare
    declare(actor=people["dmitri"], application=submitted, declared=Declared.NONE)
    declare(actor=hana, application=submitted, declared="conflict", conflict="other")
    reviewed(submitted, gleb, 4, 4)
    verdict = Verdict(Outcome.REFUSE, {"en": "Too early."})
    decisions.decide(actor=ada, application=submitted, verdict=verdict)
    return gleb, hana


def everything(people: dict[str, Person]) -> dict[str, Any]:
    """Return something of each kind, for who may do what with it.

    Clara and Boris apply together: one application is a draft, to which Frank is invited, one is
    handed in, one awarded. Dmitri, Frank, Gleb and Hana review; of the one handed in Dmitri declared
    that nothing ties him and Gleb has marked it, Hana has a conflict, and Frank has not declared. It
    is decided, and not told yet. Another call is not published.
    """
    ada, clara, boris = people["ada"], people["clara"], people["boris"]
    build.programme()
    shown, hidden = call(ada), call(ada, "hidden", is_public=False)
    add = attachments.add_to_application
    draft = _paired(shown, clara, boris)
    trusted(draft, clara, boris)
    file = add(actor=clara, application=draft, name="plan.pdf", content=blank_pdf())
    invitation = partners.invite(actor=clara, application=draft, email=people["frank"].email)
    draft.refresh_from_db()
    award = awarded(ada, signed(_paired(shown, clara, boris), clara, boris))
    submitted = signed(_paired(shown, clara, boris), clara, boris)
    gleb, hana = _judged(people, submitted)
    due: dict[str, Any] = {"award": award, "due_on": clock.now().date() + timedelta(days=30)}
    first, second = (
        awards.add_milestone(actor=ada, title={"en": title}, **due) for title in ("Half", "End")
    )
    asked = mandates.ask(
        actor=clara,
        application=applications.start(
            actor=clara, call=shown, organisation_name="Two Banks", country="US"
        ),
        proof="Our page names me.",
    )
    papers = [("half.pdf", blank_pdf())]
    report = awards.report(actor=boris, milestone=first, text={"en": "Half done."}, files=papers)
    call_file = attachments.add_to_call(actor=ada, call=shown, name="form.pdf", content=blank_pdf())
    return {
        "call": shown,
        "hidden_call": hidden,
        "criterion": hidden.criteria.first(),
        "reviewer": shown.reviewers.get(person=people["dmitri"]),
        "draft": draft,
        "submitted": submitted,
        "grant": award,
        "grant_invitation": invitation,
        "marker": gleb,
        "mandate": asked,
        "asking": asked.person.grant_partners.get(organisation=asked.organisation).application,
        "markers_review": submitted.reviews.get(person=gleb),
        "tied_review": submitted.reviews.get(person=hana),
        "tied": hana,
        "milestone": second,
        "sent_report": report,
        "call_file": call_file,
        "draft_file": file,
        "report_file": report.files.get(),
    }
