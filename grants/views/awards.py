"""The pages of awards: the public list and its files, one award, its milestones and reports; files."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.people import shown
from accounts.sign_ins import signed_in
from grants import awards, files, queries, reminders, threesixty
from grants.forms.awards import AnswerForm, AwardForm, MilestoneForm, ReportForm
from grants.models import Award, Milestone, Report, ReportState
from grants.recommendations import address_of
from grants.views.doors import content_of, filled, gone_on_from, tried
from kit.refusals import NotHere, Refused
from kit.rules import allows
from live import clock

PAGE = 30
# What is published is read by pages of other sites too.
_FOR_ALL = {"Access-Control-Allow-Origin": "*"}


@require_safe
def award_list(request: HttpRequest) -> HttpResponse:
    """Show all awards, the latest first."""
    rows = queries.published(queries.awards_visible_to(request.user))
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "prefix": threesixty.prefix(),
    }
    return render(request, "grants/awards.html", context)


@require_safe
def awards_json(request: HttpRequest) -> HttpResponse:
    """Hand out all awards as a 360Giving package; without any there is no such file, and a program is told why."""
    try:
        said = threesixty.document(_to_publish(request), clock.now())
    except Refused as refused:
        return JsonResponse(refused.as_json(), status=refused.status, headers=_FOR_ALL)
    text = json.dumps(said, ensure_ascii=False, indent=1)
    return HttpResponse(text, content_type="application/json; charset=utf-8", headers=_FOR_ALL)


@require_safe
def awards_csv(request: HttpRequest) -> HttpResponse:
    """Hand out the same as CSV."""
    return HttpResponse(
        threesixty.sheet(_to_publish(request), clock.now()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="awards.csv"', **_FOR_ALL},
    )


def _to_publish(request: HttpRequest) -> list[Award]:
    """Return the awards of a published file, which by the standard holds at least one grant."""
    rows = list(queries.published(queries.awards_visible_to(request.user)))
    if not rows:
        text = _("No grant has been awarded yet, so there is nothing to publish. Come back later.")
        raise Refused("awards.none", text, status=404)
    return rows


@never_cache
@require_safe
def award(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show an award: to everybody what is public, to partners and organisers milestones and reports."""
    return _page(request, queries.award_at(request.user, pk))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write what the public reads of an award."""
    actor, found = signed_in(request), _overseen(request, pk)
    form = AwardForm.of(found, request.POST if request.method == "POST" else None)
    if (
        request.method == "POST"
        and filled(
            form,
            lambda: awards.describe(
                actor=actor,
                award=found,
                edition=form.cleaned_data["edition"],
                title=form.texts("title"),
                summary=form.texts("summary"),
                source_language=form.source,
            ),
        )
        is not None
    ):
        messages.success(request, _("Saved."))
        return redirect("grants:award", pk=pk)
    clash = found if gone_on_from(form, found.edition) else None
    context = {"award": found, "form": form, "clash": clash}
    return render(request, "grants/award_form.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def add_milestone(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what is due, and when."""
    actor, found = signed_in(request), _overseen(request, pk)
    form = MilestoneForm(request.POST)

    def act() -> object:
        said = form.cleaned_data
        return awards.add_milestone(
            actor=actor,
            award=found,
            title={"en": said["title_en"], "ru": said["title_ru"]},
            due_on=said["due_on"],
            needs_report=said["needs_report"],
        )

    if filled(form, act) is None:
        return _page(request, found, milestone_form=form)
    messages.success(request, _("The milestone is added."))
    return redirect("grants:award", pk=pk)


@login_required
@require_POST
def remove_milestone(request: HttpRequest, pk: UUID, milestone_id: UUID) -> HttpResponse:
    """Take a milestone away."""
    actor, found = signed_in(request), _overseen(request, pk)
    row = found.milestones.filter(pk=milestone_id).first()
    if row is None:
        raise NotHere
    told = _("The milestone is removed.")
    act = awards.remove_milestone
    tried(request, lambda: act(actor=actor, award=found, milestone=row), told)
    return redirect("grants:award", pk=pk)


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, milestone_id: UUID) -> HttpResponse:
    """Report of a milestone."""
    actor = signed_in(request)
    rows = Milestone.objects.select_related("award__application__call")
    row = rows.filter(pk=milestone_id).first()
    if row is None or not allows("grants.report", actor, row.award):
        raise NotHere
    is_sent = request.method == "POST"
    form = ReportForm(
        request.POST if is_sent else None,
        request.FILES if is_sent else None,
        initial={"source_language": actor.language},
    )

    def act() -> object:
        return awards.report(
            actor=actor,
            milestone=row,
            text=form.texts("text"),
            source_language=form.source,
            files=[content_of(each) for each in form.cleaned_data["papers"]],
        )

    if is_sent and filled(form, act) is not None:
        messages.success(request, _("The report is sent."))
        return redirect("grants:award", pk=row.award_id)
    context = {"milestone": row, "award": row.award, "form": form}
    return render(request, "grants/report.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def judge(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Accept or return a report."""
    actor = signed_in(request)
    row = (
        Report.objects.select_related("milestone__award__application").filter(pk=report_id).first()
    )
    if row is None or not allows("grants.oversee", actor, row.milestone.award):
        raise NotHere
    form = AnswerForm(request.POST)
    is_accepted = request.POST.get("answer") == "accept"

    def act() -> object:
        note = form.cleaned_data["note"]
        return awards.judge(actor=actor, report=row, is_accepted=is_accepted, note=note)

    if filled(form, act) is None:
        found = queries.award_at(request.user, row.milestone.award_id)
        return _page(request, found, answer_form=form, answered=row.pk)
    told = _("The report is accepted.") if is_accepted else _("The report is returned.")
    messages.success(request, told)
    return redirect("grants:award", pk=row.milestone.award_id)


@never_cache
@require_safe
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hand out a file to who may read what it belongs to, to be saved and never shown in place."""
    return files.handed_out(files.file_at(request.user, pk))


def _overseen(request: HttpRequest, pk: UUID) -> Award:
    found = queries.award_at(request.user, pk)
    if not allows("grants.oversee", request.user, found):
        raise NotHere
    return found


def _page(request: HttpRequest, found: Award, **forms: Any) -> HttpResponse:
    may_follow = allows("grants.follow", request.user, found)
    context = {
        "award": found,
        "application": found.application,
        "call": found.application.call,
        "houses": [each.organisation for each in found.application.acting],
        "recommendation_url": address_of(found.application.recommendation),
        "may_follow": may_follow,
        "may_read": may_follow and allows("grants.read", request.user, found.application),
        "may_oversee": allows("grants.oversee", request.user, found),
        "may_report": allows("grants.report", request.user, found),
        "milestones": _milestones(found) if may_follow else [],
        "milestone_form": MilestoneForm(),
        "answer_form": AnswerForm(),
        **forms,
    }
    return render(request, "grants/award.html", context, status=422 if forms else 200)


def _milestones(found: Award) -> list[dict[str, Any]]:
    told = []
    for each in queries.milestones_of(found):
        reports = list(each.reports.all())
        is_done = any(one.state != ReportState.RETURNED for one in reports)
        each.award = found
        told.append(
            {
                "milestone": each,
                "reports": [(one, shown(one.sent_by)) for one in reports],
                "is_overdue": each.needs_report and not is_done and reminders.is_overdue(each),
                "is_open": each.needs_report and not is_done,
            }
        )
    return told
