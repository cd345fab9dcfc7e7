"""The pages on which a co-chair plans, moves and cancels meetings; hours are shown before they count."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Person
from accounts.sign_ins import signed_in
from groups import queries as group_queries
from groups.models import Group
from kit.refusals import NotHere, Refused
from kit.zones import Local, local
from live import clock
from sessions.meetings import hours, plans, queries, series
from sessions.meetings.forms import HoursForm, MeetingForm, MoveForm
from sessions.meetings.hours import MemberHour
from sessions.meetings.queries import Rest
from sessions.models import Session, State
from sessions.rules import demand_host

# Of a long series, how many times the members' hours may change before the page stops to tell.
_MOST_CHANGES = 8
_MOST_WARNINGS = 5


@dataclass(frozen=True, slots=True)
class Stretch:
    """Meetings that follow each other at the same hours for everyone."""

    first: Local
    count: int
    hours: list[MemberHour]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a plan comes to: when its meetings are, at which hours for whom, and what is in the way."""

    meetings: list[Local]
    stretches: list[Stretch]
    warnings: list[str]
    is_past: bool

    @property
    def is_at_night(self) -> bool:
        """Say whether it is night for any member at any of the meetings."""
        return any(hour.is_night for stretch in self.stretches for hour in stretch.hours)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a meeting or a series; the first press shows everyone's hours, the second plans it."""
    group, person = _planned_by(request, slug)
    form = MeetingForm.new(person, group, request.POST if request.method == "POST" else None)
    shown = _previewed(person, group, form)
    if shown and "plan" in request.POST and form.was_shown and _plan(person, group, form):
        messages.success(request, _plan_told(form))
        return redirect("groups:detail", slug=slug)
    return _page(request, "sessions/meetings/plan.html", form, shown, group=group)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_meeting(request: HttpRequest, slug: str, session_id: UUID) -> HttpResponse:
    """Move a meeting, or with it those that follow in its series."""
    group, person = _planned_by(request, slug)
    session, rest = _meeting(group, session_id)
    form = MoveForm.of(session, rest, request.POST if request.method == "POST" else None)
    shown = _previewed(person, group, form, but=session)
    thread = rest.series if rest else session
    before = thread.revision
    if shown and "move" in request.POST and form.was_shown and _move(person, session, form):
        thread.refresh_from_db(fields=["revision"])
        messages.success(request, _move_told(session, is_moved=thread.revision != before))
        return redirect("groups:detail", slug=slug)
    context = {"group": group, "session": session, "is_series": rest is not None}
    context["is_told"] = queries.has_invited(session)
    waiting = () if context["is_told"] else queries.untold_with(session)
    context["untold"] = len(waiting) if session in waiting else 0
    return _page(request, "sessions/meetings/change.html", form, shown, **context)


@login_required
@require_POST
def cancel_meeting(request: HttpRequest, slug: str, session_id: UUID) -> HttpResponse:
    """Call a meeting off; in a series it is left out."""
    group, person = _planned_by(request, slug)
    session, rest = _meeting(group, session_id)
    cancel = series.skip if rest else plans.cancel
    cancel(actor=person, session=session)
    told = _("Called off. The members are told by mail in a minute.")
    untold = _("Called off. Nobody had been invited by mail, so nobody is told by mail.")
    messages.success(request, told if queries.has_invited(session) else untold)
    return redirect("groups:detail", slug=slug)


@login_required
@require_POST
def invite_members(request: HttpRequest, slug: str, session_id: UUID) -> HttpResponse:
    """Mail everybody of a meeting that nobody has been told of; of a series, of all such of it."""
    group, person = _planned_by(request, slug)
    session, _rest = _meeting(group, session_id)
    try:
        count = plans.invite(actor=person, session=session)
    except Refused as refused:
        messages.error(request, str(refused.text))
    else:
        text = ngettext(
            "The members are invited to this meeting by mail in a minute.",
            "The members are invited to %(count)d meetings by mail in a minute, in one letter.",
            count,
        )
        messages.success(request, text % {"count": count})
    return redirect("sessions:change_meeting", slug=slug, session_id=session_id)


