"""Reply links: a secret address by which an addressee answers without an account.

Only its digest is kept, so that nobody who reads the database can answer in an addressee's name. It
opens one delivery, until a day, and ends with the next link or with a word of who manages it.
"""

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from kit.refusals import Refused
from kit.reports import keep_secret
from live import clock
from live.hub import verb
from records.deliveries.deliveries import locked
from records.deliveries.models import Delivery, ReplyLink

# For how long a link opens: most offices answer within 30 days, many ask for as many more.
LIFE = timedelta(days=180)
# The secret's length in octets; written down it is 43 letters.
_SECRET = 32
keep_secret(r"(?<=reply/)[\w-]{40,}")

audit.name_acts(
    {
        "reply_link.make": _("Reply link made"),
        "reply_link.revoke": _("Reply link revoked"),
    }
)


@dataclass(frozen=True, slots=True)
class Made:
    """A link that was made just now, and its secret, which is shown once and never again."""

    link: ReplyLink
    secret: str


@verb
def make(*, actor: Person, delivery: Delivery) -> Made:
    """Make the link of a delivery; one that there was opens nothing any more."""
    row, now = locked(actor, delivery), clock.now()
    row.links.filter(revoked_at=None).update(revoked_at=now)
    secret = token_urlsafe(_SECRET)
    link = ReplyLink.objects.create(
        delivery=row,
        digest=digest_of(secret),
        made_by=actor,
        made_at=now,
        expires_at=now + LIFE,
    )
    audit.record(actor=actor, act="reply_link.make", subject=row.pk)
    return Made(link, secret)


@verb
def revoke(*, actor: Person, delivery: Delivery) -> None:
    """Have the link open nothing any more."""
    row = locked(actor, delivery)
    if not row.links.filter(revoked_at=None).update(revoked_at=clock.now()):
        raise Refused("reply_link.none", _("There is no link that opens anything."))
    audit.record(actor=actor, act="reply_link.revoke", subject=row.pk)


def link_of(secret: str) -> ReplyLink | None:
    """Return the link of a secret as long as it opens something."""
    rows = ReplyLink.objects.filter(
        digest=digest_of(secret),
        revoked_at=None,
        expires_at__gt=clock.now(),
        delivery__withdrawn_at=None,
    )
    return rows.select_related(
        "delivery__addressee", "delivery__version__recommendation__group"
    ).first()


def digest_of(secret: str) -> str:
    """Return by what a secret is known again."""
    return sha256(secret.encode()).hexdigest()
