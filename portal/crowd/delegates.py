"""What simulated people do: talk, ask, support, drop and come back; one of them lets questions through."""

import asyncio
import json
import random
import time
import urllib.request
from collections import Counter, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from live.client import Line
from portal.crowd.people import Simulated

# The mean time between two deeds of one person, and how long a lost line stays lost.
EVERY_SECONDS = 45.0
AWAY_SECONDS = (3.0, 25.0)
COME_BACK_AFTER = 2.0
TICKET_PATIENCE = 10.0
# The simulated moderator is slow on purpose: whoever practises has the first go.
PATIENCE_SECONDS = 60.0
LOOK_SECONDS = 5.0
_REMEMBERED = 30
_SETTLED = {
    f"question.{fact}" for fact in ("approved", "dismissed", "withdrawn", "merged", "answered")
}
_REACTIONS = ("agree", "applause", "heart", "laugh", "wonder")


@dataclass(frozen=True, slots=True)
class Play:
    """What all of them share: where they are, how lively (1: a deed every 45 s), and what was done."""

    site: str
    session: UUID
    pace: float
    done: Counter[str] = field(default_factory=Counter)


class Known:
    """As much of the room as somebody needs who wants to answer, react, support or moderate."""

    def __init__(self) -> None:
        self.messages: deque[str] = deque(maxlen=_REMEMBERED)
        self.open: dict[str, float] = {}
        self.waiting: dict[str, float] = {}

    def begin(self, snapshot: dict[str, Any]) -> None:
        """Take the state that an entry begins with."""
        now = time.monotonic()
        room = snapshot["room"]
        self.messages.extend(row["id"] for row in room["messages"] if row["state"] == "shown")
        self.open = {row["id"]: now for row in room["questions"] if row["state"] == "open"}
        waiting = snapshot.get("staff", {}).get("questions", [])
        self.waiting = {row["id"]: now for row in waiting}

    def hear(self, event: dict[str, Any]) -> None:
        """Follow one event."""
        name, data = event["name"], event["data"]
        if name == "message.posted":
            self.messages.append(data["message"])
        elif name == "question.asked":
            self.open[data["question"]] = time.monotonic()
        elif name == "question.submitted":
            self.waiting[data["question"]] = time.monotonic()
        elif name in _SETTLED:
            self.waiting.pop(data["question"], None)
            self.open.pop(data["question"], None)


class Delegate:
    """One simulated person, for as long as the crowd stays."""

    def __init__(self, who: Simulated, play: Play, seed: float) -> None:
        self.who, self.done, self.pace = who, play.done, play.pace
        self.chance = random.Random(seed)  # noqa: S311 - for play, not for secrets
        self.known = Known()
        self.supported: set[str] = set()
        self.goes_on = True
        self.line = Line(
            partial(_ticket, play, who.token), began=self.known.begin, heard=self._hear
        )

    async def live(self) -> None:
        """Come, act, and come back after every loss, until told to leave."""
        acting = asyncio.create_task(self._moderate() if self.who.moderates else self._act())
        try:
            while self.goes_on:
                try:
                    await self.line.visit()
                except (OSError, TimeoutError):
                    self.done["unanswered"] += 1
                if self.goes_on:
                    away = self.chance.uniform(*AWAY_SECONDS) / self.pace
                    await asyncio.sleep(max(COME_BACK_AFTER / self.pace, away))
                    self.done["came back"] += 1
        finally:
            acting.cancel()

    async def leave(self) -> None:
        """Say goodbye."""
        self.goes_on = False
        await self.line.leave()

    def _hear(self, event: dict[str, Any]) -> None:
        self.done["heard"] += 1
        self.known.hear(event)

    async def _act(self) -> None:
        deeds: dict[Callable[[], Awaitable[None]], int] = {
            self._remark: 48,
            self._reply: 12,
            self._react: 14,
            self._support: 16,
            self._ask: 6,
            self._lose_the_line: 4,
        }
        while True:
            await asyncio.sleep(self.chance.expovariate(self.pace / EVERY_SECONDS))
            if self.line.is_inside:
                (deed,) = self.chance.choices(list(deeds), list(deeds.values()))
                await deed()

    async def _remark(self) -> None:
        text = self.chance.choice(self.who.phrases.remarks)
        await self._say("said", "message.post", {"text": text})

    async def _reply(self) -> None:
        if self.known.messages:
            to = self.chance.choice(self.known.messages)
            text = self.chance.choice(self.who.phrases.replies)
            await self._say("said", "message.post", {"text": text, "reply": to})

    async def _react(self) -> None:
        if self.known.messages:
            to = self.chance.choice(self.known.messages)
            data = {"message": to, "reaction": self.chance.choice(_REACTIONS)}
            await self._say("reacted", "message.react", data)

    async def _support(self) -> None:
        new = [each for each in self.known.open if each not in self.supported]
        if new:
            question = self.chance.choice(new)
            self.supported.add(question)
            await self._say("supported", "question.upvote", {"question": question})

    async def _ask(self) -> None:
        text = self.chance.choice(self.who.phrases.questions)
        asked = await self._say("asked", "question.ask", {"text": text})
        if asked["ok"]:
            # One's own has one's support anyway.
            self.supported.add(asked["data"]["id"])

    async def _lose_the_line(self) -> None:
        self.done["dropped"] += 1
        self.line.drop()

    async def _moderate(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS / self.pace)
            before = time.monotonic() - PATIENCE_SECONDS / self.pace
            for question, since in list(self.known.waiting.items()):
                if since < before:
                    await self._say("approved", "question.approve", {"question": question})
            oldest = next(iter(self.known.open.items()), None)
            if oldest is not None and oldest[1] < before - PATIENCE_SECONDS / self.pace:
                data = {"question": oldest[0], "text": self.who.phrases.answer}
                await self._say("answered", "question.answer", data)

    async def _say(self, deed: str, name: str, data: dict[str, Any]) -> dict[str, Any]:
        reply = await self.line.say(name, data)
        if reply["ok"]:
            self.done[deed] += 1
            return reply
        self.done[f"refused: {reply['code']}"] += 1
        # A session that is over, or a question that somebody else has settled, is no fault.
        await asyncio.sleep(float(reply.get("retry_in") or 0.0))
        return reply


def _ticket(play: Play, token: str) -> dict[str, str]:
    request = urllib.request.Request(  # noqa: S310 - the site's address, given by who runs this
        f"{play.site}/api/v1/sessions/{play.session}/ticket/",
        data=b"{}",
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=TICKET_PATIENCE) as answer:  # noqa: S310 - as above
        ticket: dict[str, str] = json.load(answer)
    return ticket
