"""Links of a session as schedules carry them: read within bounds, kept as materials, told as texts.

A link is one text: its address, a blank, its title. Where a file has none for it, the address is the
title. What stands among the attachments of a schedule.xml is a link too: nothing is fetched from anywhere.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from kit.bilingual import Text, said
from kit.names import clean_name
from sessions.materials import MOST
from sessions.models import Material, Session
from sessions.schedules.gathering import Gathered, Place

MAX_ADDRESS = 500
MAX_TITLE = 200

_address = URLValidator(schemes=["https", "http"])
# Materials stand in the order in which they came.
_APART = timedelta(milliseconds=1)


def read(gathered: Gathered, said: Iterable[tuple[Place, str, str]]) -> tuple[str, ...]:
    """Return what a file links an event to, each address once: where, its title, its address."""
    found: dict[str, str] = {}
    for place, title, address in said:
        url = address.strip()
        if not _may_be_kept(url):
            what = _("a link that is no address on the web (https:// or http://)")
            gathered.skip_once(place, "links", "link", what)
        elif len(found) >= MOST:
            what = _("links beyond the first %(most)d of an event") % {"most": MOST}
            gathered.skip_once(place, "links", "most", what)
        else:
            found.setdefault(url, clean_name(title, MAX_TITLE) or url[:MAX_TITLE])
    return tuple(f"{url} {title}" for url, title in found.items())


def here(materials: Iterable[Material]) -> dict[UUID, list[str]]:
    """Return the public links of each session, in their order, as a schedule says them."""
    found: dict[UUID, list[str]] = {}
    for row in sorted(materials, key=lambda row: (row.added_at, row.pk)):
        found.setdefault(row.session_id, []).append(f"{row.url} {title_of(row).value}")
    return found


def title_of(row: Material, language: str = "") -> Text:
    """Return a link's title, in its own language unless another is asked for."""
    return said(row, "title", language or row.source_language)


def public_of(sessions: Iterable[UUID]) -> list[Material]:
    """Return the links that schedules brought into these sessions."""
    return list(Material.objects.filter(session__in=list(sessions), is_public=True))


def made(session: Session, links: Sequence[str], now: datetime) -> list[Material]:
    """Return a schedule's links as materials of a session, to be saved; in the session's language."""
    rows = []
    for place, link in enumerate(links):
        url, _blank, title = link.partition(" ")
        row = Material(session=session, url=url, is_public=True, added_at=now + place * _APART)
        row.source_language = session.source_language
        setattr(row, f"title_{row.source_language}", title)
        rows.append(row)
    return rows


def replace(session: Session, links: Sequence[str], now: datetime) -> None:
    """Let a session have these public links and no others; a row that stays is the same row."""
    rows = {
        f"{row.url} {title_of(row).value}": row
        for row in Material.objects.filter(session=session, is_public=True)
    }
    Material.objects.filter(
        pk__in=[row.pk for text, row in rows.items() if text not in links]
    ).delete()
    fresh = made(session, links, now)
    for link, row in zip(links, fresh, strict=True):
        if link in rows:
            rows[link].added_at = row.added_at
    Material.objects.bulk_update([row for text, row in rows.items() if text in links], ["added_at"])
    new = [row for link, row in zip(links, fresh, strict=True) if link not in rows]
    Material.objects.bulk_create(new)


def _may_be_kept(url: str) -> bool:
    if not url.isprintable() or len(url) > MAX_ADDRESS:
        return False
    try:
        _address(url)
    except ValidationError:
        return False
    return True
