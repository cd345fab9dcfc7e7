"""A plan as a spreadsheet opens it: one line a step, with both languages side by side."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from groups.plans.reading import AimRow, Sheet, StepRow
from kit import csvfile


def csv_of(sheet: Sheet) -> bytes:
    """Return the plan as its reader sees it, in a CSV file."""
    return csvfile.write(_header(), _rows(sheet))


def _header() -> list[str]:
    return [
        _("Aim in English"),
        _("Aim in Russian"),
        _("Step in English"),
        _("Step in Russian"),
        _("State"),
        _("Due on"),
        _("Overdue or left alone"),
        _("Who does it"),
        _("Organisation"),
        _("Note in English"),
        _("Note in Russian"),
        _("Why it was given up, in English"),
        _("Why it was given up, in Russian"),
    ]


def _rows(sheet: Sheet) -> Iterator[list[str]]:
    for aim in sheet.aims:
        for row in aim.steps:
            yield _line(aim, row)
        if not aim.steps:
            yield [aim.aim.title_en, aim.aim.title_ru, *[""] * (len(_header()) - 2)]


def _line(aim: AimRow, row: StepRow) -> list[str]:
    step = row.step
    stale = {"overdue": _("overdue"), "idle": _("left alone")}
    return [
        aim.aim.title_en,
        aim.aim.title_ru,
        step.title_en,
        step.title_ru,
        step.get_state_display(),
        step.due_on.isoformat() if step.due_on else "",
        stale.get(row.stale, ""),
        row.owner_words,
        str(step.organisation.name) if step.organisation else "",
        step.note_en,
        step.note_ru,
        step.reason_en,
        step.reason_ru,
    ]
