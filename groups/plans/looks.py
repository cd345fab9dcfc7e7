"""When a member last looked at a plan, so that what has changed since can be shown to them."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models.functions import Coalesce

from accounts.models import Person
from groups.plans.models import Change, Look, Plan
from groups.queries import Reader
from kit.rules import allows
from live import clock
from live.hub import verb

# Who comes back within this time is still reading: what was new to them stays new.
SITTING = timedelta(minutes=30)
# A page that is read again at once writes nothing.
_MOMENT = timedelta(minutes=1)


def news(person: Person, plan: Plan) -> dict[UUID, datetime]:
    """Note that a member looks at a plan; returns what others have changed since they last did.

    By the key of a step or an aim, with the instant of its last change. At the first look nothing is new.
    """
    if not plan.is_written or not allows("groups.write_plan", person, plan):
        return {}
    return changed_since(person, plan, look(actor=person, plan=plan))


def look(*, actor: Person, plan: Plan) -> datetime:
    """Note that a member looks at a plan; returns when they did so the time before."""
    found = Look.objects.filter(plan=plan, person=actor).first()
    if found is not None and clock.now() - found.last_at < _MOMENT:
        return found.before_at
    return _look(actor=actor, plan=plan)


def waiting(reader: Reader, plan: Plan) -> dict[UUID, datetime]:
    """Return what is new to a reader, without noting a look."""
    since = before(reader, plan)
    return changed_since(reader, plan, since) if since and isinstance(reader, Person) else {}


def before(person: Reader, plan: Plan) -> datetime | None:
    """Return since when changes are new to somebody, without noting a look."""
    if not isinstance(person, Person):
        return None
    found = Look.objects.filter(plan=plan, person=person).first()
    if found is None:
        return None
    is_reading = clock.now() - found.last_at < SITTING
    return found.before_at if is_reading else found.last_at


def changed_since(person: Person, plan: Plan, since: datetime) -> dict[UUID, datetime]:
    """Return what others have changed in a plan since an instant; its order says nothing new."""
    rows = Change.objects.filter(plan=plan, at__gt=since).exclude(by=person)
    rows = rows.exclude(field="position").annotate(subject=Coalesce("step", "aim"))
    rows = rows.exclude(subject=None).order_by("at", "id")
    return dict(rows.values_list("subject", "at"))


@verb
def _look(*, actor: Person, plan: Plan) -> datetime:
    now = clock.now()
    found, is_first = Look.objects.get_or_create(
        plan=plan, person=actor, defaults={"before_at": now, "last_at": now}
    )
    if is_first:
        return now
    if now - found.last_at >= SITTING:
        found.before_at = found.last_at
    found.last_at = now
    found.save(update_fields=("before_at", "last_at"))
    return found.before_at
