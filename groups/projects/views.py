"""The pages of joint projects: all of them, one with its plan, its proposal, its texts and its course."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import Person
from accounts.sign_ins import signed_in
from groups import queries as groups
from groups.plans import queries as plans
from groups.plans.views import plan_context
from groups.projects import projects, queries
from groups.projects.forms import ProjectForm, ProposalForm, TurnForm
from groups.projects.models import Partner, Project
from groups.projects.rules import demand
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows

_PROJECTS = 20


@require_safe
def project_list(request: HttpRequest) -> HttpResponse:
    """Show the joint projects, and proposals to whom they concern, the latest first."""
    found = queries.with_partners(queries.visible_to(request.user))
    page = Paginator(found, _PROJECTS).get_page(request.GET.get("page"))
    return render(request, "groups/projects/list.html", {"page": page})


@require_safe
def project_page(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Show a project: its groups and what they said, its organisations, its plan."""
    project = queries.project_at(request.user, project_id)
    return _page(request, project)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose a project to other groups."""
    group = groups.group_at(slug)
    if not allows("groups.propose_project", request.user, group):
        raise NotHere
    form = ProposalForm.by(group, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = projects.propose(
                actor=signed_in(request),
                group=group,
                others=form.cleaned_data["groups"],
                texts=form.texts(),
                organisations=form.cleaned_data["organisations"],
                source_language=form.source_language,
            )
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("Proposed. It is joint once the other groups have agreed."))
            return redirect("groups:project", made.pk)
    status = 422 if form.errors else 200
    context = {"group": group, "form": form}
    return render(request, "groups/projects/propose.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Change a project's texts and organisations."""
    project = queries.project_at(request.user, project_id)
    demand("groups.run_project", signed_in(request), project)
    form = ProjectForm.of(project, request.POST if request.method == "POST" else None)
    now = None
    if form.is_bound and form.is_valid():
        try:
            projects.revise(
                actor=signed_in(request),
                project=project,
                texts=form.texts(),
                organisations=form.cleaned_data["organisations"],
                seen=form.cleaned_data["edition"] or 0,
            )
        except Refused as refused:
            if refused.code == "project.edited":
                # What another has written has been shown now: saved again, this takes its place.
                now = queries.project_at(request.user, project_id)
                data = request.POST.copy()
                data["edition"] = str(now.edition)
                form = ProjectForm.of(now, data)
                form.is_valid()
            _refuse(form, refused)
        else:
            messages.success(request, _("The project is saved."))
            return redirect("groups:project", project.pk)
    context = {"project": project, "form": form, "now": now}
    status = 422 if form.errors else 200
    return render(request, "groups/projects/edit.html", context, status=status)


@login_required
@require_POST
def answer(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Agree for a group, or decline: `agree` or `decline` with the group's address."""
    project = queries.project_at(request.user, project_id)
    is_agreed = "agree" in request.POST
    slug = request.POST.get("agree", request.POST.get("decline", ""))
    partner = next((row for row in project.partners.all() if row.group.slug == slug), None)
    if partner is None:
        raise NotHere
    try:
        project = projects.answer(actor=signed_in(request), partner=partner, is_agreed=is_agreed)
    except (NotHere, Forbidden):
        raise
    except Refused as refused:
        messages.error(request, str(refused.text))
    else:
        messages.success(request, _answered(project, is_agreed=is_agreed))
    return redirect("groups:project", project_id)


@login_required
@require_POST
def turn(request: HttpRequest, project_id: UUID) -> HttpResponse:
    """Say where a project stands from now on."""
    project = queries.project_at(request.user, project_id)
    demand("groups.run_project", signed_in(request), project)
    form = TurnForm.of(project, request.POST)
    if form.is_valid():
        try:
            projects.turn(actor=signed_in(request), project=project, **form.cleaned_data)
        except Refused as refused:
            _refuse(form, refused)
        else:
            messages.success(request, _("The project’s state is changed."))
            return redirect("groups:project", project.pk)
    return _page(request, project, turn_form=form, status=422)


def _page(
    request: HttpRequest, project: Project, *, turn_form: TurnForm | None = None, status: int = 200
) -> HttpResponse:
    plan = plans.plan_of(project)
    readable = plans.may_read(request.user, plan)
    may_run = allows("groups.run_project", request.user, project)
    context = {
        "project": project,
        "partners": [(row, _may_answer(request, row)) for row in project.partners.all()],
        "may_run": may_run,
        "turn_form": turn_form or (TurnForm.of(project) if may_run else None),
        "is_readable": readable,
    }
    if readable:
        context |= plan_context(request, plan)
    return render(request, "groups/projects/project.html", context, status=status)


def _may_answer(request: HttpRequest, partner: Partner) -> bool:
    is_open = partner.project.state == "proposed" and not partner.is_proposer
    return (
        is_open
        and isinstance(request.user, Person)
        and allows("groups.answer_project", request.user, partner)
    )


def _answered(project: Project, *, is_agreed: bool) -> str:
    if not is_agreed:
        return _("Declined.")
    if project.is_joint:
        return _("Agreed. The project is joint now, and everyone can read of it.")
    return _("Agreed. Other groups have not answered yet.")


def _refuse(form: ProjectForm | TurnForm, refused: Refused) -> None:
    if isinstance(refused, NotHere | Forbidden):
        raise refused
    form.refuse(refused)
