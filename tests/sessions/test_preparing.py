"""The desk's forms for agenda, stage and materials: plain forms that keep what was typed."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person
from groups.models import Group
from sessions import items, life, materials, queries
from sessions.models import Session
from tests import build
from tests.sessions.agendas_of import line, three
from tests.sessions.test_stages import VIDEO

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client: Client, boris: Person, plenary: Session) -> Client:
    """Boris's browser, who moderates the plenary."""
    build.programme()
    client.force_login(boris)
    client.cookies["django_language"] = "en"
    return client


def page(name: str, session: Session, *rest: object) -> str:
    return reverse(f"sessions:{name}", args=[session.pk, *rest])


def typed(*rows: dict[str, str]) -> dict[str, str]:
    """Return a first plan as its form sends it."""
    sent = {"do": "save", "seen": queries.mark_of([]), "count": str(len(rows))}
    for number, row in enumerate(rows):
        empty = dict.fromkeys(("id", "title_en", "title_ru", "speaker", "minutes"), "")
        sent |= {f"items-{number}-{name}": text for name, text in (empty | row).items()}
    return sent


def form_on(text: str) -> dict[str, str]:
    """Return what the plan's form would send as it stands."""
    fields = re.findall(r"<input [^>]*>", text)
    found = {}
    for field in fields:
        name, value = (re.search(rf'\b{part}="([^"]*)"', field) for part in ("name", "value"))
        if name and (name[1].startswith("items-") or name[1] in {"seen", "count"}):
            found[name[1]] = value[1] if value else ""
    return found


def titles(text: str) -> list[str]:
    sent = form_on(text)
    return [sent[f"items-{number}-title_en"] for number in range(int(sent["count"]))]


def test_a_first_agenda_is_written_in_the_empty_lines(desk: Client, plenary: Session) -> None:
    text = desk.get(page("manage", plenary)).content.decode()
    assert "No agenda yet." in text
    assert page("plan", plenary) in text
    sent = form_on(desk.get(page("plan", plenary)).content.decode())
    assert sent["count"] == "3"
    sent |= {"items-0-title_en": "Welcome", "items-0-minutes": "15", "items-2-title_ru": "Итоги"}
    refused = desk.post(page("plan", plenary), sent)
    assert refused.status_code == 422
    assert "How many minutes are planned?" in refused.content.decode()
    assert not queries.items_of(plenary)
    answer = desk.post(page("plan", plenary), sent | {"items-2-minutes": "5"})
    assert answer.headers["Location"] == page("manage", plenary)
    assert [str(item) for item in queries.items_of(plenary)] == ["Welcome", "Итоги"]
    text = desk.get(page("manage", plenary)).content.decode()
    assert "15 minutes planned" in text
    assert "The agenda is saved." in text


def test_lines_are_moved_removed_and_added_before_anything_is_saved(
    desk: Client, plenary: Session, boris: Person
) -> None:
    three(plenary, boris)
    sent = form_on(desk.get(page("plan", plenary)).content.decode())
    asked = {
        "up:1": ["Reports", "Welcome", "Discussion", "", "", ""],
        "down:1": ["Welcome", "Discussion", "Reports", "", "", ""],
        "remove:0": ["Reports", "Discussion", "", "", ""],
        "more": ["Welcome", "Reports", "Discussion", *[""] * 6],
        "up:0": ["Welcome", "Reports", "Discussion", "", "", ""],
        "up:99": ["Welcome", "Reports", "Discussion", "", "", ""],
        "up:x": ["Welcome", "Reports", "Discussion", "", "", ""],
        "fly:1": ["Welcome", "Reports", "Discussion", "", "", ""],
    }
    for do, expected in asked.items():
        answer = desk.post(page("plan", plenary), sent | {"do": do, "items-3-speaker": "Clara"})
        assert (answer.status_code, titles(answer.content.decode())) == (200, expected)
        assert 'value="Clara"' in answer.content.decode()
    assert [str(item) for item in queries.items_of(plenary)] == ["Welcome", "Reports", "Discussion"]
    moved = form_on(desk.post(page("plan", plenary), sent | {"do": "up:1"}).content.decode())
    desk.post(page("plan", plenary), moved)
    assert [str(item) for item in queries.items_of(plenary)] == ["Reports", "Welcome", "Discussion"]


