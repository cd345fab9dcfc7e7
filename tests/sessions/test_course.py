"""The agenda and the stage as the room's document shows them, run by plain forms."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person
from conferences.models import Conference
from live import clock
from sessions import items, life, queries, stages
from sessions.items import Line
from sessions.models import Material, Session, State
from tests import build
from tests.sessions.agendas_of import three

pytestmark = pytest.mark.django_db

VIDEO = "https://player.vimeo.com/video/1"


@pytest.fixture(autouse=True)
def _programme(db: None) -> None:
    build.programme()


def page(name: str, session: Session) -> str:
    return reverse(f"sessions:{name}", args=[session.pk])


def read(client: Client, person: Person, session: Session, name: str = "detail") -> str:
    client.force_login(person)
    client.cookies["django_language"] = "en"
    text = client.get(page(name, session)).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text.split('id="room-config"')[0]))


def send(client: Client, session: Session, command: str, **data: object) -> tuple[int, str]:
    form = {"id": str(uuid4()), "name": command, **data}
    answer = client.post(page("command", session), form)
    return answer.status_code, answer.content.decode()


def test_a_moderator_runs_the_agenda_by_plain_forms(
    client: Client, plenary: Session, boris: Person, dmitri: Person
) -> None:
    welcome, reports, _discussion = three(plenary, boris)
    text = read(client, boris, plenary)
    assert "3 items, 30 minutes" in text
    assert "First: Welcome" in text
    assert "Start the agenda" in text
    assert send(client, plenary, "agenda.next", after="")[0] == 303
    assert send(client, plenary, "agenda.extend", item=welcome.pk, minutes="5")[0] == 303
    assert send(client, plenary, "agenda.next", after=welcome.pk)[0] == 303
    text = read(client, dmitri, plenary)
    assert "Item 2 of 3 Reports" in text
    assert "Next: Discussion" in text
    assert "15 minutes, 5 of them added" in text
    assert "Finish" not in text
    client.force_login(boris)
    assert send(client, plenary, "agenda.back", after=reports.pk)[0] == 303
    assert send(client, plenary, "agenda.stop", after=welcome.pk)[0] == 303
    assert queries.current_run(plenary) is None
    assert "Next: Reports" in read(client, boris, plenary)


def test_a_form_from_before_another_moved_the_agenda_is_told_so_beside_it(
    client: Client, plenary: Session, boris: Person
) -> None:
    welcome, reports, _discussion = three(plenary, boris)
    items.start(actor=boris, session=plenary, item=reports.pk, after=None)
    Person.objects.filter(pk=boris.pk).update(language="en")
    client.force_login(boris)
    status, text = send(client, plenary, "agenda.next", after=welcome.pk)
    assert status == 409
    assert text.count("Somebody else has just moved the agenda.") == 1


def test_only_moderators_get_the_forms_of_the_agenda_and_only_while_it_is_live(
    client: Client, plenary: Session, forum: Conference, boris: Person, dmitri: Person
) -> None:
    three(plenary, boris)
    ahead = build.session(forum, state=State.OPEN)
    build.role(boris, ahead)
    items.plan(actor=boris, session=ahead, lines=[Line("Welcome", "", "", 10)])
    for person, session in ((dmitri, plenary), (boris, ahead)):
        client.force_login(person)
        assert 'value="agenda.' not in client.get(page("detail", session)).content.decode()
    client.force_login(boris)
    assert client.get(page("detail", plenary)).content.decode().count('value="agenda.start"') == 3


def test_a_session_without_an_agenda_has_no_bar_and_still_a_title_card(
    client: Client, plenary: Session, dmitri: Person
) -> None:
    client.force_login(dmitri)
    text = client.get(page("detail", plenary)).content.decode()
    assert "agenda-bar" not in text
    assert 'class="stage-words" lang="en" dir="auto">Plenary</p>' in text


def test_the_log_tells_the_item_and_since_when(
    client: Client, plenary: Session, boris: Person, dmitri: Person
) -> None:
    three(plenary, boris)
    run = items.move_on(actor=boris, session=plenary, after=None)
    text = read(client, dmitri, plenary, "log")
    assert "Item 1 of 3 Welcome" in text
    # Moscow, three hours ahead of UTC.
    assert f"Began: {run.started_at + timedelta(hours=3):%H:%M} Moscow (MSK)" in text


def test_a_title_stands_in_the_readers_language_where_it_has_one(
    client: Client, plenary: Session, boris: Person
) -> None:
    lines = [Line("Welcome", "Приветствие", "", 10), Line("Reports", "", "", 10)]
    items.plan(actor=boris, session=plenary, lines=lines)
    client.force_login(boris)
    client.cookies["django_language"] = "ru"
    text = client.get(page("detail", plenary)).content.decode()
    assert '<span lang="ru" dir="auto">Приветствие</span>' in text
    assert '<span lang="en" dir="auto">Reports</span>' in text


def test_a_link_is_a_button_that_names_its_host_and_the_log_has_it_too(
    client: Client, plenary: Session, boris: Person, dmitri: Person
) -> None:
    url = "https://meet.example/plenary"
    stages.set_stage(actor=boris, session=plenary, kind="link", url=url)
    client.force_login(dmitri)
    for name in ("detail", "log"):
        assert f'href="{url}" target="_blank" rel="noopener' in (
            client.get(page(name, plenary)).content.decode()
        )
    assert "Opens in a new window: meet.example" in read(client, dmitri, plenary)


def test_a_video_is_asked_for_nothing_before_the_reader_says_so(
    client: Client, plenary: Session, boris: Person, dmitri: Person
) -> None:
    stages.set_stage(actor=boris, session=plenary, kind="embed", url=VIDEO)
    client.force_login(dmitri)
    text = client.get(page("detail", plenary)).content.decode()
    assert f'src="{VIDEO}"' not in text
    assert f'href="{VIDEO}"' in text
    found = re.search(r'<script id="room-config"[^>]*>(.*?)</script>', text)
    assert found
    config = json.loads(found[1])
    assert config["frame_host"] == "player.vimeo.com"
    assert "player.vimeo.com" in config["embed_hosts"]


def test_a_refused_stage_keeps_its_kind_and_its_address(
    client: Client, plenary: Session, boris: Person, dmitri: Person
) -> None:
    client.force_login(dmitri)
    assert send(client, plenary, "stage.set", kind="card")[0] == 403
    client.force_login(boris)
    client.cookies["django_language"] = "en"
    status, text = send(client, plenary, "stage.set", kind="link", url="http://meet.example/")
    assert status == 409
    assert 'value="link" checked' in text
    assert re.search(r'value="http://meet.example/"[^>]*aria-invalid="true"', text)
    assert text.count("This is not an address that begins with https://.") == 1
    assert send(client, plenary, "stage.set", kind="link", url="https://meet.example/")[0] == 303


def test_after_the_end_the_page_leads_to_the_record_and_offers_to_go_on(
    client: Client, plenary: Session, boris: Person, dmitri: Person
) -> None:
    life.end(actor=boris, session=plenary)
    record = reverse("records:record", args=[plenary.pk])
    client.force_login(dmitri)
    text = client.get(page("detail", plenary)).content.decode()
    assert f'href="{record}"' in text
    assert "session.reopen" not in text
    assert "Reopen the session" in read(client, boris, plenary)
    assert send(client, plenary, "session.reopen")[0] == 303
    plenary.refresh_from_db()
    assert plenary.state == State.LIVE


def test_ten_minutes_after_the_end_nothing_offers_to_go_on(
    client: Client, plenary: Session, boris: Person
) -> None:
    life.end(actor=boris, session=plenary)
    Session.objects.update(ended_at=clock.now() - life.REOPEN_WITHIN - timedelta(seconds=1))
    assert "Reopen the session" not in read(client, boris, plenary)


def test_materials_stand_beside_what_the_session_is_about(
    client: Client, plenary: Session, dmitri: Person
) -> None:
    assert "Materials" not in read(client, dmitri, plenary)
    Material.objects.create(
        session=plenary, title_en="Slides", url="https://files.example/1", added_at=clock.now()
    )
    assert "Materials Slides" in read(client, dmitri, plenary)


def test_the_agenda_costs_the_same_for_one_item_and_for_three(
    client: Client, plenary: Session, boris: Person
) -> None:
    client.force_login(boris)
    costs = []
    for count in (1, 3):
        lines = [Line(f"Item {number}", "", "", 10) for number in range(count)]
        items.plan(actor=boris, session=plenary, lines=lines)
        with CaptureQueriesContext(connection) as cost:
            text = client.get(page("detail", plenary)).content.decode()
        costs.append((text.count('value="agenda.start"'), len(cost)))
    assert [rows for rows, _cost in costs] == [1, 3]
    assert costs[0][1] == costs[1][1]
