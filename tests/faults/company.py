"""A crowd of clients as a test sees it: a process that takes orders and tells what it lives through."""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from tests.services.processes import wait_until
from tests.site import ROOT, Site

Line = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """A text that was acknowledged: its number, and when its author learned of it."""

    text: str
    seq: int
    acknowledged: float


class Company:
    """Starts the crowd's program with its people, gives it orders, keeps every line it prints."""

    def __init__(self, folder: Path, people: Sequence[dict[str, Any]]) -> None:
        self.people = people
        self.lines: list[Line] = []
        self._last: dict[str, Any] = {}
        self._plan = folder / f"crowd-{time.monotonic_ns()}.json"
        self._plan.write_text(json.dumps(people))

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.crowd", str(self._plan)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        return self

    def __exit__(self, *_failure: object) -> None:
        self._process.kill()
        self._process.wait(timeout=10)
        self._reader.join(timeout=10)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _read(self) -> None:
        for text in self._process.stdout or ():
            line = json.loads(text)
            self.lines.append(line)
            self._last.update(line)

    def order(self, word: str) -> int:
        """Give an order; returns how many lines had been told before it."""
        told = len(self.lines)
        if self._process.stdin is not None:
            self._process.stdin.write(word + "\n")
            self._process.stdin.flush()
        return told

    def all_inside(self, within: float = 30) -> None:
        """Wait until everybody has entered, once."""
        everyone = {who["email"] for who in self.people}
        self.until(lambda: everyone == self.told("entered"), "all are inside", within)

    def settle(self, within: float = 30) -> None:
        """Let nobody begin anything new, and wait until all is answered and heard by all."""
        since = self.order("hush")
        self.until(lambda: bool(self.told("settled", since)), "all is heard", within)

    def leave(self) -> list[Line]:
        """Let everybody go; returns what each of them recorded."""
        self.order("leave")
        self._process.wait(timeout=30)
        self._reader.join(timeout=10)
        self._all_well()
        return [line["record"] for line in self.lines if "record" in line]

    def told(self, what: str, since: int = 0) -> set[Any]:
        """Return every value told under a name, from a line on."""
        return {line[what] for line in self.lines[since:] if what in line}

    def latest(self, what: str) -> Any:
        """Return the last value told under a name; 0 when there was none yet."""
        return self._last.get(what, 0)

    def until(self, holds: Callable[[], bool], what: str, within: float) -> None:
        """Wait for a fact, and fail with what went wrong in the crowd rather than with a timeout."""

        def asked() -> bool:
            self._all_well()
            return holds()

        wait_until(asked, what, within=within)

    def _all_well(self) -> None:
        assert "failed" not in self._last, self.told("failed")


def seats(
    sites: Sequence[Site],
    session: str,
    tokens: dict[str, str],
    *,
    speakers: int,
    **manner: Any,
) -> list[dict[str, Any]]:
    """Return the people for a crowd: spread over the servers in turn, the first of them speak."""
    silent = {"comes_back": manner.get("comes_back", True)}
    return [
        {
            "email": email,
            "token": token,
            "site": sites[number % len(sites)].url,
            "door": f"/api/v1/sessions/{session}/ticket/",
            **(manner if number < speakers else silent),
        }
        for number, (email, token) in enumerate(tokens.items())
    ]


def live_session(site: Site, token: str) -> str:
    """Return the demonstration's session that is live."""
    found: str = site.ask("/api/v1/sessions/?state=live", token)["results"][0]["id"]
    return found


def acknowledged(records: Sequence[Line]) -> dict[str, Message]:
    """Return every text that its author saw acknowledged."""
    return {
        text: Message(text, seq, at)
        for record in records
        for text, (seq, at) in record["acknowledged"].items()
    }


def whole_log(site: Site, session: str, token: str) -> list[Line]:
    """Return the room's events from the first to the last, page by page, over HTTP."""
    events: list[Line] = []
    more, seen = True, 0
    while more:
        path = f"/api/v1/sessions/{session}/events/?seen=room:{seen}"
        page = site.ask(path, token)
        events += [event for event in page["events"] if event["stream"] == "room"]
        more, seen = page["more"], page["as_of"]["room"]
    return events


def kept(records: Sequence[Line], log: Sequence[Line]) -> None:
    """Assert that what was acknowledged is in the log, once, under its number, in one order."""
    said = acknowledged(records)
    posted = [event["data"]["text"] for event in log if event["name"] == "message.posted"]
    by_seq = {event["seq"]: event["data"].get("text", "") for event in log}
    assert said.keys() <= set(posted), "none lost"
    assert len(posted) == len(set(posted)), "none twice"
    assert [event["seq"] for event in log] == list(range(1, len(log) + 1)), "no hole"
    for message in said.values():
        assert by_seq[message.seq] == message.text
    for record in records:
        for seq, text, _when, _at in record["heard"]:
            assert by_seq[seq] == text, "all heard the same order"


def same_list(records: Sequence[Line], said: dict[str, Message]) -> None:
    """Assert that all heard the same list, all of what was acknowledged in it, each text once."""
    begun = max(record["began_at"] for record in records)
    lists = [[tuple(h[:2]) for h in r["heard"] if h[0] > begun] for r in records]
    shortest = min(lists, key=len)
    for heard in lists:
        # Who left a moment later may have heard of one more goodbye.
        assert heard[: len(shortest)] == shortest
    numbers = [seq for seq, _text in shortest]
    assert numbers == list(range(begun + 1, begun + 1 + len(numbers)))
    texts = [text for _seq, text in shortest if text]
    assert len(texts) == len(set(texts))
    assert said.keys() <= set(texts)


def lateness(records: Sequence[Line], said: dict[str, Message]) -> list[float]:
    """Return, for each message and each who heard it, the seconds since it was acknowledged."""
    return sorted(
        max(0.0, when - said[text].acknowledged)
        for record in records
        for _seq, text, when, _at in record["heard"]
        if text in said
    )
