"""A group of two zones and two languages, a clock that stands still, and a postman who comes when told."""

import email
from collections.abc import Callable
from datetime import datetime
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest
import vobject  # type: ignore[import-untyped] # published without types
from django.core import mail
from django.test import Client

from accounts import letters
from accounts.models import Person
from groups.models import Group
from live import clock
from sessions.meetings import plans
from sessions.meetings.letters import write_due
from sessions.models import Session
from tests import build
from tests.hours import Hour, stopped

# A Wednesday, the third of its month.
START = datetime.fromisoformat("2027-02-17T16:00+03:00")


@pytest.fixture
def hour(monkeypatch: pytest.MonkeyPatch) -> Hour:
    """The clock, a month before the first meeting."""
    hour = stopped(monkeypatch)
    hour.instant = clock.whole_ms(datetime.fromisoformat("2027-01-15T09:00+00:00"))
    return hour


@pytest.fixture
def members(circle: Group, clara: Person) -> Group:
    """Boris of Moscow, Clara of Washington, and Dmitri, who has set no zone."""
    build.programme()
    build.member(clara, circle)
    return circle


class Post:
    """What is delivered once all plans have been left alone for a minute."""

    def __init__(self, hour: Hour) -> None:
        self._hour = hour

    def delivered(self) -> dict[str, list["Mail"]]:
        """Let a minute pass, send what is due, and return the mails by the name of who got them."""
        self._hour.shift(61)
        return self.sent()

    def sent(self) -> dict[str, list["Mail"]]:
        """Send what is due now, and return it by the name of who got it."""
        mail.outbox.clear()
        write_due()
        letters.deliver_due(most=1000)
        found: dict[str, list[Mail]] = {}
        for message in mail.outbox:
            read = email.message_from_bytes(message.message().as_bytes(), policy=policy.default)
            assert isinstance(read, EmailMessage)
            found.setdefault(message.to[0].partition("@")[0], []).append(Mail(read))
        return found


class Mail:
    """A mail as its reader's programs take it."""

    def __init__(self, message: EmailMessage) -> None:
        self.subject = str(message["Subject"]).strip()
        parts = list(message.iter_parts()) if message.is_multipart() else [message]
        self.text = str(parts[0].get_content())
        self.method = str(parts[1]["Content-Type"].params["method"]) if len(parts) > 1 else ""
        self.ics = str(parts[1].get_content()) if len(parts) > 1 else ""

    @property
    def events(self) -> list[Any]:
        """Return the entries of its calendar part."""
        return list(vobject.readOne(self.ics).vevent_list)

    @property
    def links(self) -> list[str]:
        """Return the personal ways in, as paths."""
        words = self.text.split()
        return [word.removeprefix("http://localhost:8000") for word in words if "/join/" in word]


@pytest.fixture
def post(hour: Hour) -> Post:
    return Post(hour)


@pytest.fixture
def plan(members: Group, boris: Person, hour: Hour) -> Callable[..., Session]:
    """Plan a meeting as Boris."""

    def made(**facts: Any) -> Session:
        said: dict[str, Any] = {
            "actor": boris,
            "group": members,
            "texts": {
                "en": {"title": "Budget", "abstract": ""},
                "ru": {"title": "Бюджет", "abstract": ""},
            },
            "source_language": "en",
            "starts_at": START,
            "minutes": 60,
            "zone": "Europe/Moscow",
        }
        return plans.plan(**(said | facts))

    return made


@pytest.fixture
def chair(client: Client, boris: Person, members: Group, hour: Hour) -> Client:
    client.force_login(boris)
    client.cookies["django_language"] = "en"
    return client
