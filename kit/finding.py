"""What can be found by searching: apps say what and by whom, one index above them keeps the words.

A source is ten lines in `<app>/finding.py`, which is read at start. The index holds words and never a
right: whether a reader may know of a row is asked of `visible_to` at each search.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from typing import Any, ClassVar, Generic, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.functional import Promise

from kit.bilingual import CODES, Bilingual
from kit.richtext import plain_text, render_markdown

M = TypeVar("M", bound=Model)
L = TypeVar("L", bound="Touched")
Touched = Callable[[str, Collection[UUID]], object]

_touched: list[Touched] = []


@dataclass(frozen=True, slots=True)
class Words:
    """What is searched and shown of a row: language -> plain text, never HTML."""

    title: Mapping[str, str]
    body: Mapping[str, str] = field(default_factory=dict)


class Source(ABC, Generic[M]):
    """A kind of thing that can be found; its rows have a UUID as their key."""

    name: ClassVar[str]
    # What a list of several is called.
    label: ClassVar[str | Promise]
    # The place of its list among the others.
    order: ClassVar[int] = 50

    @abstractmethod
    def rows(self) -> QuerySet[M]:
        """Return all that anybody can find, with what `words` reads fetched along."""

    @abstractmethod
    def visible_to(self, reader: Any) -> QuerySet[M]:
        """Return what this reader, a person or nobody, may know of; asked at each search."""

    @abstractmethod
    def words(self, row: M) -> Words:
        """Return what is searched and shown of a row."""

    @abstractmethod
    def address(self, row: M) -> str:
        """Return where a row that `visible_to` returned is read."""

    def at(self, row: M) -> datetime | None:
        """Return the instant by which the newest comes first, where there is one."""
        return None

    def place(self, row: M) -> str:
        """Return in a few words where a row belongs; the reader may see that too."""
        return ""

    def changed_since(self, instant: datetime) -> QuerySet[M] | None:
        """Return which of all rows, hidden ones too, may have changed; None: compare them all."""
        return None


_sources: dict[str, Source[Any]] = {}


def register(source: Source[Any]) -> None:
    """Let rows of a kind be found; a name is given once."""
    if source.name in _sources:
        msg = f"{source.name} is registered twice"
        raise ValueError(msg)
    _sources[source.name] = source


def sources() -> list[Source[Any]]:
    """Return all sources in the order of their lists."""
    return sorted(_sources.values(), key=lambda each: (each.order, each.name))


def named(name: str) -> Source[Any] | None:
    """Return a source by its name."""
    return _sources.get(name)


def touch(name: str, *subjects: UUID) -> None:
    """Say inside a verb that rows have changed: the index follows in the same transaction.

    Who says nothing is found out within seconds by `changed_since`.
    """
    for listener in _touched:
        listener(name, subjects)


def on_touch(listener: L) -> L:
    """Register who keeps the index."""
    _touched.append(listener)
    return listener


def both(row: Bilingual, title: str, *body: str) -> Words:
    """Return the words of a two-language row by the names of its fields; bodies are Markdown."""
    return Words(
        title={code: str(getattr(row, f"{title}_{code}")) for code in CODES},
        body={
            code: " ".join(plain(render_markdown(getattr(row, f"{name}_{code}"))) for name in body)
            for code in CODES
        },
    )


def plain(html: str) -> str:
    """Return the words of an HTML text as people read them, paragraphs apart."""
    return unescape(plain_text(html.replace("<", " <")))
