"""What can be read of work plans: whose they are, who may read them, and their aims and steps in order."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from accounts.models import Person
from groups.models import Group, GroupRole, Membership
from groups.plans.models import Aim, Change, Plan, Step
from groups.projects import queries as projects
from groups.projects.models import Answer, Project
from groups.queries import Reader
from kit.refusals import NotHere


def plan_of(host: Group | Project) -> Plan:
    """Return the plan of a group or a project; one without any aim yet has no row."""
    found = Plan.objects.filter(pk=host.pk).first()
    plan = found or Plan(pk=host.pk)
    if isinstance(host, Group):
        plan.group = host
    else:
        plan.project = host
    return plan


def plan_at(reader: Reader, plan_id: UUID) -> Plan:
    """Return the plan that a reader may read at an address; anything else is not there for them."""
    host: Group | Project | None = Group.objects.filter(pk=plan_id).first()
    host = host or Project.objects.filter(pk=plan_id).first()
    if host is None:
        raise NotHere
    return demand_readable(reader, plan_of(host))


def demand_readable(reader: Reader, plan: Plan) -> Plan:
    """Return the plan, or raise NotHere for who may not read it."""
    if not may_read(reader, plan):
        raise NotHere
    return plan


def may_read(reader: Reader, plan: Plan) -> bool:
    """Say whether somebody, signed in or not, may read a plan.

    A public one is for everyone, once its project counts as joint; any other for those who belong to it.
    """
    if plan.project and not projects.may_see(reader, plan.project):
        return False
    return plan.is_public or is_inside(reader, plan)


def visible_to(reader: Reader) -> QuerySet[Plan]:
    """Return the plans that have been written and that a reader may read."""
    shown = Q(group__isnull=False) | Q(project__in=projects.visible_to(reader))
    if is_organiser(reader):
        return Plan.objects.filter(shown)
    open_to = Q(is_public=True)
    if isinstance(reader, Person):
        own = reader.memberships.filter(ended_at=None).values("group")
        agreed = Q(project__partners__answer=Answer.AGREED, project__partners__group__in=own)
        inside = Plan.objects.filter(Q(group__in=own) | agreed).values("pk")
        open_to |= Q(pk__in=inside)
    return Plan.objects.filter(shown & open_to)


def public_among(groups: Iterable[UUID]) -> list[UUID]:
    """Return which of these groups have a plan that everyone may read and in which something stands."""
    aims = Aim.objects.filter(plan__group__in=list(groups), plan__is_public=True, put_away_at=None)
    return list(aims.order_by("plan").values_list("plan", flat=True).distinct())


def is_organiser(reader: Reader) -> bool:
    """Say whether a reader organises the programme."""
    return isinstance(reader, Person) and reader.is_active and reader.is_organiser


def groups_of(plan: Plan) -> list[UUID]:
    """Return the keys of the groups whose plan it is: of a project's, those that have agreed."""
    if plan.project is None:
        return [plan.pk]
    partners = plan.project.partners.all()
    return [row.group_id for row in partners if row.answer == Answer.AGREED]


def memberships_in(person: Reader, plan: Plan) -> list[Membership]:
    """Return a person's memberships of the groups whose plan it is."""
    if not isinstance(person, Person) or not person.is_active:
        return []
    return list(person.memberships.filter(group__in=groups_of(plan), ended_at=None))


def is_inside(reader: Reader, plan: Plan) -> bool:
    """Say whether a reader belongs to the groups whose plan it is, or organises the programme."""
    return is_organiser(reader) or bool(memberships_in(reader, plan))


def chairs(person: Reader, plan: Plan) -> bool:
    """Say whether a person co-chairs a group whose plan it is."""
    return any(row.role == GroupRole.CHAIR for row in memberships_in(person, plan))


def aims_of(*plans: Plan) -> list[Aim]:
    """Return what stands in plans, in their order, each aim with its steps in `standing`."""
    steps = with_owners(Step.objects.filter(put_away_at=None))
    prefetch: Prefetch[str, QuerySet[Step], str] = Prefetch(
        "steps", queryset=steps, to_attr="standing"
    )
    aims = Aim.objects.filter(plan__in=[plan.pk for plan in plans], put_away_at=None)
    return list(aims.order_by("position", "id").prefetch_related(prefetch))


def with_owners(steps: QuerySet[Step]) -> QuerySet[Step]:
    """Return steps with all that a row of them shows."""
    return steps.select_related("owner__organisation", "organisation", "aim").order_by(
        "position", "id"
    )


def steps_in(plan: Plan) -> QuerySet[Step]:
    """Return the steps that stand in a plan: neither they nor their aims have been put away."""
    return with_owners(Step.objects.filter(aim__plan=plan, put_away_at=None, aim__put_away_at=None))


def step_at(plan: Plan, step_id: UUID) -> Step:
    """Return a step of a plan, put away or not."""
    found = with_owners(Step.objects.filter(aim__plan=plan, pk=step_id)).first()
    if found is None:
        raise NotHere
    return found


def step_for(reader: Reader, plan: Plan, step_id: UUID) -> Step:
    """Return a step of a plan that a reader may read; one that was put away, who belongs to the plan."""
    step = step_at(plan, step_id)
    is_gone = step.put_away_at is not None or step.aim.put_away_at is not None
    if is_gone and not is_inside(reader, plan):
        raise NotHere
    return step


def aim_at(plan: Plan, aim_id: UUID) -> Aim:
    """Return an aim of a plan, put away or not."""
    found = Aim.objects.filter(plan=plan, pk=aim_id).first()
    if found is None:
        raise NotHere
    return found


def put_away(plan: Plan) -> tuple[list[Aim], QuerySet[Step]]:
    """Return the aims, and the steps of standing aims, that have been put away, the latest first."""
    aims = plan.aims.exclude(put_away_at=None).order_by("-put_away_at", "id")
    steps = Step.objects.filter(aim__plan=plan, aim__put_away_at=None)
    steps = with_owners(steps.exclude(put_away_at=None)).order_by("-put_away_at", "id")
    return list(aims), steps


def changes_of(plan: Plan, reader: Reader) -> QuerySet[Change]:
    """Return what was changed in a plan, the latest first, with who did it and what it is of.

    Of what was put away only those who belong to the plan read the history.
    """
    rows = Change.objects.filter(plan=plan).select_related("by__organisation", "aim", "step")
    if not is_inside(reader, plan):
        gone = ("aim__put_away_at", "step__put_away_at", "step__aim__put_away_at")
        rows = rows.filter(**{f"{each}__isnull": True for each in gone})
    return rows.order_by("-at", "-id")
