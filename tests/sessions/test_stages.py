"""The stage: a card, a link or a video of an allowed service, and what the page lets in for it."""

from typing import Any

import pytest
from django.test import Client

from accounts.deeds import AuditEntry
from accounts.models import Person
from conferences.models import Conference
from kit.refusals import Forbidden, NotHere, Refused
from live.testing import Replay, heard, say, verify_live, view
from sessions import sessions, stages
from sessions.models import Session, State
from tests import build

pytestmark = pytest.mark.django_db

VIDEO = "https://www.youtube-nocookie.com/embed/abc"


def code_of(**given: Any) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        stages.set_stage(**given)
    return refused.value.code, refused.value.field


def stage_of(session: Session) -> tuple[str, str]:
    return Session.objects.values_list("stage_kind", "stage_url").get(pk=session.pk)


def test_a_stage_is_set_told_and_recorded_once(
    plenary: Session, boris: Person, dmitri: Person
) -> None:
    for _twice in range(2):
        stages.set_stage(actor=boris, session=plenary, kind="embed", url=f" {VIDEO} ")
    assert stage_of(plenary) == ("embed", VIDEO)
    [told] = heard(dmitri, plenary.live_room)
    assert (told.name, told.data) == ("stage.changed", f'{{"kind":"embed","url":"{VIDEO}"}}')
    assert list(AuditEntry.objects.values_list("act", flat=True)) == ["stage.set"]


def test_a_card_keeps_no_address(plenary: Session, boris: Person) -> None:
    stages.set_stage(actor=boris, session=plenary, kind="link", url="https://meet.example/x")
    stages.set_stage(actor=boris, session=plenary, kind="card", url="https://meet.example/x")
    assert stage_of(plenary) == ("card", "")


@pytest.mark.parametrize(
    ("kind", "url", "code"),
    [
        ("link", "", "stage.no_address"),
        ("embed", " ", "stage.no_address"),
        ("link", "http://meet.example/x", "stage.address_not_https"),
        ("link", "javascript:alert(1)", "stage.address_not_https"),
        ("link", "https://[bad", "stage.address_not_https"),
        ("link", "https://meet.example/" + "x" * 500, "stage.address_too_long"),
        ("embed", "http://www.youtube-nocookie.com/embed/abc", "stage.address_not_https"),
        ("embed", "https://www.youtube.com/watch?v=abc", "stage.host_not_allowed"),
        ("embed", "https://www.youtube-nocookie.com.evil.example/", "stage.host_not_allowed"),
        ("embed", "https://www.youtube-nocookie.com@evil.example/", "stage.host_not_allowed"),
        ("embed", "https://evil.example/www.youtube-nocookie.com", "stage.host_not_allowed"),
        ("embed", "https://www.youtube-nocookie.com:8443/embed/a", "stage.host_not_allowed"),
    ],
)
def test_an_address_that_cannot_stand_there_is_refused_at_its_field(
    plenary: Session, boris: Person, kind: str, url: str, code: str
) -> None:
    assert code_of(actor=boris, session=plenary, kind=kind, url=url) == (code, "url")
    assert stage_of(plenary) == ("card", "")


def test_a_refused_service_is_told_which_are_allowed(
    plenary: Session, boris: Person, settings: Any
) -> None:
    settings.STAGE_EMBED_HOSTS = ["video.example", "film.example"]
    reply = say(boris, plenary.live_room, "stage.set", kind="embed", url=VIDEO)
    assert (reply.code, reply.field_name) == ("stage.host_not_allowed", "url")
    assert "video.example, film.example" in reply.text


def test_only_moderators_set_it(plenary: Session, dmitri: Person, eve: Person) -> None:
    with pytest.raises(Forbidden):
        stages.set_stage(actor=dmitri, session=plenary, kind="card")
    with pytest.raises(NotHere):
        stages.set_stage(actor=eve, session=plenary, kind="card")


def test_clients_hold_what_the_tables_say(
    replay: Replay, plenary: Session, boris: Person, dmitri: Person
) -> None:
    with verify_live(replay, plenary.live_room, [boris, dmitri]):
        assert say(boris, plenary.live_room, "stage.set", kind="embed", url=VIDEO).ok
    assert view(dmitri, plenary.live_room).slices["room"]["stage"] == {
        "kind": "embed",
        "url": VIDEO,
    }
    with verify_live(replay, plenary.live_room, [boris, dmitri]):
        assert say(boris, plenary.live_room, "stage.set", kind="card").ok


def test_a_link_that_is_planned_is_the_stage(forum: Conference, ada: Person) -> None:
    planned: dict[str, Any] = {
        "actor": ada,
        "host": forum,
        "starts_at": build.session(forum).starts_at,
        "ends_at": build.session(forum).ends_at,
        "texts": {"en": {"title": "Talk"}},
    }
    made = sessions.schedule(stage_url="https://meet.example/x", **planned)
    assert stage_of(made) == ("link", "https://meet.example/x")
    assert stage_of(sessions.schedule(**planned)) == ("card", "")
    with pytest.raises(Refused) as refused:
        sessions.schedule(stage_url="http://meet.example/x", **planned)
    assert (refused.value.code, refused.value.field) == ("stage.address_not_https", "stage_url")


# What the page lets in


def frames(client: Client, address: str) -> str:
    policy = client.get(address).headers["Content-Security-Policy"]
    [found] = [part for part in policy.split("; ") if part.startswith("frame-src")]
    return found


def test_the_room_lets_in_the_service_of_its_own_stage_and_no_other_page_does(
    client: Client, forum: Conference, plenary: Session, boris: Person
) -> None:
    build.programme()
    other = build.session(forum, title="Other", state=State.OPEN)
    build.role(boris, other)
    client.force_login(boris)
    stages.set_stage(actor=boris, session=plenary, kind="embed", url=VIDEO)
    found = {
        address: frames(client, f"/s/{session.pk}/{address}")
        for session, address in ((plenary, ""), (plenary, "log/"), (plenary, "manage/"))
    }
    assert found == {
        "": "frame-src 'self' https://www.youtube-nocookie.com",
        "log/": "frame-src 'self'",
        "manage/": "frame-src 'self'",
    }
    assert frames(client, f"/s/{other.pk}/") == "frame-src 'self'"


def test_a_refused_form_shows_the_room_with_the_same_frames(
    client: Client, plenary: Session, boris: Person
) -> None:
    build.programme()
    client.force_login(boris)
    stages.set_stage(actor=boris, session=plenary, kind="embed", url=VIDEO)
    answer = client.post(f"/s/{plenary.pk}/say/", {"name": "message.post", "text": ""})
    assert answer.status_code == 409
    assert "https://www.youtube-nocookie.com" in answer.headers["Content-Security-Policy"]


def test_a_service_that_is_no_longer_allowed_and_a_link_are_not_let_in(
    client: Client, plenary: Session, boris: Person, settings: Any
) -> None:
    build.programme()
    client.force_login(boris)
    stages.set_stage(actor=boris, session=plenary, kind="embed", url=VIDEO)
    settings.STAGE_EMBED_HOSTS = []
    assert frames(client, f"/s/{plenary.pk}/") == "frame-src 'self'"
    stages.set_stage(actor=boris, session=plenary, kind="link", url="https://meet.jit.si/x")
    assert frames(client, f"/s/{plenary.pk}/") == "frame-src 'self'"
