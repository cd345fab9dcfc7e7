"""The pages of a work plan: the plan, its history, an aim, a step, what was put away, a file of it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Person
from accounts.sign_ins import signed_in
from groups import queries as groups
from groups.plans import aims, export, history, looks, order, queries, reading, stale, steps
from groups.plans.faces import faces
from groups.plans.forms import AimForm, StepForm, clashed, people_of, show_clash
from groups.plans.models import Aim, Plan, Step
from groups.plans.rules import demand
from groups.plans.writing import Clash
from groups.projects import queries as projects
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from live import clock

_CHANGES = 50


@require_safe
def group_plan(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a group's plan, and below it the plans of its joint projects."""
    group = groups.group_at(slug)
    plan = queries.demand_readable(request.user, queries.plan_of(group))
    context = {"group": group, "projects": _project_plans(request, plan)}
    return render(request, "groups/plans/plan.html", plan_context(request, plan) | context)


def plan_context(request: HttpRequest, plan: Plan) -> dict[str, object]:
    """Return what the page of a plan shows; that a member looks at it is noted."""
    asked, news = reading.Asked.of(request.GET), {}
    if isinstance(request.user, Person):
        news = looks.news(request.user, plan)
    sheet = reading.sheet(request.user, plan, asked, news=news)
    can_arrange = sheet.may_write and not asked
    return {
        "plan": plan,
        "sheet": sheet,
        "asked": asked,
        "is_arranging": can_arrange and request.GET.get("arrange") == "1",
        "can_arrange": can_arrange,
        "days": stale.IDLE_DAYS,
        "is_member": isinstance(request.user, Person) and sheet.may_write,
    }