def _planned_by(request: HttpRequest, slug: str) -> tuple[Group, Person]:
    group, person = group_queries.group_at(slug), signed_in(request)
    demand_host("sessions.schedule", person, group)
    return group, person


def _meeting(group: Group, session_id: UUID) -> tuple[Session, Rest | None]:
    found = queries.meeting_of(group, session_id)
    if found is None or found.state not in {State.SCHEDULED, State.OPEN}:
        raise NotHere
    return found, queries.rest_of(found)


def _previewed(
    person: Person, group: Group, form: HoursForm, *, but: Session | None = None
) -> Preview | None:
    if not form.is_bound or not form.is_valid():
        return None
    zone = form.cleaned_data["zone"]
    warnings: list[str] = []
    for slot in form.slots:
        if len(warnings) < _MOST_WARNINGS:
            found = hours.warnings_for(person, group, slot, slot + form.length, but=but)
            # Of a weekly series, what has no title may be said of each week.
            warnings += [warning for warning in found if warning not in warnings]
    return Preview(
        meetings=[local(slot, zone) for slot in form.slots],
        stretches=_stretches(group, form, zone),
        warnings=warnings[:_MOST_WARNINGS],
        is_past=form.slots[0] < clock.now(),
    )


def _stretches(group: Group, form: HoursForm, zone: str) -> list[Stretch]:
    """Return the meetings by the hours that they have for everyone, as clocks are changed meanwhile."""
    found: list[Stretch] = []
    known: list[tuple[str, str]] = []
    for slot, told in _told(group, form.slots, form):
        walls = [(hour.starts.zone, hour.starts.time) for hour in told]
        if found and walls == known:
            last = found[-1]
            found[-1] = Stretch(last.first, last.count + 1, last.hours)
        elif len(found) < _MOST_CHANGES:
            found.append(Stretch(local(slot, zone), 1, told))
            known = walls
    return found


def _told(
    group: Group, slots: Sequence[datetime], form: HoursForm
) -> list[tuple[datetime, list[MemberHour]]]:
    members = hours.zones_of(group)
    return [(slot, hours.hours_at(members, slot, slot + form.length)) for slot in slots]


def _plan(person: Person, group: Group, form: MeetingForm) -> bool:
    said = form.cleaned_data
    facts = {
        "actor": person,
        "group": group,
        "texts": form.texts(),
        "source_language": form.source_language,
        "minutes": said["minutes"],
        "stage_url": said["stage_url"],
        "key": form.key_for(group),
    }
    try:
        if form.is_series:
            series.plan_series(pattern=form.pattern, **facts)
        else:
            plans.plan(starts_at=form.slots[0], zone=said["zone"], **facts)
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _plan_told(form: MeetingForm) -> str:
    count = len(form.slots)
    if count == 1:
        return _("Planned. The members are invited by mail in a minute.")
    text = ngettext(
        "%(count)d meeting is planned. The members are invited by mail in a minute.",
        "%(count)d meetings are planned. The members are invited by mail in a minute.",
        count,
    )
    return text % {"count": count}


def _move(person: Person, session: Session, form: MoveForm) -> bool:
    said = form.cleaned_data
    try:
        if form.is_rest:
            series.change_series(
                actor=person, session=session, pattern=form.pattern, minutes=said["minutes"]
            )
        else:
            plans.move(
                actor=person,
                session=session,
                starts_at=form.slots[0],
                minutes=said["minutes"],
                zone=said["zone"],
            )
    except Refused as refused:
        form.refuse(refused)
        return False
    return True


def _move_told(session: Session, *, is_moved: bool) -> str:
    if not is_moved:
        return _("Nothing changed: the meeting was planned like this already.")
    if not queries.has_invited(session):
        return _("Moved. The group has no members who could be told by mail.")
    return _("Moved. The members are told by mail in a minute.")


def _page(
    request: HttpRequest,
    template: str,
    form: HoursForm,
    shown: Preview | None,
    **context: object,
) -> HttpResponse:
    was_asked = "plan" in request.POST or "move" in request.POST
    context |= {
        "form": form,
        "preview": shown,
        # They pressed the second button for hours that they have not been shown.
        "is_changed": bool(shown and was_asked and not form.was_shown),
    }
    return render(request, template, context, status=422 if form.errors else 200)
