"""Aims of a plan, and who reads it: co-chairs write them, put them away and take them back."""

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from groups.plans import queries, writing
from groups.plans.models import Aim, Plan
from groups.plans.rules import demand
from kit.bilingual import CODES
from kit.refusals import Refused
from live import clock
from live.hub import verb

MOST_AIMS = 30
_TITLES = tuple(f"title_{code}" for code in CODES)
_TEXTS = tuple(f"about_{code}" for code in CODES)

audit.name_acts(
    {
        "aim.add": _("Aim added to the work plan"),
        "aim.change": _("Aim of the work plan changed"),
        "aim.put_away": _("Aim of the work plan put away"),
        "aim.take_back": _("Aim taken back into the work plan"),
        "plan.publish": _("Work plan opened to everyone"),
        "plan.withhold": _("Work plan kept to the members"),
    }
)


@verb
def add(*, actor: Person, plan: Plan, source_language: str = "en", **texts: str) -> Aim:
    """Add an aim at the end of a plan; the first one makes the plan."""
    demand("groups.chair_plan", actor, plan)
    plan = writing.locked(plan)
    standing = plan.aims.filter(put_away_at=None)
    if standing.count() >= MOST_AIMS:
        raise Refused("plan.too_many_aims", _("A plan has at most 30 aims. Put one away first."))
    last = standing.aggregate(last=Max("position"))["last"]
    aim = Aim(plan=plan, source_language=source_language)
    aim.position = 0 if last is None else last + 1
    writing.merge(aim, _cleaned(texts), None)
    writing.demand_title(aim)
    aim.save()
    writing.record(plan, actor, [("added", "", "")], row=aim)
    _audit(actor, plan, "aim.add", aim)
    return aim


@verb
def change(*, actor: Person, aim: Aim, seen: int | None = None, **texts: str) -> Aim:
    """Change what an aim says; `seen` is the edition that its writer had before them."""
    plan, aim = _locked(actor, aim)
    before = writing.facts(aim)
    writing.merge(aim, _cleaned(texts), seen)
    writing.demand_title(aim)
    if changed := writing.difference(before, aim):
        aim.edition += 1
        aim.save()
        writing.record(plan, actor, changed, row=aim)
        _audit(actor, plan, "aim.change", aim)
    return aim


@verb
def put_away(*, actor: Person, aim: Aim, is_away: bool = True) -> Aim:
    """Put an aim and its steps out of sight, or take them back; nothing of it is lost."""
    plan, aim = _locked(actor, aim)
    if (aim.put_away_at is not None) == is_away:
        return aim
    if not is_away and plan.aims.filter(put_away_at=None).count() >= MOST_AIMS:
        raise Refused("plan.too_many_aims", _("A plan has at most 30 aims. Put one away first."))
    aim.put_away_at = clock.now() if is_away else None
    aim.edition += 1
    aim.save(update_fields=("put_away_at", "edition"))
    told = ("put_away", "", "yes") if is_away else ("put_away", "yes", "")
    writing.record(plan, actor, [told], row=aim)
    _audit(actor, plan, "aim.put_away" if is_away else "aim.take_back", aim)
    return aim


@verb
def open_to(*, actor: Person, plan: Plan, is_public: bool) -> Plan:
    """Say whether everyone may read the plan, or its members alone."""
    demand("groups.chair_plan", actor, plan)
    plan = writing.locked(plan)
    if plan.is_public == is_public:
        return plan
    plan.is_public = is_public
    plan.save(update_fields=("is_public",))
    told = ("is_public", "", "yes") if is_public else ("is_public", "yes", "")
    writing.record(plan, actor, [told])
    act = "plan.publish" if is_public else "plan.withhold"
    audit.record(actor=actor, act=act, room=room_of(plan), subject=plan.pk)
    return plan


def room_of(plan: Plan) -> str:
    """Return what the audit calls the place of a plan."""
    return f"group.{plan.pk}" if plan.group_id else f"project.{plan.pk}"


def _locked(actor: Person, aim: Aim) -> tuple[Plan, Aim]:
    plan = Plan.objects.select_related("group", "project").get(pk=aim.plan_id)
    demand("groups.chair_plan", actor, plan)
    plan = writing.locked(plan)
    return plan, queries.aim_at(plan, aim.pk)


def _cleaned(texts: dict[str, str]) -> dict[str, str]:
    found = {}
    for field, text in texts.items():
        if field in _TITLES:
            found[field] = writing.title(text, field)
        elif field in _TEXTS:
            found[field] = writing.paragraph(text, field)
        else:
            msg = f"an aim has no {field}"
            raise TypeError(msg)
    return found


def _audit(actor: Person, plan: Plan, act: str, aim: Aim) -> None:
    audit.record(actor=actor, act=act, room=room_of(plan), subject=aim.pk)
