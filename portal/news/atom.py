"""Atom feeds as RFC 4287 has them: an id that stays, `updated` that moves with real changes only."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from live.clock import wire

MEDIA_TYPE = "application/atom+xml"
# What XML 1.0 can't carry (its production 2).
_UNCARRIED = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry in one language; `html` is safe HTML."""

    id: str
    title: str
    lang: str
    url: str
    updated: datetime
    published: datetime
    author: str
    html: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed in one language; `url` is its own address, `page` the page that it follows."""

    id: str
    title: str
    lang: str
    url: str
    page: str
    author: str
    updated: datetime
    entries: tuple[Entry, ...]


def as_xml(feed: Feed, site: str) -> bytes:
    """Return the feed as an XML document; the same news give the same bytes."""
    parts = (
        '<?xml version="1.0" encoding="UTF-8"?>\n',
        '<feed xmlns="http://www.w3.org/2005/Atom"',
        _attribute("xml:lang", feed.lang),
        _attribute("xml:base", f"{site}/"),
        ">\n",
        _element("id", feed.id),
        _element("title", feed.title),
        _element("updated", wire(feed.updated)),
        _link("self", feed.url, MEDIA_TYPE),
        _link("alternate", feed.page, "text/html"),
        _author(feed.author),
        *_entries(feed.entries),
        "</feed>\n",
    )
    return "".join(parts).encode()


def _entries(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        yield f"  <entry{_attribute('xml:lang', entry.lang)}>\n"
        yield _element("id", entry.id)
        yield _element("title", entry.title)
        yield _element("updated", wire(entry.updated))
        yield _element("published", wire(entry.published))
        yield _link("alternate", entry.url, "text/html")
        yield _author(entry.author)
        if entry.category:
            yield f"  <category{_attribute('term', entry.category)}/>\n"
        yield f'  <content type="html">{escape(_clean(entry.html))}</content>\n'
        yield "  </entry>\n"


def _element(name: str, text: str) -> str:
    return f"  <{name}>{escape(_clean(text))}</{name}>\n"


def _link(rel: str, url: str, kind: str) -> str:
    return f'  <link rel="{rel}"{_attribute("href", url)} type="{kind}"/>\n'


def _author(name: str) -> str:
    return f"  <author><name>{escape(_clean(name))}</name></author>\n"


def _attribute(name: str, value: str) -> str:
    return f" {name}={quoteattr(_clean(value))}"


def _clean(text: str) -> str:
    return _UNCARRIED.sub("", text)