def test_a_line_that_the_verb_refuses_is_marked_and_keeps_its_text(
    desk: Client, plenary: Session
) -> None:
    rows: list[dict[str, str]] = [{}, {"title_en": "\u200b", "speaker": "Clara", "minutes": "5"}]
    answer = desk.post(page("plan", plenary), typed(*rows))
    assert answer.status_code == 422
    text = answer.content.decode()
    assert 'id="id_items-1-title_en_error"' in text
    assert 'value="Clara"' in text
    too_many = desk.post(page("plan", plenary), typed(*[{"title_en": "A", "minutes": "1"}] * 61))
    assert too_many.status_code == 422
    assert "An agenda has at most 60 items." in too_many.content.decode()


def test_what_has_been_discussed_offers_no_removal(
    desk: Client, plenary: Session, boris: Person
) -> None:
    three(plenary, boris)
    items.move_on(actor=boris, session=plenary, after=None)
    text = desk.get(page("plan", plenary)).content.decode()
    assert "has been discussed" in text
    assert 'value="remove:0"' not in text
    assert 'value="remove:1"' in text
    sent = form_on(text)
    dropped = desk.post(page("plan", plenary), sent | {"do": "remove:0"}).content.decode()
    refused = desk.post(page("plan", plenary), form_on(dropped))
    assert refused.status_code == 422
    assert "it stays in the agenda" in refused.content.decode()
    assert "now" in desk.get(page("manage", plenary)).content.decode()


def test_what_another_wrote_meanwhile_is_shown_before_it_is_replaced(
    desk: Client, plenary: Session, ada: Person
) -> None:
    mine = form_on(desk.get(page("plan", plenary)).content.decode())
    mine |= {"items-0-title_en": "Mine", "items-0-minutes": "5"}
    items.plan(actor=ada, session=plenary, lines=[line("Hers")])
    refused = desk.post(page("plan", plenary), mine)
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "The plan as it is now" in text
    assert "Hers" in text
    assert titles(text)[0] == "Mine"
    assert desk.post(page("plan", plenary), form_on(text)).status_code == 302
    assert [str(item) for item in queries.items_of(plenary)] == ["Mine"]
    items.plan(actor=ada, session=plenary, lines=[])
    emptied = desk.post(page("plan", plenary), form_on(text)).content.decode()
    assert "It has no items." in emptied


def test_the_stage_is_set_and_a_refused_address_stays_in_its_field(
    desk: Client, plenary: Session
) -> None:
    wrong = "https://www.youtube.com/watch?v=abc"
    refused = desk.post(page("stage", plenary), {"stage-kind": "embed", "stage-url": wrong})
    assert refused.status_code == 422
    text = refused.content.decode()
    assert f'value="{wrong}"' in text
    assert 'id="id_stage-url_error"' in text
    assert "player.vimeo.com" in text
    answer = desk.post(page("stage", plenary), {"stage-kind": "embed", "stage-url": VIDEO})
    assert answer.headers["Location"] == page("manage", plenary)
    plenary.refresh_from_db()
    assert (plenary.stage_kind, plenary.stage_url) == ("embed", VIDEO)
    assert f'value="{VIDEO}"' in desk.get(page("manage", plenary)).content.decode()


