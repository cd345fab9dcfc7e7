"""Receipts: the first answer to a command, so that sending it again changes nothing.

A named command's receipt names its sender, an unnamed one's does not, and nothing may join the two:
a page that sends one id in both ways would tell who asked. So whichever of the two comes second is
refused as `id.reused`, in whatever room, and leaves nothing; and an unnamed command's id is not kept
itself, but a digest under the site's key, which no earlier or later copy of the other can be compared
with.
"""

from hashlib import blake2b, sha256
from uuid import UUID

import msgspec
from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kit.prepared import kept_cursor
from kit.refusals import Refused
from live import hub
from live.frames import CommandFrame
from live.models import Receipt


def digest_of(frame: CommandFrame) -> str:
    """Return a digest of what was asked, to tell a repetition from another command.

    Under the site's key: a short text could be guessed from its bare digest after it was deleted.
    """
    body = msgspec.json.encode([frame.name, frame.data], order="deterministic")
    return blake2b(body, digest_size=16, key=_key()).hexdigest()


def begin(scope: str, frame: CommandFrame, *, is_unnamed: bool = False) -> bool:
    """Claim a command's id in this transaction; False when it has been answered before.

    A twin under way in another connection is waited for: the unique row is the lock. Of an unnamed
    command nothing is kept that its text could be compared with. An id that was used in the other
    way, named or unnamed, is not claimed.
    """
    given, hidden = UUID(frame.id), _hidden(frame)
    mine, other = (hidden, given) if is_unnamed else (given, hidden)
    with kept_cursor() as cursor:
        cursor.execute(
            "INSERT INTO live_receipt (scope, command, name, digest, reply, created_at) "
            "SELECT %s, %s, %s, %s, %s, %s "
            "WHERE NOT EXISTS (SELECT 1 FROM live_receipt WHERE command = %s) "
            "ON CONFLICT DO NOTHING",
            [
                scope,
                _stored(mine),
                frame.name,
                "" if is_unnamed else digest_of(frame),
                "",
                hub.begun(),
                _stored(other),
            ],
        )
        return bool(cursor.rowcount)


def first_answer(scope: str, frame: CommandFrame, *, is_unnamed: bool = False) -> dict[str, object]:
    """Return the data of the first answer; the same id with another body, or way, is refused."""
    receipt = _kept(scope, frame, is_unnamed=is_unnamed).first()
    if receipt is None or (receipt.digest and receipt.digest != digest_of(frame)):
        text = _("This command’s id has been used for another command.")
        raise Refused("id.reused", text)
    data: dict[str, object] = msgspec.json.decode(receipt.reply)
    return data


def fill(
    scope: str, frame: CommandFrame, data: dict[str, object], *, is_unnamed: bool = False
) -> None:
    """Write the answer beside the claim, in the same transaction."""
    reply = msgspec.json.encode(data).decode()
    command = _hidden(frame) if is_unnamed else UUID(frame.id)
    with kept_cursor() as cursor:
        cursor.execute(
            "UPDATE live_receipt SET reply = %s WHERE command = %s AND scope = %s",
            [reply, _stored(command), scope],
        )


def _kept(scope: str, frame: CommandFrame, *, is_unnamed: bool) -> QuerySet[Receipt]:
    command = _hidden(frame) if is_unnamed else UUID(frame.id)
    return Receipt.objects.filter(scope=scope, command=command)


def _stored(command: UUID) -> UUID | str:
    return command if connection.features.has_native_uuid_field else command.hex


def _hidden(frame: CommandFrame) -> UUID:
    """Return what stands for an unnamed command's id where it is kept."""
    return UUID(bytes=blake2b(UUID(frame.id).bytes, digest_size=16, key=_key()).digest())


def _key() -> bytes:
    return sha256(settings.SECRET_KEY.encode()).digest()
