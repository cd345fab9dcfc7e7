"""The register as a table: CSV that opens in a spreadsheet, with contacts for none but who manages them.

It is as long as the register, so its rows are read as they are in the tables, all at once and in a
handful of queries, and made into cells only while they go out.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.utils.translation import get_language

from kit import csvfile
from kit.bilingual import other
from records.deliveries import queries
from records.deliveries.models import Progress, Reply
from records.deliveries.queries import Reader

HEADER = (
    "recommendation",
    "title",
    "language",
    "version",
    "digest",
    "office_en",
    "office_ru",
    "post_en",
    "post_ru",
    "country",
    "channel",
    "delivered_on",
    "reply_due",
    "state",
    "answer",
    "replied_on",
    "reply_language",
    "reply",
    "commitment",
    "progress",
)
# For whoever manages any of the deliveries; of the others the cells are empty.
PRIVATE = ("contact", "proof")


class _Delivered(NamedTuple):
    """What the table needs of a delivery."""

    pk: UUID
    number: int
    group: UUID | None
    title_en: str
    title_ru: str
    language: str
    version: int
    digest: str
    office_en: str
    office_ru: str
    post_en: str
    post_ru: str
    country: str
    channel: str
    delivered_on: date | None
    due_on: date | None
    contact: str
    proof_name: str
    withdrawn_at: datetime | None


_OF_DELIVERIES = (
    "pk",
    "version__recommendation__number",
    "version__recommendation__group_id",
    "version__title_en",
    "version__title_ru",
    "language",
    "version__number",
    "version__digest",
    "addressee__office_en",
    "addressee__office_ru",
    "addressee__post_en",
    "addressee__post_ru",
    "addressee__country",
    "channel",
    "delivered_on",
    "due_on",
    "contact",
    "proof_name",
    "withdrawn_at",
)


class _Replied(NamedTuple):
    """What the table needs of a reply; `is_public` is None while nobody has looked at it."""

    stance: str
    text: str
    commitment: str
    lang: str
    replied_on: date | None
    is_public: bool | None


_OF_REPLIES = ("stance", "text", "commitment", "lang", "replied_on", "verdict__is_public")


def register(reader: Reader, *, with_private: bool) -> Iterator[bytes]:
    """Return the register as CSV, piece by piece; words are codes, so that programs can read it in either language.

    All that it says has been read when this returns.
    """
    header = (*HEADER, *PRIVATE) if with_private else HEADER
    rows = [_Delivered._make(row) for row in queries.ordered(reader).values_list(*_OF_DELIVERIES)]
    replies, notes, is_own = _replies(), _notes(), queries.ownership(reader)
    cells = (
        _row(row, replies.get(row.pk, ()), notes.get(row.pk, ()))
        + (_private(row, is_own) if with_private else [])
        for row in rows
    )
    return csvfile.pieces(header, cells)


def _replies() -> Mapping[UUID, Sequence[_Replied]]:
    found: dict[UUID, list[_Replied]] = defaultdict(list)
    rows = Reply.objects.order_by("replied_on", "came_at", "pk")
    for delivery, *row in rows.values_list("delivery_id", *_OF_REPLIES):
        found[delivery].append(_Replied._make(row))
    return found


def _notes() -> Mapping[UUID, Sequence[str]]:
    """Return what happened on which day, in the reader's language where there is one."""
    wanted = (get_language() or "en")[:2]
    wanted = wanted if wanted in {"en", "ru"} else "en"
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = Progress.objects.filter(withdrawn_at=None)
    texts = (f"text_{wanted}", f"text_{other(wanted)}")
    for delivery, on, text, spare in rows.values_list("delivery_id", "on", *texts):
        found[delivery].append(f"{on}: {text or spare}")
    return found


def _row(row: _Delivered, replies: Sequence[_Replied], notes: Sequence[str]) -> list[object]:
    public = [each for each in replies if each.is_public]
    standing = queries.standing_of(
        (each.stance for each in public),
        row.due_on,
        is_withdrawn=row.withdrawn_at is not None,
        is_waiting=any(each.is_public is None for each in replies),
    )
    last = public[-1] if public else _Replied("", "", "", "", None, is_public=None)
    return [
        f"R{row.number}",
        row.title_ru if row.language == "ru" else row.title_en,
        row.language,
        row.version,
        row.digest,
        row.office_en,
        row.office_ru,
        row.post_en,
        row.post_ru,
        row.country,
        row.channel,
        row.delivered_on or "",
        row.due_on or "",
        standing.value,
        last.stance,
        last.replied_on or "",
        last.lang,
        last.text,
        "\n".join(each.commitment for each in public if each.commitment),
        "\n".join(notes),
    ]


def _private(row: _Delivered, is_own: Callable[[UUID | None], bool]) -> list[object]:
    return [row.contact, row.proof_name] if is_own(row.group) else ["", ""]
