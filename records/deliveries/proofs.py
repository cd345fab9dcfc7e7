"""Proofs of delivery: a stamped letter, a receipt; for who manages the delivery, and for nobody else."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from kit.names import clean_name
from kit.refusals import Refused
from live.hub import verb
from records.deliveries.deliveries import locked, manageable
from records.deliveries.models import Delivery

MAX_BYTES = 10 * 2**20
# What a file begins with says what it is; its name and what the browser calls it say nothing.
KINDS = {
    "pdf": (b"%PDF-", "application/pdf"),
    "png": (b"\x89PNG\r\n\x1a\n", "image/png"),
    "jpg": (b"\xff\xd8\xff", "image/jpeg"),
}


def kind_of(content: bytes) -> str:
    """Return what a file is, or nothing where it is none of what is taken."""
    return next((kind for kind, (head, _mime) in KINDS.items() if content.startswith(head)), "")


def mime_of(kind: str) -> str:
    """Return what a browser is told that a proof is."""
    return KINDS[kind][1] if kind in KINDS else "application/octet-stream"


def prove(*, actor: Person, delivery: Delivery, name: str, content: bytes) -> None:
    """Keep a proof in place of the one before.

    The file is stored before the transaction: nobody's message waits for it to be written.
    """
    manageable(actor, delivery)
    if not content:
        raise Refused("proof.empty", _("The file is empty."), field="proof")
    if len(content) > MAX_BYTES:
        text = _("The file is larger than 10 MiB. Save the scan at a lower resolution.")
        raise Refused("proof.too_large", text, field="proof")
    kind = kind_of(content)
    if not kind:
        text = _("This is no PDF, PNG or JPEG. Save it as one of these.")
        raise Refused("proof.kind", text, field="proof")
    row = Delivery(pk=delivery.pk)
    # Under a name of ours: what the file is called elsewhere says nothing here.
    row.proof.save(f"{delivery.pk}.{kind}", ContentFile(content), save=False)
    stored = row.proof
    try:
        _keep(actor=actor, delivery=delivery, stored=str(stored.name), kind=kind, name=name)
    except BaseException:
        stored.delete(save=False)
        raise


@verb
def _keep(*, actor: Person, delivery: Delivery, stored: str, kind: str, name: str) -> None:
    row = locked(actor, delivery)
    former = row.proof.name
    row.proof = stored
    row.proof_kind = kind
    row.proof_name = clean_name(name, 200) or f"proof.{kind}"
    row.save(update_fields=["proof", "proof_kind", "proof_name"])
    audit.record(actor=actor, act="delivery.prove", subject=row.pk)
    _forget(row, former)


@verb
def remove(*, actor: Person, delivery: Delivery) -> None:
    """Remove the proof, and its file with it."""
    row = locked(actor, delivery)
    former = row.proof.name
    if not former:
        return
    row.proof = row.proof_kind = row.proof_name = ""
    row.save(update_fields=["proof", "proof_kind", "proof_name"])
    audit.record(actor=actor, act="delivery.unprove", subject=row.pk)
    _forget(row, former)


def _forget(row: Delivery, former: str | None) -> None:
    """Delete a file once what no longer names it is committed."""
    if former:
        storage = row._meta.get_field("proof").storage
        transaction.on_commit(lambda: storage.delete(former))
