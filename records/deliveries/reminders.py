"""Reminders of replies: a week before one is due, and once it is overdue, to who recorded the delivery."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation

from accounts import letters, programmes
from accounts.letters import Content, Draft
from accounts.models import Programme
from kit.links import absolute
from live import clock
from live.duties import duty
from live.hub import verb
from records.deliveries import days
from records.deliveries.models import Delivery, Reply, Stance

WEEK = timedelta(days=7)
_BATCH = 50
# The field that keeps for which day a letter of each kind was written.
_FIELDS = {"due": "reminded_for", "overdue": "overdue_told_for"}


@duty("records.reply_reminders", seconds=300)
def remind() -> int:
    """Write the reminders whose day has come; returns how many."""
    return _remind("due") + _remind("overdue")


@verb
def _remind(kind: str) -> int:
    field = _FIELDS[kind]
    rows = list(_waiting(kind, field).order_by("due_on", "pk")[:_BATCH])
    programme = programmes.current()
    letters.write(_draft(row, kind, programme) for row in rows)
    for row in rows:
        setattr(row, field, row.due_on)
    Delivery.objects.bulk_update(rows, [field])
    return len(rows)


def _waiting(kind: str, field: str) -> QuerySet[Delivery]:
    """Return the deliveries that nobody has answered and of which nobody was reminded for this day."""
    replies = Reply.objects.filter(delivery=OuterRef("pk"))
    settled = replies.filter(verdict__is_public=True).exclude(stance=Stance.LATER)
    today, over = clock.now().date(), days.over()
    due = (
        Q(due_on__lt=over)
        if kind == "overdue"
        else Q(due_on__gte=today, due_on__lte=today + WEEK, delivered_on__lt=F("due_on") - WEEK)
    )
    rows = Delivery.objects.filter(
        due,
        ~Exists(settled),
        ~Exists(replies.filter(verdict=None)),
        withdrawn_at=None,
        recorded_by__is_active=True,
    ).exclude(**{field: F("due_on")})
    return rows.select_related(
        "recorded_by", "addressee", "version__recommendation"
    ).select_for_update(of=("self",), no_key=True)


def _draft(row: Delivery, kind: str, programme: Programme) -> Draft:
    person = row.recorded_by
    assert person is not None  # noqa: S101 - only such rows are picked
    with translation.override(person.language):
        words = {
            "programme": programme,
            "delivery": row,
            "number": row.version.recommendation.number,
            "page": absolute("records:delivery_manage", row.pk),
            "kind": kind,
        }
        content = _rendered(words)
    return Draft(person, f"reply.{kind}:{row.pk}:{row.due_on}", content)


def _rendered(words: dict[str, Any]) -> Content:
    subject = render_to_string("records/deliveries/letter_subject.txt", words)
    body = render_to_string("records/deliveries/letter.txt", words)
    return Content(" ".join(subject.split()), body.strip() + "\n")
