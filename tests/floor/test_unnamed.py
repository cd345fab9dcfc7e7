"""A question that nobody asked: no table, no dump, no log line and no mail about an error tells who did.

Each of the doors is tried by somebody with an unmistakable name, who is signed in and has entered.
"""

import logging
import re
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, cast
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from accounts.models import Person
from conferences.models import Conference
from floor import judging, questions
from floor.models import Naming, Question
from live import limits
from live.models import Allowance, Lease, Receipt
from live.testing import heard, say, view
from sessions.models import Session
from tests import build
from tests.hours import Hour

pytestmark = pytest.mark.django_db

ADDRESS = "203.0.113.77"
TEXT = "Who ordered the silence about the reservoir?"

Door = Callable[[Person, Client, Session, str], int]
Rows = Counter[tuple[str, str]]


def by_socket(asker: Person, _browser: Client, session: Session, text: str) -> int:
    """Say it as a socket does."""
    reply = say(asker, session.live_room, "question.ask_unnamed", text=text)
    assert reply.data == {}
    return reply.status


def by_http(_asker: Person, browser: Client, session: Session, text: str) -> int:
    frame = {"id": str(uuid4()), "name": "question.ask_unnamed", "data": {"text": text}}
    address = f"/api/v1/sessions/{session.pk}/commands/"
    return browser.post(address, frame, content_type="application/json").status_code


def by_form(_asker: Person, browser: Client, session: Session, text: str) -> int:
    said = {"id": str(uuid4()), "name": "question.ask_unnamed", "text": text}
    answer = browser.post(f"/s/{session.pk}/say/", said)
    return 200 if answer.status_code == 303 else answer.status_code


DOORS = (by_socket, by_http, by_form)


@pytest.fixture
def asker(forum: Conference) -> Person:
    build.programme()
    person = build.person(
        "Quillon Vartanian", email="quillon.v@people.example", pseudonym="Halcyonic"
    )
    build.registration(person, forum)
    return person


@pytest.fixture
def browser(asker: Person, plenary: Session) -> Client:
    """The asker's, signed in and with the room open, who takes part without hiding as well."""
    client = Client(raise_request_exception=False, REMOTE_ADDR=ADDRESS)
    client.force_login(asker)
    assert client.get(f"/s/{plenary.pk}/").status_code == 200
    assert client.get(f"/s/{plenary.pk}/log/").status_code == 200
    say(asker, plenary.live_room, "message.post", text="Good morning")
    return client


def traces(asker: Person, text: str) -> list[str]:
    """Return what in a text leads to the asker."""
    names = (asker.email, "Quillon", "Vartanian", "Halcyonic")
    telltale = (asker.pk.hex, str(asker.pk), ADDRESS, *names)
    return [trace for trace in telltale if trace.casefold() in text.casefold()]


def all_rows() -> Rows:
    """Return every row of every table there is, Django's own too, as text."""
    found: Rows = Counter()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found.update((table, repr(row)) for row in cursor.fetchall())
    return found


