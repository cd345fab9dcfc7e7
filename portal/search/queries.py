"""What a reader finds: each source is asked whether they may know of a row, before anything is counted.

So neither a title nor an excerpt nor a number tells of what they may not see. What is shown is the row
as it is now, not as the index has it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kit import finding
from kit.bilingual import CODES, other
from kit.finding import Source
from portal.search import matching, words
from portal.search.models import Entry
from portal.search.words import Question

# Of each kind on the first page, and on a page of one kind.
FEW, PAGE = 4, 20
# Nobody turns further, and counting further would cost more than it tells.
MOST_PAGES = 50


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found; title and excerpt are HTML with the words marked, each in its language."""

    source: str
    subject: UUID
    title: SafeString
    title_lang: str
    excerpt: SafeString
    excerpt_lang: str
    url: str
    place: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Kind:
    """What was found of one kind: how many there are, and some of them."""

    name: str
    label: str | Promise
    count: int
    hits: list[Hit]

    @property
    def has_more(self) -> bool:
        """Say whether not all of them are shown."""
        return self.count > len(self.hits)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search has found, by kinds; of one kind alone with the page that was asked for."""

    kinds: list[Kind]
    page: int = 1
    pages: int = 1

    @property
    def count(self) -> int:
        """Return how many things were found."""
        return sum(kind.count for kind in self.kinds)

    @property
    def previous(self) -> int:
        """Return the number of the page before."""
        return self.page - 1

    @property
    def next(self) -> int:
        """Return the number of the page after."""
        return self.page + 1


def search(reader: Any, asked: Question, *, kind: str = "", page: int = 1) -> Found:
    """Return what a reader finds; of all kinds the first few, of one kind a page."""
    sources = [each for each in finding.sources() if kind in {"", each.name}]
    if not asked or not sources:
        return Found([])
    with matching.patiently():
        counts = _counts(reader, asked, sources)
        if kind:
            return _of_kind(reader, asked, sources[0], counts.get(kind, 0), page)
        kinds = [
            Kind(each.name, each.label, counts[each.name], _hits(reader, asked, each, 0, FEW))
            for each in sources
            if counts.get(each.name)
        ]
    return Found(kinds)


def _of_kind(reader: Any, asked: Question, source: Source[Any], count: int, page: int) -> Found:
    pages = min(max(1, -(-count // PAGE)), MOST_PAGES)
    page = min(max(1, page), pages)
    hits = _hits(reader, asked, source, (page - 1) * PAGE, page * PAGE) if count else []
    kinds = [Kind(source.name, source.label, count, hits)] if count else []
    return Found(kinds, page, pages)


def _matching(asked: Question) -> QuerySet[Entry]:
    return Entry.objects.filter(matching.matches(asked))


def _seen(reader: Any, source: Source[Any]) -> Q:
    """Return the condition that an entry is of a source and its row one that the reader may know of."""
    visible = source.visible_to(reader).order_by().values("pk")
    return Q(source=source.name, subject__in=visible)


def _counts(reader: Any, asked: Question, sources: Sequence[Source[Any]]) -> dict[str, int]:
    """Return how many of each kind there are, in one query."""
    seen = Q(pk__in=())
    for source in sources:
        seen |= _seen(reader, source)
    rows = _matching(asked).filter(seen).values("source").order_by("source")
    return dict(rows.annotate(count=Count("pk")).values_list("source", "count"))


def _hits(reader: Any, asked: Question, source: Source[Any], first: int, last: int) -> list[Hit]:
    """Return some of what was found: with all words in the title first, then the newest."""
    rows = _matching(asked).filter(_seen(reader, source))
    rows = rows.annotate(is_titled=matching.in_title(asked))
    ordered = rows.order_by("-is_titled", F("at").desc(nulls_last=True), "pk")
    keys = list(ordered.values_list("subject", flat=True)[first:last])
    # Asked once more, with what the rows show fetched along.
    found = {row.pk: row for row in source.visible_to(reader).filter(pk__in=keys)}
    return [_hit(source, found[key], asked) for key in keys if key in found]


def _hit(source: Source[Any], row: Any, asked: Question) -> Hit:
    said = source.words(row)
    languages = _languages(get_language() or CODES[0])
    title_lang = _in_which(said.title, asked, languages)
    body_lang = _in_which(said.body, asked, languages)
    return Hit(
        source=source.name,
        subject=row.pk,
        title=words.marked(said.title.get(title_lang, ""), asked),
        title_lang=title_lang,
        excerpt=words.excerpt(said.body.get(body_lang, ""), asked),
        excerpt_lang=body_lang,
        url=source.address(row),
        place=source.place(row),
        at=source.at(row),
    )


def _languages(reader: str) -> tuple[str, str]:
    own = reader[:2] if reader[:2] in CODES else CODES[0]
    return own, other(own)


def _in_which(texts: Any, asked: Question, languages: Iterable[str]) -> str:
    """Return the language in which something was found, the reader's first; else one that has a text."""
    there = [code for code in languages if texts.get(code)]
    found = (code for code in there if words.holds(texts[code], asked))
    return next(found, next(iter(there), next(iter(languages))))
