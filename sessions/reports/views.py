"""The doors to reports: the organiser lays them out on the desk, a co-chair brings the slides."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.sign_ins import signed_in
from kit.refusals import Forbidden, NotHere, Refused
from sessions.desk import manage_page, moderated
from sessions.reports import laying, queries
from sessions.reports.forms import LayOutForm, SlidesForm
from sessions.reports.rules import demand_fill


@login_required
@require_POST
def lay_out(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Put all groups on a session's agenda, or those that are missing."""
    session = moderated(request, session_id)
    form = LayOutForm(request.POST, prefix="reports")
    if not form.is_valid():
        return manage_page(request, session, status=422)
    try:
        added = laying.lay_out(actor=signed_in(request), session=session, **form.cleaned_data)
    except (NotHere, Forbidden):
        raise
    except Refused as refused:
        messages.error(request, str(refused.text))
    else:
        messages.success(request, _told(added))
    return redirect("sessions:manage", session_id=session_id)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def slides(request: HttpRequest, session_id: UUID, slug: str) -> HttpResponse:
    """Let a co-chair say where the group's slides are; for anyone else there is no such page."""
    report = queries.report_at(session_id, slug)
    demand_fill(signed_in(request), report)
    present = {"url": report.slides.url if report.slides else ""}
    form = SlidesForm(request.POST if request.method == "POST" else None, initial=present)
    if form.is_bound and form.is_valid():
        try:
            laying.fill_slides(actor=signed_in(request), report=report, **form.cleaned_data)
        except (NotHere, Forbidden):
            raise
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved. The link stands among the session’s materials."))
            return redirect("groups:detail", slug=slug)
    context = {"report": report, "form": form}
    status = 422 if form.errors else 200
    return render(request, "sessions/reports/slides.html", context, status=status)


def _told(added: int) -> str:
    if not added:
        return _("Every group is on the agenda already. Nothing was changed.")
    text = ngettext(
        "%(count)d group is added to the agenda.",
        "%(count)d groups are added to the agenda.",
        added,
    )
    return text % {"count": added}