@pytest.mark.parametrize("door", DOORS)
def test_no_row_that_is_new_or_changed_leads_to_the_asker(
    asker: Person, browser: Client, plenary: Session, door: Door
) -> None:
    before = all_rows()
    assert door(asker, browser, plenary, TEXT) == 200
    after = all_rows()
    new = after - before
    assert traces(asker, repr(new)) == []
    # No table changes for another reason: no cookie, lease, epoch, allowance, appearance or act.
    assert {table for table, _row in new} == {
        "floor_question",
        "live_event",
        "live_eventbody",
        "live_receipt",
        "live_stream",
    }
    assert {table for table, _row in before - after} <= {"live_stream"}
    about = Counter({row: n for row, n in after.items() if traces(asker, row[1])})
    assert about == Counter({row: n for row, n in before.items() if traces(asker, row[1])})
    question = Question.objects.get()
    assert (question.naming, question.person, question.seen_as) == (Naming.UNNAMED, None, None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("door", DOORS)
def test_a_dump_of_the_database_holds_no_new_line_that_leads_to_the_asker(
    asker: Person, browser: Client, plenary: Session, door: Door
) -> None:
    before = Counter(dump())
    assert door(asker, browser, plenary, TEXT) == 200
    new = list((Counter(dump()) - before).elements())
    assert any(TEXT in line for line in new)
    assert [line for line in new if traces(asker, line)] == []


def dump() -> list[str]:
    """Return the database as who takes a backup has it, line by line."""
    if connection.vendor == "sqlite":
        connection.ensure_connection()
        return list(cast("sqlite3.Connection", connection.connection).iterdump())
    to = connection.settings_dict
    address = f"postgresql://{to['USER']}@{to['HOST']}:{to['PORT']}/{to['NAME']}"
    done = subprocess.run(
        ["pg_dump", "--data-only", "--no-owner", address],
        check=True,
        capture_output=True,
        text=True,
        env={"PGPASSWORD": to["PASSWORD"] or "", "PATH": "/usr/bin:/bin"},
    )
    return done.stdout.splitlines()


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Log all that is ever logged, also of statements, as on a developer's machine."""
    connection.force_debug_cursor = True
    with caplog.at_level(logging.DEBUG):
        yield caplog
    connection.force_debug_cursor = False


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """Return all lines, with what any handler could make of them."""
    # The request itself goes to who reports errors: that is looked at in the mail below.
    parts = [
        {name: part for name, part in vars(record).items() if name != "request"}
        for record in caplog.records
    ]
    return f"{caplog.text}\n{parts!r}"


@pytest.mark.parametrize("door", DOORS)
def test_no_line_of_any_log_leads_to_the_asker(
    asker: Person,
    browser: Client,
    plenary: Session,
    door: Door,
    everything_logged: pytest.LogCaptureFixture,
) -> None:
    everything_logged.clear()
    assert door(asker, browser, plenary, TEXT) == 200
    assert traces(asker, logged(everything_logged)) == []


@pytest.mark.parametrize("door", DOORS)
def test_when_it_breaks_no_log_and_no_mail_leads_to_the_asker(
    asker: Person,
    browser: Client,
    plenary: Session,
    door: Door,
    everything_logged: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
) -> None:
    def broken(question: Question, actor: Person | None, **_how: bool) -> None:
        raise ZeroDivisionError(asker.email, asker.name, question.text, actor)

    settings.ADMINS = [("Operator", "operator@people.example")]
    monkeypatch.setattr(questions, "_submit", broken)
    everything_logged.clear()
    before = all_rows()
    assert door(asker, browser, plenary, TEXT) == 500
    assert "ZeroDivisionError" in everything_logged.text
    assert "somebody" in everything_logged.text
    assert TEXT not in everything_logged.text
    assert traces(asker, logged(everything_logged)) == []
    assert all_rows() == before
    reports = [f"{sent.subject}\n{sent.body}" for sent in mail.outbox]
    assert (len(reports) > 0) is (door is not by_socket)
    assert [traces(asker, report) for report in reports if traces(asker, report)] == []
    assert [report for report in reports if TEXT in report] == []


def test_a_page_that_breaks_around_it_is_reported_without_who_asked_for_it(
    asker: Person, browser: Client, plenary: Session, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """An exception outside of any command: its mail carries neither person, cookie nor form."""

    def broken(**_said: Any) -> None:
        raise ZeroDivisionError

    settings.ADMINS = [("Operator", "operator@people.example")]
    monkeypatch.setattr("live.dispatch.run", broken)
    assert by_form(asker, browser, plenary, TEXT) == 500
    [report] = mail.outbox
    body = str(report.body)
    assert "ZeroDivisionError" in body
    assert traces(asker, body) == []
    assert TEXT not in body
    cookies = {name: morsel.value for name, morsel in browser.cookies.items()}
    assert [name for name, value in cookies.items() if value and value in body] == []
    assert ADDRESS not in body


def test_a_form_that_is_refused_is_not_kept_for_its_writer(
    asker: Person, browser: Client, plenary: Session
) -> None:
    before = all_rows()
    place = f"/s/{plenary.pk}/questions/"
    said = {"name": "question.ask_unnamed", "text": TEXT * 40, "next": place}
    answer = browser.post(f"/s/{plenary.pk}/say/", said)
    assert answer.status_code == 409
    assert TEXT in answer.content.decode(), "what was typed is still there"
    assert all_rows() == before


def test_a_form_that_comes_after_the_sign_in_has_expired_is_not_kept(
    asker: Person, plenary: Session
) -> None:
    before = all_rows()
    said = {"name": "question.ask_unnamed", "text": TEXT, "writer": str(asker.pk)}
    answer = Client().post(f"/s/{plenary.pk}/say/", said)
    assert (answer.status_code, all_rows()) == (401, before)


def test_its_limit_lies_in_memory_alone_and_a_refusal_costs_nothing(
    asker: Person, plenary: Session
) -> None:
    for _ in range(3):
        too_long = say(asker, plenary.live_room, "question.ask_unnamed", text=TEXT * 40)
        assert too_long.code == "question.too_long"
    replies = [
        say(asker, plenary.live_room, "question.ask_unnamed", text=TEXT).code for _ in range(4)
    ]
    assert replies == ["", "", "", "rate.limited"]
    assert not Allowance.objects.exists()
    limits._unnamed.forget()
    assert say(asker, plenary.live_room, "question.ask_unnamed", text=TEXT).ok


def test_nothing_is_told_to_the_asker_or_the_room_and_the_moderators_learn_no_name(
    asker: Person, plenary: Session, boris: Person, clara: Person
) -> None:
    leases = Lease.objects.count()
    assert say(asker, plenary.live_room, "question.ask_unnamed", text=TEXT).ok
    assert heard(asker, plenary.live_room) == []
    assert heard(clara, plenary.live_room) == []
    [waiting] = view(boris, plenary.live_room).slices["staff"]["questions"]
    assert (waiting["person"], waiting["asker"], waiting["naming"]) == (None, None, "unnamed")
    judging.approve(actor=boris, session=plenary, question=Question.objects.get().pk)
    [shown] = view(clara, plenary.live_room).slices["room"]["questions"]
    assert (shown["person"], shown["naming"], shown["text"]) == (None, "unnamed", TEXT)
    assert view(asker, plenary.live_room).slices["me"]["questions"] == []
    assert view(asker, plenary.live_room).slices["room"]["people"] == {}
    assert Lease.objects.count() == leases


def test_who_asked_may_support_it_like_everyone_for_nobody_knows(
    asker: Person, plenary: Session, boris: Person
) -> None:
    say(asker, plenary.live_room, "question.ask_unnamed", text=TEXT)
    question = Question.objects.get().pk
    judging.approve(actor=boris, session=plenary, question=question)
    assert say(asker, plenary.live_room, "question.upvote", question=question).ok


def frame(door: str, session: Session, command: str, way: str, text: str) -> tuple[str, Any]:
    """Return the address and the form, or the command, that asks in one way under a given id."""
    name = "question.ask_unnamed" if way == "unnamed" else "question.ask"
    if door == "form":
        said = {"id": command, "name": name, "naming": way, "text": text}
        return f"/s/{session.pk}/questions/ask/", said
    return f"/api/v1/sessions/{session.pk}/commands/", {
        "id": command,
        "name": name,
        "data": {"text": text} | ({} if way == "unnamed" else {"naming": way}),
    }


@pytest.mark.parametrize("door", ["form", "http"])
@pytest.mark.parametrize("elsewhere", [False, True])
@pytest.mark.parametrize(
    "ways", [("named", "unnamed"), ("unnamed", "named"), ("hidden", "unnamed")]
)
def test_one_id_in_both_ways_joins_no_receipt_with_another(
    asker: Person,
    browser: Client,
    plenary: Session,
    forum: Conference,
    door: str,
    ways: tuple[str, str],
    *,
    elsewhere: bool,
) -> None:
    """Whichever comes second is refused and leaves nothing; each is still taken once when repeated."""
    rooms = (plenary, build.session(forum, title="Another") if elsewhere else plenary)
    command, answers = str(uuid4()), []
    sent: dict[str, Any] = {"content_type": "application/json"} if door == "http" else {}
    for way, room in (*zip(ways, rooms, strict=True), (ways[0], plenary)):
        answers.append(browser.post(*frame(door, room, command, way, f"{way}?"), **sent))
    taken = 303 if door == "form" else 200
    assert [answer.status_code for answer in answers] == [taken, 409, taken]
    assert Question.objects.get().text == f"{ways[0]}?"
    [receipt] = Receipt.objects.filter(name__startswith="question.")
    assert (str(receipt.command) == command) is (ways[0] != "unnamed")


def test_no_stored_value_is_the_id_of_an_unnamed_command(
    asker: Person, browser: Client, plenary: Session
) -> None:
    command = uuid4()
    assert browser.post(*frame("form", plenary, str(command), "unnamed", TEXT)).status_code == 303
    rows = repr(all_rows())
    assert [form for form in (str(command), command.hex) if form in rows] == []


def test_the_form_has_an_id_for_each_way_and_all_are_taken(
    asker: Person, browser: Client, plenary: Session
) -> None:
    """As by going back a page and choosing another way: nothing is refused, nothing is joined."""
    page = browser.get(f"/s/{plenary.pk}/questions/").content.decode()
    form = page.split('id="ask"')[1].split("</form>")[0]
    ids = dict(re.findall(r'name="(id[-a-z]*)" value="([0-9a-f-]{36})"', form))
    assert sorted(ids) == ["id", "id-hidden", "id-unnamed"]
    assert len(set(ids.values())) == 3
    for way in ("named", "unnamed", "hidden"):
        said = {**ids, "name": "question.ask", "naming": way, "text": f"{way}?"}
        assert browser.post(f"/s/{plenary.pk}/questions/ask/", said).status_code == 303
    asked = Question.objects.order_by("asked_at").values_list("text", "naming")
    assert list(asked) == [("named?", "named"), ("unnamed?", "unnamed"), ("hidden?", "hidden")]


def asked_by_page(browser: Client, session: Session) -> None:
    """Ask without script and go where the answer leads: the room's page, and the log in its frame."""
    said = {"id": str(uuid4()), "naming": "unnamed", "text": TEXT}
    answer = browser.post(f"/s/{session.pk}/questions/ask/", said)
    assert answer.status_code == 303
    assert browser.get(answer.headers["Location"]).status_code == 200
    assert browser.get(f"/s/{session.pk}/log/").status_code == 200


def leases_of(person: Person) -> list[dict[str, Any]]:
    rows = Lease.objects.filter(person=person.pk).order_by("entered_at").values()
    return [dict(row) for row in rows]


@pytest.mark.parametrize("seconds", [0.1, 4.9, 8.9])
def test_the_page_that_follows_the_question_moves_no_lease(
    asker: Person, browser: Client, plenary: Session, hour: Hour, seconds: float
) -> None:
    client = Client()
    client.force_login(asker)
    hour.shift(60)
    assert client.get(f"/s/{plenary.pk}/log/").headers["Refresh"]
    hour.shift(int(client.get(f"/s/{plenary.pk}/log/").headers["Refresh"]))
    again = int(client.get(f"/s/{plenary.pk}/log/").headers["Refresh"])
    assert 9 < again <= 10
    hour.shift(seconds)
    before, rows = leases_of(asker), about(asker)
    asked_by_page(browser, plenary)
    assert leases_of(asker) == before
    assert about(asker) == rows


def test_a_stay_that_begins_with_the_question_does_not_date_it(
    asker: Person, browser: Client, plenary: Session, hour: Hour
) -> None:
    [before] = leases_of(asker)
    hour.shift(101.3)
    asked_by_page(browser, plenary)
    first, second = leases_of(asker)
    assert first == before
    late = second["entered_at"] - Question.objects.get().asked_at
    assert timedelta(0) <= late < timedelta(seconds=4)
    assert (second["entered_at"] - first["entered_at"]) % timedelta(seconds=4) == timedelta(0)
    assert second["last_seen"] == second["entered_at"]


def about(asker: Person) -> Rows:
    return Counter({row: n for row, n in all_rows().items() if traces(asker, row[1])})
