"""Decisions: seen by nobody who applies before they are released, told once, and what follows from each."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import Letter, Organisation, Person
from grants import applications, awards, calls, decisions, queries, reminders
from grants.decisions import Verdict
from grants.models import Application, Award, Call, Decision, Milestone, Outcome, State
from kit.refusals import Forbidden, NotHere, Refused
from live import clock
from tests import granting

pytestmark = pytest.mark.django_db

REFUSED = Verdict(Outcome.REFUSE, {"en": "Too early.", "ru": "Слишком рано."})


def code_of(act: Any, **words: Any) -> str:
    with pytest.raises(Refused) as refused:
        act(**words)
    return refused.value.code


def page_of(person: Person, application: Application) -> str:
    client = Client()
    client.force_login(person)
    pages = [f"/grants/applications/{application.pk}/", "/grants/", "/me/"]
    pages += [f"/api/v1/grants/applications/{application.pk}/", "/grants/awards.json"]
    whole = "\n".join(client.get(page).content.decode() for page in pages)
    # But for the forms' tokens and the hour at which a file was made.
    whole = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", whole)
    return re.sub(r'"(issued|modified)": "[^"]+"', "", whole)


def test_nothing_is_seen_before_the_release_and_all_are_told_once(
    application: Application, ada: Person, us: Person, ru: Person, reviewer: Person
) -> None:
    granting.reviewed(application, reviewer, 2, 2, remarks="Weak.", remarks_for_partners="Say how.")
    before = page_of(us, application)
    decisions.decide(actor=ada, application=application, verdict=REFUSED)
    assert page_of(us, application) == before
    assert not Letter.objects.filter(key__startswith="grants.decision").exists()
    decisions.release(actor=ada, call=application.call)
    told = page_of(us, application)
    assert "Too early." in told
    assert "Say how." in told
    assert "Weak." not in told
    assert "Dmitri" not in told
    rows = Letter.objects.filter(key__startswith="grants.decision").order_by("language")
    assert [(row.person, row.language) for row in rows] == [(us, "en"), (ru, "ru")]
    assert "Too early." in rows[0].body
    assert "Слишком рано." in rows[1].body
    assert code_of(decisions.release, actor=ada, call=application.call) == "decision.none"
    assert rows.count() == 2


def test_a_decision_is_changed_until_it_is_released(application: Application, ada: Person) -> None:
    decisions.decide(actor=ada, application=application, verdict=REFUSED)
    award = Verdict(Outcome.AWARD, {"en": "Yes."}, Decimal(60_000))
    decisions.decide(actor=ada, application=application, verdict=award)
    assert Decision.objects.get().outcome == Outcome.AWARD
    decisions.release(actor=ada, call=application.call)
    seen = code_of(decisions.decide, actor=ada, application=application, verdict=REFUSED)
    assert seen == "decision.over"


@pytest.mark.parametrize(
    ("verdict", "code"),
    [
        (Verdict(Outcome.REFUSE), "decision.reason"),
        (Verdict("perhaps", {"en": "x"}), "decision.outcome"),
        (Verdict(Outcome.AWARD, {"en": "x"}), "decision.amount"),
        (Verdict(Outcome.AWARD, {"en": "x"}, Decimal("70000.01")), "decision.over_ceiling"),
        (Verdict(Outcome.AWARD, {"en": "x"}, Decimal("60000.01")), "decision.over_asked"),
        (Verdict(Outcome.AWARD, {"en": "x"}, Decimal(-1)), "budget.negative"),
        (Verdict(Outcome.MORE, {"en": "x"}), "decision.due"),
    ],
)
def test_a_decision_that_can_not_be_is_refused(
    application: Application, ada: Person, verdict: Verdict, code: str
) -> None:
    assert code_of(decisions.decide, actor=ada, application=application, verdict=verdict) == code


def test_some_are_released_and_others_wait(
    application: Application, ada: Person, us: Person, ru: Person
) -> None:
    other = granting.handed_in(application.call, us, ru)
    for each in (application, other):
        decisions.decide(actor=ada, application=each, verdict=REFUSED)
    decisions.release(actor=ada, call=application.call, applications=[other])
    states = {each.pk: each.state for each in Application.objects.all()}
    assert states == {application.pk: State.SUBMITTED, other.pk: State.REFUSED}


def test_who_has_a_tie_neither_decides_nor_releases(
    application: Application, ada: Person, dmitri: Person
) -> None:
    decisions.decide(actor=ada, application=application, verdict=REFUSED)
    dmitri.is_organiser = True
    dmitri.organisation = Organisation.objects.get(name_en="Living Water")
    dmitri.save()
    with pytest.raises(NotHere):
        decisions.decide(actor=dmitri, application=application, verdict=REFUSED)
    assert code_of(decisions.release, actor=dmitri, call=application.call) == "decision.none"


def test_partners_and_strangers_do_not_decide(
    application: Application, us: Person, eve: Person
) -> None:
    with pytest.raises(Forbidden):
        decisions.decide(actor=us, application=application, verdict=REFUSED)
    with pytest.raises(NotHere):
        decisions.decide(actor=eve, application=application, verdict=REFUSED)
    with pytest.raises(Forbidden):
        decisions.release(actor=us, call=application.call)


def test_more_is_asked_for_after_the_close_and_handed_in_again(
    application: Application, ada: Person, us: Person, ru: Person
) -> None:
    due = application.call.closes_at + timedelta(days=5)
    verdict = Verdict(Outcome.MORE, {"en": "Who trains whom?"}, due_at=due)
    decisions.decide(actor=ada, application=application, verdict=verdict)
    decisions.release(actor=ada, call=application.call)
    application.refresh_from_db()
    assert application.state == State.ASKED
    with time_machine.travel(due - timedelta(hours=1), tick=False):
        row = application.sections.get(kind="plan")
        words: dict[str, Any] = {"kind": "plan", "edition": row.edition, "text": {"en": "We do."}}
        applications.write_section(actor=ru, application=application, **words)
        granting.signed(application, us, ru)
        assert application.state == State.SUBMITTED
    decisions.decide(actor=ada, application=application, verdict=REFUSED)
    decisions.release(actor=ada, call=application.call)
    assert [row.outcome for row in application.decisions.all()] == ["more", "refuse"]


def test_what_was_asked_for_comes_too_late(
    application: Application, ada: Person, us: Person
) -> None:
    due = clock.now() + timedelta(hours=1)
    verdict = Verdict(Outcome.MORE, {"en": "Who?"}, due_at=due)
    decisions.decide(actor=ada, application=application, verdict=verdict)
    decisions.release(actor=ada, call=application.call)
    application.refresh_from_db()
    with time_machine.travel(due, tick=False):
        row = application.sections.get(kind="plan")
        words: dict[str, Any] = {"kind": "plan", "edition": row.edition, "text": {"en": "Late."}}
        seen = code_of(applications.write_section, actor=us, application=application, **words)
        assert seen == "application.late"


def test_an_application_withdrawn_in_time_gets_no_decision(
    application: Application, ada: Person, us: Person
) -> None:
    decisions.decide(actor=ada, application=application, verdict=REFUSED)
    applications.withdraw(actor=us, application=application)
    assert code_of(decisions.release, actor=ada, call=application.call) == "decision.none"
    assert not Decision.objects.exists()


@pytest.fixture
def award(application: Application, ada: Person) -> Award:
    return granting.awarded(ada, application)


@pytest.fixture
def milestone(award: Award, ada: Person) -> Milestone:
    due = clock.now().date() + timedelta(days=30)
    return awards.add_milestone(actor=ada, award=award, title={"en": "Halfway"}, due_on=due)


def test_an_award_is_public_with_what_was_said_of_it(award: Award, eve: Person) -> None:
    page = Client().get(f"/grants/awards/{award.pk}/").content.decode()
    for text in ("Two rivers", "One method for two rivers.", "Clear Rivers", "Living Water"):
        assert text in page
    assert "50,000\u00a0USD" in page
    assert granting.TEXT not in page
    assert "Clara" not in page
    assert list(queries.visible_to(eve).awards) == [award]


def test_a_report_is_returned_and_then_accepted(
    milestone: Milestone, ada: Person, us: Person, ru: Person, eve: Person
) -> None:
    files = [("halfway.pdf", granting.PDF)]
    text = {"ru": "Половина сделана."}
    sent = awards.report(actor=ru, milestone=milestone, text=text, files=files)
    assert sent.source_language == "ru"
    words: dict[str, Any] = {"milestone": milestone, "text": {"en": "Again"}}
    assert code_of(awards.report, actor=us, **words) == "report.exists"
    seen = code_of(awards.judge, actor=ada, report=sent, is_accepted=False)
    assert seen == "report.no_note"
    awards.judge(actor=ada, report=sent, is_accepted=False, note="No figures.")
    again = awards.report(actor=us, milestone=milestone, text={"en": "With figures."})
    awards.judge(actor=ada, report=again, is_accepted=True)
    assert [row.state for row in milestone.reports.all()] == ["returned", "accepted"]
    told = Letter.objects.filter(key__startswith="grants.report", person=ru).order_by("key")
    assert {row.language for row in told} == {"ru"}
    assert told.count() == 2
    with pytest.raises(Forbidden):
        awards.judge(actor=us, report=again, is_accepted=True)
    with pytest.raises(Forbidden):
        awards.report(actor=eve, milestone=milestone, text={"en": "x"})


def test_a_reports_file_is_for_partners_and_organisers(
    milestone: Milestone, ada: Person, us: Person, ru: Person, eve: Person
) -> None:
    files = [("halfway.pdf", granting.PDF)]
    sent = awards.report(actor=ru, milestone=milestone, text={"en": "Half."}, files=files)
    address = f"/grants/files/{sent.files.get().pk}/"
    seen = {}
    for who in (ada, us, ru, eve):
        client = Client()
        client.force_login(who)
        answer = client.get(address)
        seen[who.name] = answer.status_code
        if answer.status_code == 200:
            assert answer.content == granting.PDF
            assert answer["Content-Disposition"] == 'attachment; filename="halfway.pdf"'
            assert answer["X-Content-Type-Options"] == "nosniff"
    assert seen == {"Ada": 200, "Clara": 200, "Boris": 200, "Eve": 404}
    assert Client().get(address).status_code == 404


def test_partners_are_reminded_once_before_and_each_week_after(
    milestone: Milestone, ru: Person
) -> None:
    def letters() -> list[str]:
        rows = Letter.objects.filter(person=ru, key__startswith="grants.")
        return [row.key.split(":")[0] for row in rows]

    day = timedelta(days=1)
    first = clock.now()
    for passed in (10, 23, 24, 25):
        with time_machine.travel(first + passed * day, tick=False):
            reminders.remind()
    known = letters()
    assert known.count("grants.due") == 1
    for passed in (31, 32, 37, 38, 39, 45):
        with time_machine.travel(first + passed * day, tick=False):
            reminders.remind()
    assert letters().count("grants.overdue") == 3
    with time_machine.travel(first + 60 * day, tick=False):
        awards.report(actor=ru, milestone=milestone, text={"en": "Here it is."})
        assert reminders.remind() == 0


def test_a_moved_milestone_and_one_that_is_reported_of(
    milestone: Milestone, award: Award, ada: Person, us: Person
) -> None:
    early: dict[str, Any] = {"award": award, "title": {"en": "x"}, "due_on": date(2001, 1, 1)}
    assert code_of(awards.add_milestone, actor=ada, **early) == "milestone.due"
    awards.report(actor=us, milestone=milestone, text={"en": "Done."})
    words: dict[str, Any] = {"award": award, "milestone": milestone}
    assert code_of(awards.remove_milestone, actor=ada, **words) == "milestone.reported"


def test_what_the_public_reads_is_translated_without_losing_anothers_text(
    award: Award, ada: Person, us: Person
) -> None:
    words: dict[str, Any] = {"award": award, "title": {"en": "Two rivers", "ru": "Две реки"}}
    summary = {"en": "One method for two rivers.", "ru": "Одна методика для двух рек."}
    made = awards.describe(actor=ada, edition=1, summary=summary, **words)
    assert made.translation_state == "translated"
    seen = code_of(awards.describe, actor=ada, edition=1, summary={"en": "x"}, **words)
    assert seen == "award.edited"
    with pytest.raises(Forbidden):
        awards.describe(actor=us, edition=2, summary=summary, **words)


def test_terms_get_no_worse_once_somebody_has_handed_in(
    application: Application, ada: Person
) -> None:
    call = Call.objects.get()
    for worse in (
        {"ceiling": Decimal(1)},
        {"least_share": 30},
        {"currency": "EUR"},
        {"closes_at": call.closes_at - timedelta(days=1)},
    ):
        same: dict[str, Any] = {"opens_at": call.opens_at, "closes_at": call.closes_at}
        facts = granting.facts(**(same | worse))
        seen = code_of(calls.revise, actor=ada, call=call, edition=call.edition, facts=facts)
        assert seen == "call.in_use"
    assert (
        code_of(calls.add_criterion, actor=ada, call=call, name={"en": "x"}) == "criterion.in_use"
    )
