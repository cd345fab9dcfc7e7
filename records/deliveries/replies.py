"""Replies: what an addressee answers, word for word, and the group's look at it before all may read it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from kit import finding
from kit.bilingual import CODES
from kit.names import clean_name, clean_text
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from live import clock, limits
from live.hub import verb
from records.deliveries import days, links
from records.deliveries.deliveries import LONGEST_NAME, locked
from records.deliveries.models import Came, Delivery, Reply, ReplyLink, Stance, Verdict

LONGEST, LONGEST_COMMITMENT = 20_000, 4_000
# So many answers one link takes: "we need more time", the answer, and what is added to it.
MOST_BY_LINK = 20

audit.name_acts(
    {
        "reply.enter": _("Reply entered"),
        "reply.publish": _("Reply published"),
        "reply.keep_back": _("Reply kept back"),
        "reply.translate": _("Reply translated"),
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a reply says; `answered_by` is who answers, and is public only where that was agreed to."""

    stance: str
    text: str = ""
    commitment: str = ""
    lang: str = "en"
    replied_on: date | None = None
    answered_by: str = ""
    is_name_public: bool = False


@verb
def enter(*, actor: Person, delivery: Delivery, said: Said) -> Reply:
    """Enter a reply that came by letter or by word; from a co-chair it is public at once.

    Who may record but not publish hands it to the co-chairs.
    """
    row = locked(actor, delivery)
    if said.replied_on is None:
        raise Refused("reply.undated", _("Say when the reply came."), field="replied_on")
    if said.replied_on > days.latest():
        raise Refused("reply.future", _("This day has not come yet."), field="replied_on")
    if row.delivered_on and said.replied_on < row.delivered_on:
        text = _("That was before the delivery.")
        raise Refused("reply.too_early", text, field="replied_on")
    reply = _write(row, said, came=Came.ENTERED, entered_by=actor, replied_on=said.replied_on)
    audit.record(actor=actor, act="reply.enter", subject=row.pk)
    if allows("deliveries.publish_reply", actor, row.version.recommendation):
        _judge(actor, reply, is_public=True)
    return reply


@verb
def answer(*, secret: str, said: Said) -> Reply:
    """Take the reply of who holds a link; there is no actor: the link says for whom it speaks.

    It waits for a co-chair before anybody else reads it.
    """
    link = links.link_of(secret)
    if link is None:
        raise NotHere
    limits.take("replies", link.pk)
    row = Delivery.objects.select_for_update(no_key=True).get(pk=link.delivery_id)
    # Once more under the lock: it may have been revoked meanwhile.
    if links.link_of(secret) is None:
        raise NotHere
    if (same := _sent_before(link, said)) is not None:
        return same
    _refuse_too_many(link)
    return _write(row, said, came=Came.LINK, link=link, replied_on=clock.now().date())


@verb
def publish(
    *, actor: Person, reply: Reply, translation: str = "", commitment_translation: str = ""
) -> Verdict:
    """Let everybody read a reply, as it came; a translation stands beside it and is the group's."""
    verdict = _judge(actor, reply, is_public=True)
    translation, committed = clean_text(translation), clean_text(commitment_translation)
    if len(translation) > LONGEST or len(committed) > LONGEST_COMMITMENT:
        raise _too_long("translation", LONGEST)
    if (translation, committed) != (verdict.translation, verdict.commitment_translation):
        verdict.translation, verdict.commitment_translation = translation, committed
        verdict.save(update_fields=["translation", "commitment_translation"])
        audit.record(actor=actor, act="reply.translate", subject=reply.delivery_id)
        finding.touch("delivery", reply.delivery_id)
    return verdict


@verb
def keep_back(*, actor: Person, reply: Reply, reason: str) -> Verdict:
    """Keep a reply from the public, with the reason: who manages the delivery still reads it."""
    reason = audit.clean_reason(reason)
    if not reason:
        raise Refused("reason.empty", _("Say why."), field="reason")
    return _judge(actor, reply, is_public=False, reason=reason)


def _judge(actor: Person, reply: Reply, *, is_public: bool, reason: str = "") -> Verdict:
    delivery = Delivery.objects.select_for_update(no_key=True).get(pk=reply.delivery_id)
    if not allows("deliveries.publish_reply", actor, delivery.version.recommendation):
        raise Forbidden
    former = Verdict.objects.filter(reply=reply).first()
    if former is not None and former.is_public == is_public:
        return former
    verdict = former or Verdict(reply=reply)
    verdict.is_public, verdict.reason = is_public, reason
    verdict.by, verdict.at = actor, clock.now()
    verdict.save()
    finding.touch("delivery", delivery.pk)
    act = "reply.publish" if is_public else "reply.keep_back"
    audit.record(actor=actor, act=act, subject=delivery.pk, reason=reason)
    return verdict


def _write(row: Delivery, said: Said, **more: Any) -> Reply:
    if said.stance not in Stance.values:
        raise Refused("reply.stance", _("Choose what you answer."), field="stance")
    if said.lang not in CODES:
        raise Refused("reply.language", _("Choose the language of the reply."), field="lang")
    text, commitment = clean_text(said.text), clean_text(said.commitment)
    if len(text) > LONGEST:
        raise _too_long("text", LONGEST)
    if len(commitment) > LONGEST_COMMITMENT:
        raise _too_long("commitment", LONGEST_COMMITMENT)
    return Reply.objects.create(
        delivery=row,
        stance=said.stance,
        text=text,
        commitment=commitment,
        lang=said.lang,
        came_at=clock.now(),
        answered_by=clean_name(said.answered_by, LONGEST_NAME),
        is_name_public=bool(said.answered_by) and said.is_name_public,
        **more,
    )


def _too_long(field: str, most: int) -> Refused:
    text = _("This is longer than %(most)d characters.") % {"most": most}
    return Refused(f"reply.{field}_too_long", text, field=field)


def _sent_before(link: ReplyLink, said: Said) -> Reply | None:
    """Return the last answer by a link if it says the same: a form that is sent twice is one reply."""
    last = link.replies.order_by("came_at", "pk").last()
    if last is None:
        return None
    now = (said.stance, clean_text(said.text), clean_text(said.commitment), said.lang)
    who = (
        clean_name(said.answered_by, LONGEST_NAME),
        bool(said.answered_by and said.is_name_public),
    )
    then = (last.stance, last.text, last.commitment, last.lang)
    return last if (now, who) == (then, (last.answered_by, last.is_name_public)) else None


def _refuse_too_many(link: ReplyLink) -> None:
    if link.replies.count() >= MOST_BY_LINK:
        text = _("This link has taken all the replies that it takes. Ask the group for a new one.")
        raise Refused("reply.too_many", text)