def test_a_link_is_added_and_removed_on_the_page(desk: Client, plenary: Session) -> None:
    wrong = {"material-title_en": "Slides & <notes>", "material-url": "javascript:alert(1)"}
    refused = desk.post(page("add_material", plenary), wrong)
    assert refused.status_code == 422
    assert 'value="Slides &amp; &lt;notes&gt;"' in refused.content.decode()
    untitled = desk.post(page("add_material", plenary), {"material-url": "https://a.example/"})
    assert untitled.status_code == 422
    assert "Give it a title" in untitled.content.decode()
    desk.post(page("add_material", plenary), wrong | {"material-url": "https://a.example/s.pdf"})
    [made] = queries.materials_of(plenary)
    for address in (page("manage", plenary), page("detail", plenary)):
        text = desk.get(address).content.decode()
        assert "Slides &amp; &lt;notes&gt;" in text
        assert 'href="https://a.example/s.pdf"' in text
    answer = desk.post(page("remove_material", plenary, made.pk))
    assert answer.headers["Location"] == page("manage", plenary)
    assert not queries.materials_of(plenary)
    assert desk.post(page("remove_material", plenary, made.pk)).status_code == 404


def test_whether_the_record_is_public_is_said_where_the_session_is_planned(
    client: Client, ada: Person, plenary: Session, circle: Group
) -> None:
    build.programme()
    client.force_login(ada)
    text = client.get(page("manage", plenary)).content.decode()
    assert re.search(r'name="is_record_public"[^>]*checked', text)
    meeting = build.session(circle, title="Meeting", is_record_public=False)
    text = client.get(page("manage", meeting)).content.decode()
    assert re.search(r'name="is_record_public"', text)
    assert not re.search(r'name="is_record_public"[^>]*checked', text)
    hours = {"starts_at": "2011-11-14T10:00", "ends_at": "2011-11-14T11:00"}
    client.post(page("manage", plenary), {"title_en": "Plenary", **hours})
    plenary.refresh_from_db()
    assert not plenary.is_record_public


def test_a_session_that_has_just_ended_can_be_reopened_where_it_is_managed(
    desk: Client, plenary: Session, boris: Person
) -> None:
    assert page("reopen", plenary) not in desk.get(page("manage", plenary)).content.decode()
    life.end(actor=boris, session=plenary)
    assert page("reopen", plenary) in desk.get(page("manage", plenary)).content.decode()
    back = {"next": page("manage", plenary)}
    assert desk.post(page("reopen", plenary), back).headers["Location"] == page("manage", plenary)
    plenary.refresh_from_db()
    assert plenary.state == "live"
    assert "The session goes on." in desk.get(page("manage", plenary)).content.decode()


@pytest.mark.parametrize("who", ["dmitri", "eve"])
def test_for_who_does_not_moderate_there_is_no_such_page(
    client: Client, plenary: Session, boris: Person, request: pytest.FixtureRequest, who: str
) -> None:
    build.programme()
    made = materials.add(actor=boris, session=plenary, url="https://a.example/", title_en="Slides")
    client.force_login(request.getfixturevalue(who))
    assert client.get(page("plan", plenary)).status_code == 404
    sent: dict[str, Any] = typed({"title_en": "Mine", "minutes": "5"})
    for name, rest in (
        ("plan", []),
        ("stage", []),
        ("add_material", []),
        ("remove_material", [made.pk]),
    ):
        assert client.post(page(name, plenary, *rest), sent).status_code == 404, name
    assert (queries.items_of(plenary), queries.materials_of(plenary)) == ([], [made])


@pytest.mark.parametrize("name", ["manage", "plan"])
def test_the_pages_cost_the_same_for_one_item_and_for_three(
    desk: Client, plenary: Session, boris: Person, name: str
) -> None:
    costs = []
    for count in (1, 3):
        lines = [line(f"Item {number}") for number in range(count)]
        items.plan(actor=boris, session=plenary, lines=lines)
        while len(queries.materials_of(plenary)) < count:
            materials.add(actor=boris, session=plenary, url="https://a.example/", title_en="Slides")
        with CaptureQueriesContext(connection) as cost:
            assert desk.get(page(name, plenary)).status_code == 200
        costs.append(len(cost))
    assert costs[0] == costs[1]
