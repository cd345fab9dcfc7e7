"""The register as a table: CSV that opens in a spreadsheet, with contacts for none but who manages them."""

from collections.abc import Iterable

from kit import csvfile
from kit.bilingual import said
from records.deliveries.queries import Way

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


def register(ways: Iterable[Way], *, with_private: bool) -> bytes:
    """Return the register as CSV; words are codes, so that programs can read it in either language."""
    header = (*HEADER, *PRIVATE) if with_private else HEADER
    return csvfile.write(header, (_row(way, with_private=with_private) for way in ways))


def _row(way: Way, *, with_private: bool) -> list[object]:
    delivery, addressee = way.delivery, way.delivery.addressee
    public = [answer for answer in way.answers if answer.is_public]
    last = public[-1].reply if public else None
    row: list[object] = [
        f"R{way.recommendation.number}",
        way.title.value,
        delivery.language,
        delivery.version.number,
        delivery.version.digest,
        addressee.office_en,
        addressee.office_ru,
        addressee.post_en,
        addressee.post_ru,
        addressee.country.code or "",
        delivery.channel,
        delivery.delivered_on or "",
        delivery.due_on or "",
        way.standing.value,
        last.stance if last else "",
        (last.replied_on or "") if last else "",
        last.lang if last else "",
        last.text if last else "",
        "\n".join(answer.reply.commitment for answer in public if answer.reply.commitment),
        "\n".join(f"{note.on}: {said(note, 'text').value}" for note in way.notes),
    ]
    if with_private:
        row += [delivery.contact, delivery.proof_name] if way.may_manage else ["", ""]
    return row
