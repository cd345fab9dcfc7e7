"""The grants of the demonstration, written by the verbs: the call of 2012 at its own hours, the open one now."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from accounts.models import Letter, LetterState, Person
from grants import (
    applications,
    awards,
    budgets,
    calls,
    decisions,
    partners,
    reviews,
    signing,
)
from grants.applications import Head
from grants.budgets import Line
from grants.calls import CallFacts
from grants.decisions import Verdict
from grants.models import Application, Award, Call, Declared, Outcome, Report, SectionKind
from grants.reviews import Mark
from groups.models import Group
from live import clock
from live.hub import verb
from portal.demonstration import grants as facts
from portal.demonstration.facts import Words, key
from portal.demonstration.grants import Project
from portal.demonstration.groups import THEMES
from portal.demonstration.loading.people import Cast
from portal.demonstration.loading.rows import Count
from portal.demonstration.people import MODERATOR, ORGANISER, address, chairs

# Who reviewed in 2012: they applied for nothing, and their organisations did not either.
_REVIEWERS = (MODERATOR, address(19), address(20))
_DAY = timedelta(days=1)
# How long the open call stays open.
_OPEN_FOR = timedelta(days=30)


@verb
def write_grants(cast: Cast, now: datetime, count: Count) -> None:
    """Write both calls with what belongs to them; one that is there stays, and the open one stays open."""
    count.there["calls"] += 2
    if not Call.objects.filter(slug=facts.SLUG).exists():
        _write_past(cast)
        count.created += 1
    present = Call.objects.filter(slug=facts.OPEN_SLUG).first()
    if present is None:
        _write_present(cast, now)
        count.created += 1
    elif present.closes_at < now + _DAY:
        edition, closes = present.edition, now + _OPEN_FOR
        said = _facts(facts.OPEN_TITLE, present.opens_at, closes, present.decision_on)
        calls.revise(actor=cast[ORGANISER], call=present, edition=edition, facts=said)


def _write_past(cast: Cast) -> None:
    with clock.telling(facts.OPENED):
        call = _call(cast, facts.SLUG, facts.TITLE, (facts.OPENED, facts.CLOSES), date(2012, 4, 30))
        for email in _REVIEWERS:
            reviews.appoint(actor=cast[ORGANISER], call=call, email=email)
    rows = []
    for place, project in enumerate(facts.PROJECTS):
        with clock.telling(facts.CLOSES - (8 - place) * _DAY):
            rows.append((project, _handed_in(cast, call, project, facts.PERIOD)))
    for place, email in enumerate(_REVIEWERS):
        with clock.telling(facts.CLOSES + (10 + place) * _DAY):
            for project, application in rows:
                _review(cast[email], application, project.marks[place])
    with clock.telling(facts.ANNOUNCED):
        for project, application in rows:
            _decide(cast[ORGANISER], application, project)
        decisions.release(actor=cast[ORGANISER], call=call)
    for award in Award.objects.filter(application__call=call).order_by("awarded_on", "title_en"):
        _follow(cast, award)
    # What was told then was mailed then.
    told = Letter.objects.filter(key__startswith="grants.", state=LetterState.WAITING)
    told.update(state=LetterState.SENT, sent_at=facts.ANNOUNCED)


def _write_present(cast: Cast, now: datetime) -> None:
    opens = now - 10 * _DAY
    closes = (now + _OPEN_FOR).replace(minute=0, second=0, microsecond=0)
    with clock.telling(opens):
        decided = (closes + 35 * _DAY).date()
        call = _call(cast, facts.OPEN_SLUG, facts.OPEN_TITLE, (opens, closes), decided)
        reviews.appoint(actor=cast[ORGANISER], call=call, email=MODERATOR)
    begins = (closes + 60 * _DAY).date()
    period = (begins, begins + timedelta(days=330))
    with clock.telling(now - 3 * _DAY):
        _handed_in(cast, call, facts.WAITING, period)
    with clock.telling(now - _DAY):
        draft, first, _second = _written(cast, call, facts.UNDER_WAY, period)
        signing.sign(actor=first, application=draft, edition=draft.edition)


def _call(
    cast: Cast, slug: str, title: Words, hours: tuple[datetime, datetime], decided: date
) -> Call:
    said = _facts(title, *hours, decided)
    made = calls.create(actor=cast[ORGANISER], slug=slug, facts=said)
    for name, weight, scale in facts.CRITERIA:
        words = {"en": name.en, "ru": name.ru}
        calls.add_criterion(
            actor=cast[ORGANISER], call=made, name=words, weight=weight, scale=scale
        )
    return calls.publish(actor=cast[ORGANISER], call=made)


def _facts(title: Words, opens: datetime, closes: datetime, decided: date | None) -> CallFacts:
    return CallFacts(
        title={"en": title.en, "ru": title.ru},
        text={"en": facts.TEXT.en, "ru": facts.TEXT.ru},
        rules={"en": facts.RULES.en, "ru": facts.RULES.ru},
        themes=list(Group.objects.all()),
        ceiling=Decimal(facts.CEILING),
        least_share=facts.LEAST_SHARE,
        opens_at=opens,
        closes_at=closes,
        zone="Europe/Moscow",
        decision_on=decided,
    )


def _written(
    cast: Cast, call: Call, project: Project, period: tuple[date, date]
) -> tuple[Application, Person, Person]:
    """Let the two co-chairs of a group write an application; who writes first, its language says."""
    american, russian = (cast[email] for email in chairs(project.group))
    is_russian = project.title.source == "ru"
    first, second = (russian, american) if is_russian else (american, russian)
    made = applications.start(actor=first, call=call, organisation_name=_house(first))
    sent = partners.invite(actor=first, application=made, email=second.email)
    partners.accept(actor=second, invitation=sent, organisation_name=_house(second))
    head = Head(
        title={"en": project.title.en, "ru": project.title.ru},
        summary={"en": project.summary.en, "ru": project.summary.ru},
        source_language=project.title.source,
        theme=Group.objects.get(pk=key("group", THEMES[project.group].slug)),
        starts_on=period[0],
        ends_on=period[1],
    )
    applications.write_head(actor=first, application=made, edition=1, head=head)
    for kind, words in _texts(project).items():
        text = {"en": words.en, "ru": words.ru}
        applications.write_section(
            actor=second,
            application=made,
            kind=kind,
            edition=1,
            text=text,
            source_language=words.source,
        )
    lines = []
    for place, one in enumerate(made.partners.order_by("position")):
        asked, own = Decimal(project.asked[place]), Decimal(project.own[place])
        people, rest = asked * 7 // 10, asked - asked * 7 // 10
        names = ("Люди", "Поездки и печать") if is_russian else ("People", "Travel and printing")
        lines += [Line(one.pk, names[0], people, own), Line(one.pk, names[1], rest)]
    budgets.write(actor=first, application=made, edition=1, lines=lines)
    made.refresh_from_db()
    return made, first, second


def _handed_in(cast: Cast, call: Call, project: Project, period: tuple[date, date]) -> Application:
    made, *people = _written(cast, call, project, period)
    for person in people:
        signing.sign(actor=person, application=made, edition=made.edition)
    made.refresh_from_db()
    return made


def _texts(project: Project) -> dict[str, Words]:
    theme = THEMES[project.group]
    return {
        SectionKind.NEED: theme.about,
        SectionKind.PLAN: project.plan,
        SectionKind.PARTNERSHIP: Words(
            "Both partners do the same work, each at home; texts are written together, and each pays its own people.",
            "Оба партнёра делают одно и то же, каждый у себя; тексты пишутся вместе, и каждый платит своим людям.",
        ),
        SectionKind.RESULTS: theme.plan,
    }


def _review(person: Person, application: Application, marks: tuple[int, int, int]) -> None:
    reviews.declare(actor=person, application=application, declared=Declared.NONE)
    criteria = application.call.criteria.all()
    given = {each.pk: Mark(mark) for each, mark in zip(criteria, marks, strict=True)}
    reviews.write(actor=person, application=application, edition=0, marks=given, is_final=True)


def _decide(actor: Person, application: Application, project: Project) -> None:
    reason = facts.AWARDED if project.amount else facts.NOT_AWARDED
    verdict = Verdict(
        outcome=Outcome.AWARD if project.amount else Outcome.REFUSE,
        reason={"en": reason.en, "ru": reason.ru},
        amount=Decimal(project.amount) if project.amount else None,
    )
    decisions.decide(actor=actor, application=application, verdict=verdict)


def _follow(cast: Cast, award: Award) -> None:
    """Let the partners report twice; the last report of one award still waits for its answer."""
    people = [each.person for each in award.application.partners.order_by("position")]
    is_last = award.application.theme_id == key("group", THEMES[5].slug)
    for place, (title, due) in enumerate(
        ((facts.HALFWAY, date(2012, 12, 15)), (facts.FINAL, date(2013, 6, 30)))
    ):
        words = {"en": title.en, "ru": title.ru}
        with clock.telling(facts.ANNOUNCED + _DAY):
            row = awards.add_milestone(actor=cast[ORGANISER], award=award, title=words, due_on=due)
        at = datetime(due.year, due.month, due.day, 9, 0, tzinfo=facts.OPENED.tzinfo)
        reporter = people[place % len(people)]
        with clock.telling(at - 2 * _DAY):
            text = {reporter.language: facts.REPORTED[reporter.language]}
            sent: Report = awards.report(
                actor=reporter, milestone=row, text=text, source_language=reporter.language
            )
        if not (is_last and place):
            with clock.telling(at + _DAY):
                awards.judge(actor=cast[ORGANISER], report=sent, is_accepted=True)


def _house(person: Person) -> str:
    house = person.organisation
    return (house.name_en or house.name_ru) if house else ""
