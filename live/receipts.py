"""Receipts: the first answer to a command, so that sending it again changes nothing."""

from hashlib import blake2b, sha256

import msgspec
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from kit.refusals import Refused
from live import clock
from live.frames import CommandFrame
from live.models import Receipt


def digest_of(frame: CommandFrame) -> str:
    """Return a digest of what was asked, to tell a repetition from another command.

    Under the site's key: a short text could be guessed from its bare digest after it was deleted.
    """
    body = msgspec.json.encode([frame.name, frame.data], order="deterministic")
    key = sha256(settings.SECRET_KEY.encode()).digest()
    return blake2b(body, digest_size=16, key=key).hexdigest()


def begin(scope: str, frame: CommandFrame, *, is_unnamed: bool = False) -> bool:
    """Claim a command's id in this transaction; False when it has been answered before.

    A twin under way in another connection is waited for: the unique row is the lock. Of an unnamed
    command nothing is kept that its text could be compared with.
    """
    with connection.cursor() as cursor:
        native = connection.features.has_native_uuid_field
        cursor.execute(
            "INSERT INTO live_receipt (scope, command, name, digest, reply, created_at) "
            "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            [
                scope,
                frame.id if native else frame.id.replace("-", ""),
                frame.name,
                "" if is_unnamed else digest_of(frame),
                "",
                clock.now(),
            ],
        )
        return bool(cursor.rowcount)


def first_answer(scope: str, frame: CommandFrame) -> dict[str, object]:
    """Return the data of the first answer; the same id with another body is refused."""
    receipt = Receipt.objects.get(scope=scope, command=frame.id)
    if receipt.digest and receipt.digest != digest_of(frame):
        text = _("This command's id has been used for another command.")
        raise Refused("id.reused", text)
    data: dict[str, object] = msgspec.json.decode(receipt.reply)
    return data


def fill(scope: str, frame: CommandFrame, data: dict[str, object]) -> None:
    """Write the answer beside the claim, in the same transaction."""
    reply = msgspec.json.encode(data).decode()
    Receipt.objects.filter(scope=scope, command=frame.id).update(reply=reply)
