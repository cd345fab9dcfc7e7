"""What forms and requests say at the addresses of the programme, by the names that the tables call it."""

from typing import Any
from uuid import UUID, uuid4

from sessions import queries
from sessions.meetings.forms import HoursForm, MeetingForm, MoveForm
from tests.matrix.sheets import Sheet

Body = dict[str, Any]
Places = dict[str, UUID]


def every_body(places: Places, keys: dict[str, str]) -> dict[str, Body]:
    """Return all that is said, about the rows that stand at these places."""
    return {
        **_of_people(),
        **_of_imports(),
        **_of_conferences(places),
        **_of_plans(),
        **_of_marks(places, keys),
        **_of_rooms(places),
        **_of_talk(places),
        **_of_preparation(),
    }


def _of_people() -> dict[str, Body]:
    return {
        "profile": {"name": "Renamed", "language": "en", "zone": "UTC", "shown_as": "delegate"},
        "renamed": {"name": "Renamed"},
        "known_address": {"email": "gleb@people.example"},
        "code": {"code": "12345678"},
        "newcomer": {
            "email": "new@people.example",
            "name": "Newcomer",
            "country": "US",
            "language": "en",
            "zone": "UTC",
        },
        "stranger": {"email": "eve@people.example"},
        "demonstrator": {"email": "demonstrator@people.example"},
        "attending": {"organisation_name": "Roots", "attending": "hall", "is_listed": True},
    }


def _of_imports() -> dict[str, Body]:
    return {
        "upload": {"file": Sheet()},
        "choices": {
            "conference": "forum",
            **{f"column_{place}": name for place, name in enumerate(("title", "date", "start"))},
            "column_3": "minutes",
        },
        "layout": {"layout-heading": "1", "layout-encoding": "utf-8", "layout-separator": ","},
        "seen": {"seen": "0"},
    }


def _of_conferences(places: Places) -> dict[str, Body]:
    conference = {
        "title_en": "Renamed",
        "source_language": "en",
        "zone": "UTC",
        "starts_on": "2031-05-01",
        "ends_on": "2031-05-02",
    }
    return {
        "confirmed": {"decision": "confirm", "registration": str(places["registration"])},
        "reason": {"reason": "No seats left"},
        "conference": conference,
        "new_room": {"kind": "room", "room-name_en": "Blue hall"},
        "new_conference": {"slug": "next", **conference},
    }


def _of_plans() -> dict[str, Body]:
    hours = {"starts_at": "2031-05-01T10:00", "ends_at": "2031-05-01T11:00"}
    session = {"title_en": "Planned", "source_language": "en", **hours}
    wall = {"date": "2031-05-01", "time": "10:00", "minutes": "60", "zone": "UTC"}
    meeting = {"title_en": "Planned", "repeat": "once", **wall}
    return {
        "session": session,
        "meeting_plan": {"zone": "UTC", **session},
        "hours": {**meeting, "check": "1"},
        "new_meeting": {**_checked(MeetingForm, **meeting), "plan": "1"},
        "other_hours": {**_checked(MoveForm, **wall), "move": "1"},
    }


def _of_marks(places: Places, keys: dict[str, str]) -> dict[str, Body]:
    return {
        "dmitris_link": {"key": keys["dmitris_link"]},
        "star": {"star": str(places["plenary"])},
        "hidden_star": {"star": str(places["retreat"])},
        "release": {"name": "2.0", "source_language": "en"},
        "words": {"name": "1.0", "edition": 0, "text_en": "Halls", "source_language": "en"},
        "role": {"email": "gleb@people.example", "name": "participant"},
        "admission": {"email": "gleb@people.example", "role": "member"},
        "dmitris_membership": {"membership": str(places["dmitris"])},
        "boris_membership": {"membership": str(places["boris"])},
        "listed": {"is_listed": "on"},
        "russian": {"language": "ru"},
    }


def _of_rooms(places: Places) -> dict[str, Body]:
    return {
        "correction": {
            "email": "dmitri@people.example",
            "was_there": "yes",
            "starts_at": "2001-01-01T00:00",
            "ends_at": "2101-01-01T00:00",
            "reason": "The line of the hall was down",
        },
        "approval": {"name": "question.approve", "question": str(places["question"])},
        "removal": {"name": "person.remove", "person": str(places["delegate"])},
        "we_are_three": {"name": "screen.declare", "heads": "3", "names": "Anna\r\nVera"},
        "message_frame": _frame("message.post", text="Good morning"),
        "approval_frame": _frame("question.approve", question=str(places["question"])),
    }


def _of_talk(places: Places) -> dict[str, Body]:
    return {
        "message": {"name": "message.post", "text": "Good morning"},
        "reply": {
            "name": "message.post",
            "text": "Good morning",
            "reply": str(places["message"]),
            "next": f"/s/{places['plenary']}/chat/{places['message']}/",
        },
        "hiding": {"name": "message.hide", "message": str(places["message"])},
        "deletion": {"name": "message.delete", "message": str(places["message"])},
        "question": {"text": "By when?", "naming": "named"},
        "unnamed_question": {"text": "By when?", "naming": "unnamed"},
    }


def _of_preparation() -> dict[str, Body]:
    return {
        "agenda": {
            "do": "save",
            "seen": queries.mark_of([]),
            "count": "1",
            "items-0-title_en": "Welcome",
            "items-0-minutes": "10",
        },
        "stage": {"stage-kind": "link", "stage-url": "https://meet.example/plenary"},
        "link": {"material-title_en": "Paper", "material-url": "https://files.example/paper"},
        "as_a_delegate": {"shown_as": "delegate"},
    }


def _checked(form: type[HoursForm], **said: str) -> Body:
    """Return hours as they are sent once everyone's have been shown."""
    filled = form(said)
    filled.is_valid()
    return {**said, "checked": filled.mark}


def _frame(name: str, **data: str) -> Body:
    return {"id": str(uuid4()), "name": name, "data": data}
