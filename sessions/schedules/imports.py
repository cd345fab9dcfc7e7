"""The import of a schedule: read and compare outside, then write in short transactions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import Person
from conferences.models import Conference
from kit.bilingual import revise
from kit.refusals import Forbidden, Refused
from kit.rules import allows
from kit.zones import validate_zone
from live import clock
from sessions.schedules import own_ids, writing
from sessions.schedules.comparison import compare
from sessions.schedules.document import Schedule, language_of
from sessions.schedules.imported import Import
from sessions.schedules.plan import COUNTED, Line, Plan
from sessions.schedules.reports import (
    Act,
    Change,
    Outcome,
    Progress,
    Shown,
    Source,
    Tell,
    names_of,
)
from sessions.schedules.writing import Begun, Overtaken

audit.name_acts({"schedule.import": gettext_lazy("Schedule imported")})

MAX_SLUG = 60

# What was shown does not hold any more: whoever agreed to it must look again.
NOT_AS_SHOWN = {"schedule.slug_taken", "schedule.not_as_shown"}

# How often a comparison is made again because somebody changed what it had compared.
ATTEMPTS = 5


def preview(*, actor: Person | None, schedule: Schedule, slug: str = "", zone: str = "") -> Outcome:
    """Return what `bring_in` with the same words would do, and write nothing.

    The page shows it before an import: its counts, `changes` one by one, `kept`, `left` and
    `warnings`. It refuses what `bring_in` would refuse. `imported` is None.
    """
    plan, warnings = _planned(actor, schedule, slug, zone)
    return _outcome(plan, schedule, warnings, plan.lines)


def bring_in(
    *,
    actor: Person | None,
    schedule: Schedule,
    slug: str = "",
    zone: str = "",
    is_open: bool = False,
    tell: Tell = lambda _progress: None,
    source: Source = Source(),  # noqa: B008 - frozen
    shown: Shown | None = None,
    resumes: UUID | None = None,
    begun: Begun = lambda _imported: None,
) -> Outcome:
    """Make a conference have what a schedule says, except for what was changed here since.

    `actor` is None for the operator at a terminal. The conference is the one at `slug`, else the one
    that the schedule's acronym, else its title, is known by; one that is not there yet is made, open
    for registration, and `is_open` opens one that is there. Hours without a zone are read in the
    file's, else in `zone`, else in the conference's own, else in the site's, with a warning; the zone
    of a conference that was made by hand, or has sessions that were, is turned only by a whole file
    that names one.
    `tell` is called in the caller's thread with each piece of work that is done; `source` says
    which file it was. It writes in many short transactions: call it outside of any.

    What would make, replace or withdraw something else than was `shown` is refused. An import that
    broke off (`resumes`) was agreed to when it began, and is gone on with; `begun` is told its id.
    """
    tell(Progress(_("comparing")))
    plan, warnings = _planned(actor, schedule, slug, zone, is_open=is_open)
    earlier = writing.to_resume(resumes, plan.conference)
    if shown and not earlier:
        _refuse_other(_outcome(plan, schedule, warnings, plan.lines), shown)
    try:
        imported = writing.begin(
            plan=plan,
            actor=actor,
            source=source,
            acronym=schedule.acronym,
            is_open=is_open,
            resumes=resumes,
            begun=begun,
        )
    except (IntegrityError, Overtaken) as error:
        raise _overtaken() from error
    run = _Run(
        imported, schedule, actor, tell, plan, writing.changes_of(imported) if earlier else {}
    )
    run.written += [line for line in plan.of("conference") if line.is_written]
    try:
        run.write()
    except BaseException:
        run.stop()
        raise
    outcome = _outcome(
        run.plan, schedule, warnings, run.written, imported=imported, earlier=run.earlier
    )
    writing.finish(imported=imported, actor=actor, counts=counts(outcome), written=run.written)
    return outcome


def counts(outcome: Outcome) -> dict[str, Any]:
    """Return the report as it is kept, and as the last line of the terminal shows it."""
    return {
        "sessions": outcome.sessions,
        "rooms": outcome.rooms,
        "people": outcome.people,
        "created": outcome.created,
        "updated": outcome.updated,
        "unchanged": outcome.unchanged,
        "withdrawn": outcome.withdrawn,
        "kept": names_of(list(outcome.kept)),
        "skipped": list(outcome.skipped),
        "warnings": list(outcome.warnings),
        "import": str(outcome.imported or ""),
    }


@dataclass(slots=True)
class _Run:
    """An import under way: its plan, which is made again when it was overtaken, and what is written."""

    imported: Import
    schedule: Schedule
    actor: Person | None
    tell: Tell
    plan: Plan
    earlier: Mapping[UUID, Change] = field(default_factory=dict)
    written: list[Line] = field(default_factory=list)

    def write(self) -> None:
        """Write the plan; when somebody changed a row meanwhile, compare again and go on from there."""
        for _attempt in range(ATTEMPTS):
            try:
                self._write_all()
            except (Overtaken, IntegrityError):
                self._compare_again()
            else:
                return
        raise _overtaken()

    def stop(self) -> None:
        """Note how far it came."""
        created = sum(line.act == Act.CREATED for line in self.written if line.kind in COUNTED)
        created += _acts(self.earlier.values()).count(Act.CREATED)
        figures = {"sessions": len(self.schedule.talks), "created": created}
        writing.stop(imported=self.imported, counts=figures)

    def _write_all(self) -> None:
        batches = list(writing.batches(self.plan))
        done, total = 0, sum(map(len, batches))
        for lines in batches:
            with writing.paused():
                writing.write_batch(imported=self.imported, lines=lines, actor=self.actor)
            done += len(lines)
            self.written += lines
            self.tell(Progress(_("writing"), done, total))

    def _compare_again(self) -> None:
        conference = Conference.objects.get(pk=self.plan.conference.pk)
        zone = self.plan.zone
        self.plan = compare(self.schedule, conference, is_new=False, zone=zone, now=clock.now())


def _planned(
    actor: Person | None, schedule: Schedule, slug: str, zone: str, *, is_open: bool = False
) -> tuple[Plan, list[str]]:
    if actor is not None and not allows("conferences.organise", actor):
        raise Forbidden
    conference, is_new = _conference(schedule, slug)
    read_in, warnings = _zone(schedule, conference, zone, is_new=is_new)
    now = clock.now()
    plan = compare(schedule, conference, is_new=is_new, zone=read_in, now=now, is_open=is_open)
    if plan.keeps_zone and plan.zone != conference.zone:
        text = _(
            "The conference keeps its time zone %(here)s, in which sessions were planned by hand; the "
            "hours of the file were read as %(asked)s. Change the zone on the conference’s desk if "
            "all of it takes place there."
        )
        warnings.append(text % {"here": conference.zone, "asked": plan.zone})
    return plan, warnings


def _outcome(
    plan: Plan,
    schedule: Schedule,
    warnings: list[str],
    lines: list[Line],
    *,
    imported: Import | None = None,
    earlier: Mapping[UUID, Change] = MappingProxyType({}),
) -> Outcome:
    """Count and name what the lines change, and what was changed before an import broke off.

    What stays as it is, the plan knows.
    """
    anew = [line for line in lines if line.act and line.row.pk not in earlier]
    changes = *earlier.values(), *(line.change(line.act, line.altered) for line in anew if line.act)
    acts = _acts(changes)
    created = acts.count(Act.CREATED)
    updated = acts.count(Act.UPDATED) + acts.count(Act.RETURNED)
    every = len(schedule.talks) + len(schedule.rooms) + len(schedule.speakers)
    left = tuple(plan.left)
    kept = tuple(line.change(Act.KEPT, line.kept) for line in plan.lines if line.kept)
    return Outcome(
        conference=plan.conference.slug,
        title=plan.conference.title.value,
        is_new=plan.is_new,
        zone=plan.zone,
        sessions=len(schedule.talks),
        rooms=len(schedule.rooms),
        people=len(schedule.speakers),
        created=created,
        updated=updated,
        unchanged=every - created - updated,
        withdrawn=acts.count(Act.WITHDRAWN),
        skipped=schedule.skipped,
        changes=changes,
        kept=kept,
        left=left,
        warnings=(*warnings, *(_left(each) for each in left)),
        imported=imported.pk if imported else None,
    )


def _acts(changes: Iterable[Change]) -> list[Act]:
    return [change.act for change in changes if change.kind in COUNTED]


def _refuse_other(outcome: Outcome, shown: Shown) -> None:
    """Refuse what would do something else than was shown, or more of it."""
    if shown.is_new and not outcome.is_new:
        text = _("There is a conference at this address already. Choose it, or write another one.")
        raise Refused("schedule.slug_taken", text, field="slug")
    is_more = outcome.updated > shown.updated or outcome.withdrawn > shown.withdrawn
    if is_more or outcome.is_new != shown.is_new:
        text = _(
            "The conference was changed since you looked: this import would now change or withdraw "
            "something else than was shown. Have it shown once more."
        )
        raise Refused("schedule.not_as_shown", text)


def _left(change: Change) -> str:
    text = _("“%(name)s” (%(key)s) is no longer in the file, but open, live or over: it stays.")
    return text % {"name": change.name, "key": change.key}


def _conference(schedule: Schedule, slug: str) -> tuple[Conference, bool]:
    """Return the conference to fill, and whether it must be made first."""
    known = Conference.objects.filter(slug=slug).first() if slug else _known(schedule)
    if known is not None:
        return known, False
    language = language_of(schedule.title)
    made = Conference(slug=slug or _slug(schedule), source_language=language, venue=schedule.venue)
    revise(made, language=language, title=schedule.title)
    made.zone = settings.TIME_ZONE
    made.starts_on, made.ends_on = schedule.starts_on, schedule.ends_on
    return made, True


def _known(schedule: Schedule) -> Conference | None:
    """Return the conference that a schedule means: by its acronym, else by its title.

    One whose last import had another acronym is another conference, whatever it is called.
    """
    acronym = schedule.acronym
    if acronym:
        last = Import.objects.filter(acronym=acronym, conference__isnull=False)
        latest = last.select_related("conference").order_by("-began_at").first()
        slugs = {slugify(acronym)[:MAX_SLUG], own_ids.slug_of(acronym)}
        at_slug = Conference.objects.filter(slug__in=slugs).first()
        found = latest.conference if latest else at_slug
        if found is not None:
            return found
    titled = Q(title_en=schedule.title) | Q(title_ru=schedule.title) | Q(slug=_titled(schedule))
    rows = list(Conference.objects.filter(titled).order_by("-starts_on")[:3])
    rows = [row for row in rows if not acronym or not _goes_by_another(row, acronym)]
    if len(rows) > 1:
        text = _("Several conferences are called “%(title)s”. Name one with --conference.")
        raise Refused("schedule.ambiguous", text % {"title": schedule.title}, field="slug")
    return rows[0] if rows else None


def _goes_by_another(conference: Conference, acronym: str) -> bool:
    imports = Import.objects.filter(conference=conference).exclude(acronym="")
    return imports.exclude(acronym=acronym).exists()


def _titled(schedule: Schedule) -> str:
    return slugify(schedule.title)[:MAX_SLUG].strip("-")


def _slug(schedule: Schedule) -> str:
    slug = slugify(schedule.acronym)[:MAX_SLUG] or _titled(schedule)
    if not slug:
        text = _("No address can be made from the title “%(title)s”. Name one with --conference.")
        raise Refused("schedule.slug_missing", text % {"title": schedule.title}, field="slug")
    if Conference.objects.filter(slug=slug).exists():
        text = _("Another conference has the address “%(slug)s”. Name one with --conference.")
        raise Refused("schedule.slug_taken", text % {"slug": slug}, field="slug")
    return slug


def _zone(
    schedule: Schedule, conference: Conference, asked: str, *, is_new: bool
) -> tuple[str, list[str]]:
    """Return the zone in which hours are read, and what the reader must know of it."""
    for name in filter(None, (asked, schedule.zone)):
        _check_zone(name)
    if schedule.zone and asked and asked != schedule.zone:
        text = _("The file says that its hours are those of %(file)s; %(asked)s was not used.")
        return schedule.zone, [text % {"file": schedule.zone, "asked": asked}]
    if schedule.zone or asked:
        return schedule.zone or asked, []
    zone = settings.TIME_ZONE if is_new else conference.zone
    if all(talk.starts.tzinfo for talk in schedule.talks):
        return zone, []
    text = _(
        "The file names no time zone; its hours were read as %(zone)s. Name the right one with "
        "--zone and run this again: it moves them."
    )
    return zone, [text % {"zone": zone}]


def _check_zone(name: str) -> None:
    try:
        validate_zone(name)
    except ValidationError as error:
        raise Refused("zone.unknown", error.messages[0], field="zone", status=400) from error


def _overtaken() -> Refused:
    text = _("Somebody else changed this conference at the same moment. Run the import again.")
    return Refused("schedule.overtaken", text)
