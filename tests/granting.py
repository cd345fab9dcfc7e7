"""Builders of grants: a call that is open, an application that a pair has written, handed in, awarded."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Organisation, Person
from grants import applications, budgets, calls, decisions, partners, reviews, signing
from grants.applications import Head
from grants.budgets import Line
from grants.calls import CallFacts
from grants.decisions import Verdict
from grants.models import (
    Application,
    Award,
    Call,
    Declared,
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
    """Let a person belong to an organisation of a country."""
    build.programme()
    person.organisation = build.organisation(name, country)
    person.save()
    return person.organisation


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
    """Let one invite another, who accepts for their organisation."""
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
    """Let people sign what stands there; the last signature hands it in."""
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