@require_safe
def as_csv(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Hand out the plan, or what a filter leaves of it, as a file."""
    plan = queries.plan_at(request.user, plan_id)
    sheet = reading.sheet(request.user, plan, reading.Asked.of(request.GET))
    name = plan.group.slug if plan.group else "project"
    answer = HttpResponse(export.csv_of(sheet), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="plan-{name}.csv"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
def plan_history(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show every change of a plan, the latest first."""
    plan = queries.plan_at(request.user, plan_id)
    page = Paginator(queries.changes_of(plan, request.user), _CHANGES).get_page(
        request.GET.get("page")
    )
    since = looks.before(request.user, plan)
    seen = faces(request.user, plan)
    lines = history.lines(page.object_list, seen, since=since)
    context = {"plan": plan, "page": page, "lines": lines}
    return render(request, "groups/plans/history.html", context)


@require_safe
def away(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Show what was put away to those who belong to the plan; those who may take it back do it here."""
    plan = queries.plan_at(request.user, plan_id)
    if not queries.is_inside(request.user, plan):
        raise NotHere
    gone, rows = queries.put_away(plan)
    page = Paginator(rows, _CHANGES).get_page(request.GET.get("page"))
    seen, now = faces(request.user, plan), clock.now()
    context = {
        "plan": plan,
        "aims": gone,
        "page": page,
        "rows": [reading.row_of(step, seen, now) for step in page.object_list],
        "may_chair": allows("groups.chair_plan", request.user, plan),
    }
    return render(request, "groups/plans/away.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_aim(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Add an aim."""
    plan = _for(request, plan_id, "groups.chair_plan")
    form = AimForm.of(None, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = aims.add(
                actor=signed_in(request),
                plan=plan,
                source_language=form.source_language,
                **form.said(),
            )
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("The aim is added."))
            return redirect(f"{home(plan)}#aim-{made.pk}")
    return _form_page(request, "groups/plans/aim.html", form, plan=plan, aim=None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_aim(request: HttpRequest, plan_id: UUID, aim_id: UUID) -> HttpResponse:
    """Change an aim."""
    plan = _for(request, plan_id, "groups.chair_plan")
    aim = queries.aim_at(plan, aim_id)
    form = AimForm.of(aim, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            aims.change(actor=signed_in(request), aim=aim, seen=form.seen, **form.said())
        except Clash as clash:
            form = AimForm.of(aim, clashed(request.POST, clash))
            show_clash(form, clash, faces(request.user, plan))
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("The aim is saved."))
            return redirect(f"{home(plan)}#aim-{aim.pk}")
    return _form_page(request, "groups/plans/aim.html", form, plan=plan, aim=aim)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_step(request: HttpRequest, plan_id: UUID, aim_id: UUID) -> HttpResponse:
    """Add a step to an aim."""
    plan = _for(request, plan_id, "groups.write_plan")
    aim = queries.aim_at(plan, aim_id)
    seen = faces(request.user, plan)
    data = request.POST if request.method == "POST" else None
    form = StepForm.of(plan, None, seen, aim=aim, data=data)
    if form.is_bound and form.is_valid():
        said = form.said()
        try:
            made = steps.add(
                actor=signed_in(request),
                aim=said.pop("aim"),
                source_language=form.source_language,
                **said,
            )
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("The step is added."))
            return redirect(f"{home(plan)}#step-{made.pk}")
    return _form_page(request, "groups/plans/new_step.html", form, plan=plan, aim=aim)


@require_http_methods(["GET", "HEAD", "POST"])
def step_page(request: HttpRequest, plan_id: UUID, step_id: UUID) -> HttpResponse:
    """Show a step with its history; members change it here."""
    plan = queries.plan_at(request.user, plan_id)
    step = queries.step_for(request.user, plan, step_id)
    if request.method == "POST":
        demand("groups.write_plan", signed_in(request), plan)
        return _change_step(request, plan, step)
    return _step_page(request, plan, step)


def _change_step(request: HttpRequest, plan: Plan, step: Step) -> HttpResponse:
    seen = faces(request.user, plan)
    form = StepForm.of(plan, step, seen, aim=step.aim, data=request.POST)
    if form.is_valid():
        try:
            steps.change(actor=signed_in(request), step=step, seen=form.seen, **form.said())
        except Clash as clash:
            step = queries.step_at(plan, step.pk)
            data = clashed(request.POST, clash, people_of(plan, seen))
            form = StepForm.of(plan, step, seen, aim=step.aim, data=data)
            show_clash(form, clash, seen)
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("The step is saved."))
            return redirect(f"{home(plan)}#step-{step.pk}")
    return _step_page(request, plan, step, form)


def _step_page(
    request: HttpRequest, plan: Plan, step: Step, form: StepForm | None = None
) -> HttpResponse:
    seen = faces(request.user, plan)
    may_write = allows("groups.write_plan", request.user, plan)
    if form is None and may_write:
        form = StepForm.of(plan, step, seen, aim=step.aim)
    changes = queries.changes_of(plan, request.user).filter(step=step)
    page = Paginator(changes, _CHANGES).get_page(request.GET.get("page"))
    since = looks.before(request.user, plan)
    context = {
        "plan": plan,
        "row": reading.row_of(step, seen, clock.now()),
        "form": form,
        "page": page,
        "lines": history.lines(page.object_list, seen, since=since),
        "may_write": may_write,
        "may_chair": allows("groups.chair_plan", request.user, plan),
        "days": stale.IDLE_DAYS,
    }
    status = 422 if form is not None and form.errors else 200
    return render(request, "groups/plans/step.html", context, status=status)


@login_required
@require_POST
def move(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Move an aim or a step by one place: `up` or `down` with `aim:` or `step:` and its key."""
    plan = _for(request, plan_id, "groups.write_plan")
    by = -1 if "up" in request.POST else 1
    kind, _colon, key = request.POST.get("up", request.POST.get("down", "")).partition(":")
    row = _row(plan, kind, key)
    if isinstance(row, Aim):
        order.move_aim(actor=signed_in(request), aim=row, by=by)
    else:
        order.move_step(actor=signed_in(request), step=row, by=by)
    return redirect(f"{home(plan)}?arrange=1#{kind}-{row.pk}")


@login_required
@require_POST
def put_away(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Put an aim or a step away, or take it back: `away` or `back` with `aim:` or `step:` and its key."""
    plan = _for(request, plan_id, "groups.chair_plan")
    is_away = "away" in request.POST
    kind, _colon, key = request.POST.get("away", request.POST.get("back", "")).partition(":")
    row = _row(plan, kind, key)
    try:
        if isinstance(row, Aim):
            aims.put_away(actor=signed_in(request), aim=row, is_away=is_away)
        else:
            steps.put_away(actor=signed_in(request), step=row, is_away=is_away)
    except (NotHere, Forbidden):
        raise
    except Refused as refused:
        messages.error(request, str(refused.text))
        return redirect("groups:plan_away", plan_id=plan.pk)
    told = _("It is put away. Nothing of it is lost.") if is_away else _("It is back in the plan.")
    messages.success(request, told)
    return redirect(home(plan))


@login_required
@require_POST
def readers(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Open the plan to everyone, or keep it to its members."""
    plan = _for(request, plan_id, "groups.chair_plan")
    is_public = request.POST.get("readers") == "everyone"
    aims.open_to(actor=signed_in(request), plan=plan, is_public=is_public)
    told = (
        _("Everyone can read the plan now.")
        if is_public
        else _("The plan is for members and organisers now.")
    )
    messages.success(request, told)
    return redirect(home(plan))


def home(plan: Plan) -> str:
    """Return the address of the page that shows a plan."""
    if plan.group:
        return reverse("groups:plan", args=[plan.group.slug])
    return reverse("groups:project", args=[plan.pk])


def _for(request: HttpRequest, plan_id: UUID, rule: str) -> Plan:
    plan = queries.plan_at(request.user, plan_id)
    demand(rule, signed_in(request), plan)
    return plan


def _row(plan: Plan, kind: str, key: str) -> Aim | Step:
    try:
        found = UUID(key)
    except ValueError:
        raise NotHere from None
    return queries.aim_at(plan, found) if kind == "aim" else queries.step_at(plan, found)


def _refuse(form: AimForm | StepForm, refused: Refused) -> None:
    if isinstance(refused, NotHere | Forbidden):
        raise refused
    form.refuse(refused)


def _form_page(
    request: HttpRequest, template: str, form: AimForm | StepForm, **context: object
) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, **context}, status=status)


def _project_plans(request: HttpRequest, plan: Plan) -> list[reading.Sheet]:
    """Return the plans of a group's joint projects, so far as a reader may read them."""
    if plan.group is None:
        return []
    found = {
        project.pk: project
        for project in projects.of_group(request.user, plan.group).filter(joint_since__isnull=False)
    }
    readable = {row.pk: row for row in queries.visible_to(request.user).filter(pk__in=found)}
    for key, row in readable.items():
        row.project = found[key]
    return reading.sheets(request.user, [readable[key] for key in found if key in readable])
