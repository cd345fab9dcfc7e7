"""R40 of the circle, delivered: with a proof, a reply that waits, a note and a link; and one by mistake."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from uuid import UUID

from accounts.models import Person
from groups.models import Group
from live import clock
from records.deliveries import links, progress, proofs, replies
from records.deliveries.replies import Said
from tests.granting import blank_pdf
from tests.records.adopted import adopted, delivered


class _Scan(BytesIO):
    """A proof that can be sent as often as one likes."""

    name = "scan.pdf"
    content = blank_pdf()

    def read(self, _size: int | None = -1, /) -> bytes:
        return self.content


def handed_over(circle: Group, boris: Person) -> tuple[dict[str, Any], str]:
    """Return the rows, and the secret of the link by which the addressee answers."""
    version = adopted(circle, number=40)
    row = delivered(version, boris)
    proofs.prove(actor=boris, delivery=row, name=_Scan.name, content=_Scan.content)
    note = progress.note(actor=boris, delivery=row, on=clock.now().date(), text_en="Read")
    secret = links.make(actor=boris, delivery=row).secret
    made = {
        "version": version,
        "delivery": row,
        "mistaken": delivered(version, boris),
        "note": note,
        "reply": replies.answer(secret=secret, said=Said("noted", "Noted.")),
    }
    return made, secret


def delivery_bodies(places: Mapping[str, UUID]) -> dict[str, dict[str, Any]]:
    """Return what forms about deliveries say, and what an addressee answers."""
    today = str(clock.now().date())
    facts = {"office_en": "Committee", "channel": "handed", "delivered_on": today}
    own = {"reply": str(places["reply"])}
    return {
        "delivery": {"version": str(places["version"]), "language": "en", **facts},
        "other_facts": {"do": "amend", "seen": "1", **facts},
        "proof": {"do": "prove", "proof": _Scan()},
        "no_proof": {"do": "unprove"},
        "reply_link": {"do": "link"},
        "no_reply_link": {"do": "unlink"},
        "entered_reply": {
            "do": "enter",
            "reply-stance": "accepted",
            "reply-lang": "en",
            "reply-replied_on": today,
        },
        "reply_published": {"do": "publish", **own},
        "keeping_back": {"do": "keep_back", "reason": "Not from them", **own},
        "progress": {"do": "note", "note-on": today, "note-text_en": "A draft"},
        "no_progress": {"do": "unnote", "note": str(places["note"])},
        "not_delivered": {"do": "withdraw", "withdraw-reason": "Mistake"},
        "reply_by_link": {"stance": "accepted", "lang": "en"},
    }
