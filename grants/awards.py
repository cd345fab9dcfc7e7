"""Awards: what the public reads of them, their milestones, the reports of their partners."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from grants import letters
from grants.attachments import keep
from grants.calls import room_of
from grants.models import Award, Milestone, Report, ReportState
from grants.rules import demand
from grants.wording import Texts, prose, put, text_of, title_of
from kit.refusals import NotHere, Refused
from live import clock
from live.hub import verb

MOST_MILESTONES = 30
MOST_FILES = 5
LONGEST_NOTE = 2000

audit.name_acts(
    {
        "award.describe": _("What the public reads of an award changed"),
        "milestone.add": _("Milestone added"),
        "milestone.remove": _("Milestone removed"),
        "report.accept": _("Report accepted"),
        "report.return": _("Report returned"),
    }
)


@verb
def describe(
    *,
    actor: Person,
    award: Award,
    edition: int,
    title: Texts,
    summary: Texts,
    source_language: str = "en",
) -> Award:
    """Write what the public reads of an award, in both languages."""
    demand("grants.oversee", actor, award)
    held = _locked(award)
    if held.edition != edition:
        text = _("Somebody else has changed it since you opened it. Both texts are below.")
        raise Refused("award.edited", text)
    titles = title_of(title, "title")
    if not any(titles.values()):
        text = _("Write the title in one language at least.")
        raise Refused("award.untitled", text, field="title_en")
    texts = {"title": titles, "summary": text_of(summary, "summary")}
    if put(held, source_language, texts):
        held.edition += 1
        held.changed_at = clock.now()
        held.save()
        _record(actor, "award.describe", held)
    return held


@verb
def add_milestone(
    *, actor: Person, award: Award, title: Texts, due_on: date, needs_report: bool = True
) -> Milestone:
    """Say what is due of an award, and when."""
    demand("grants.oversee", actor, award)
    held = _locked(award)
    if held.milestones.count() >= MOST_MILESTONES:
        raise Refused("milestone.too_many", _("An award has at most 30 milestones."))
    titles = title_of(title, "title")
    if not any(titles.values()):
        text = _("Write the title in one language at least.")
        raise Refused("milestone.untitled", text, field="title_en")
    if due_on < held.awarded_on:
        raise Refused("milestone.due", _("This is before the award."), field="due_on")
    made = Milestone(award=held, due_on=due_on, needs_report=needs_report)
    put(made, "en" if titles["en"] else "ru", {"title": titles})
    made.save(force_insert=True)
    _record(actor, "milestone.add", held)
    return made


@verb
def remove_milestone(*, actor: Person, award: Award, milestone: Milestone) -> None:
    """Take a milestone away of which nothing was reported."""
    demand("grants.oversee", actor, award)
    held = _locked(award)
    if milestone.award_id != held.pk:
        raise NotHere
    if milestone.reports.exists():
        text = _("Something was reported of it already: it stays.")
        raise Refused("milestone.reported", text)
    milestone.delete()
    _record(actor, "milestone.remove", held)


@verb
def report(
    *,
    actor: Person,
    milestone: Milestone,
    text: Texts,
    source_language: str = "en",
    files: Sequence[tuple[str, bytes]] = (),
) -> Report:
    """Report of a milestone for all partners, in one language or both, with files."""
    award = milestone.award
    demand("grants.report", actor, award)
    _locked(award)
    if milestone.reports.filter(~Q(state=ReportState.RETURNED)).exists():
        fault = _("A report on this has been sent already.")
        raise Refused("report.exists", fault)
    if len(files) > MOST_FILES:
        raise Refused("file.too_many", _("At most 5 files."), field="papers")
    made = Report(milestone=milestone, sent_by=actor, sent_at=clock.now())
    put(made, source_language, {"text": text_of(text, "text")})
    if not made.text:
        fault = _("Write what was done, in one language at least.")
        raise Refused("report.empty", fault, field=f"text_{source_language}")
    made.save(force_insert=True)
    for name, content in files:
        keep(actor, name, content, report=made)
    return made


@verb
def judge(*, actor: Person, report: Report, is_accepted: bool, note: str = "") -> Report:
    """Accept a report, or return it with what is missing; the partners are told."""
    award = report.milestone.award
    demand("grants.oversee", actor, award)
    _locked(award)
    row = Report.objects.select_for_update(of=("self",)).select_related("milestone__award").get(
        pk=report.pk
    )  # fmt: skip
    if row.state != ReportState.SENT:
        raise Refused("report.judged", _("This report is answered already."))
    row.note = prose(note, "note", LONGEST_NOTE)
    if not is_accepted and not row.note:
        text = _("Say what is missing.")
        raise Refused("report.no_note", text, field="note")
    row.state = ReportState.ACCEPTED if is_accepted else ReportState.RETURNED
    row.judged_at = clock.now()
    row.save(update_fields=("state", "note", "judged_at"))
    _record(actor, "report.accept" if is_accepted else "report.return", award)
    letters.judged(row)
    return row


def _locked(award: Award) -> Award:
    rows = Award.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("application__call").get(pk=award.pk)


def _record(actor: Person, act: str, award: Award) -> None:
    audit.record(actor=actor, act=act, room=room_of(award.application.call), subject=award.pk)
