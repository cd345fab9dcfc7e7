"""Schedule files over HTTP and at a terminal: who gets them, and when anew."""

import json
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Person
from conferences.models import Conference, Speaker
from sessions.models import Session, Speaking, State
from tests import build

XML = "/c/forum/schedule.xml"
JSON = "/c/forum/schedule.json"


@pytest.fixture
def told(forum: Conference, clara: Person) -> Session:
    """A session of the forum, in both languages, at which somebody speaks."""
    made = build.session(
        forum, title="Opening", title_ru="Открытие", translation_state="translated"
    )
    speaker = Speaker.objects.create(conference=forum, name_en="Clara", person=clara)
    Speaking.objects.create(session=made, speaker=speaker)
    return made


def test_files_are_what_programs_expect(client: Client, told: Session) -> None:
    for address, kind in ((XML, "application/vnd.c3voc.schedule+xml"), (JSON, "application/json")):
        answer = client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Cache-Control"] == "public, max-age=60"
        assert f"http://testserver/s/{told.pk}/" in answer.content.decode()


def test_language_is_chosen_in_the_address(client: Client, told: Session) -> None:
    for words, title in (("", "Opening"), ("?lang=ru", "Открытие"), ("?lang=xx", "Opening")):
        assert f"<title>{title}</title>" in client.get(XML + words).content.decode()


@time_machine.travel(datetime(2031, 5, 1, 10, tzinfo=UTC), tick=False)
def test_reader_is_told_whether_their_copy_still_holds(client: Client, told: Session) -> None:
    first = client.get(XML)
    mark, since = first.headers["ETag"], first.headers["Last-Modified"]
    assert since == "Thu, 01 May 2031 10:00:00 GMT"
    with time_machine.travel(datetime(2031, 5, 1, 11, tzinfo=UTC), tick=False):
        again = client.get(XML)
        assert (again.headers["ETag"], again.headers["Last-Modified"]) == (mark, since)
        for name, value in (("If-None-Match", mark), ("If-Modified-Since", since)):
            answer = client.get(XML, headers={name: value})
            assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", mark)
        Session.objects.update(title_en="Changed")
        for name, value in (("If-None-Match", mark), ("If-Modified-Since", since)):
            answer = client.get(XML, headers={name: value})
            assert (answer.status_code, answer.headers["Last-Modified"]) == (
                200,
                "Thu, 01 May 2031 11:00:00 GMT",
            )


def test_head_has_everything_but_the_document(client: Client, told: Session) -> None:
    whole, head = client.get(JSON), client.head(JSON)
    assert head.content == b""
    names = ("ETag", "Content-Type", "Cache-Control")
    assert [head.headers[n] for n in names] == [whole.headers[n] for n in names]


def test_what_is_not_public_is_here_for_nobody(
    client: Client, forum: Conference, ada: Person, told: Session
) -> None:
    Conference.objects.update(is_public=False)
    client.force_login(ada)
    assert [client.get(a).status_code for a in (XML, JSON, "/c/nowhere/schedule.xml")] == [404] * 3


@pytest.mark.parametrize("count", [1, 3])
def test_a_file_costs_six_queries(client: Client, forum: Conference, count: int) -> None:
    for number in range(count):
        made = build.session(forum, title=f"Talk {number}")
        speaker = Speaker.objects.create(conference=forum, name_en=f"Clara {number}")
        Speaking.objects.create(session=made, speaker=speaker)
    with CaptureQueriesContext(connection) as queries:
        client.get(XML)
    assert len(queries) == 6


def command(*words: str) -> tuple[str, dict[str, int]]:
    out, errors = StringIO(), StringIO()
    call_command("export_schedule", *words, stdout=out, stderr=errors)
    return out.getvalue(), json.loads(errors.getvalue())


def test_command_writes_the_document_and_counts_beside_it(told: Session, tmp_path: Path) -> None:
    build.session(told.host, title="Dropped", state=State.CANCELLED)
    document, counts = command("forum", "--format", "json", "--site", "https://live.example/")
    days = json.loads(document)["schedule"]["conference"]["days"]
    (event,) = [event for day in days for room in day["rooms"].values() for event in room]
    assert event["url"] == f"https://live.example/s/{told.pk}/"
    assert counts == {"sessions": 1, "rooms": 0, "people": 1, "days": 3, "left_out": 1}
    path = tmp_path / "schedule.xml"
    assert command("forum", "--output", str(path), "--language", "ru") == ("", counts)
    assert "<title>Открытие</title>" in path.read_text()


def test_command_writes_also_what_is_not_public(told: Session) -> None:
    Conference.objects.update(is_public=False)
    assert command("forum")[1]["sessions"] == 1


def test_command_says_what_it_cannot_do(told: Session, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no conference “nowhere”"):
        call_command("export_schedule", "nowhere")
    with pytest.raises(CommandError, match="No such file or directory"):
        call_command("export_schedule", "forum", "--output", str(tmp_path / "no" / "x.xml"))
