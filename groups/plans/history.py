"""The history of a plan in words: what was changed, from what to what, by whom as others see them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from accounts.models import Organisation, Person
from accounts.people import Shown
from groups.plans.faces import Faces, called
from groups.plans.models import Aim, Change, StepState
from kit.bilingual import Text
from kit.refusals import Words

FIELDS: dict[str, Words] = {
    "title_en": gettext_lazy("text in English"),
    "title_ru": gettext_lazy("text in Russian"),
    "about_en": gettext_lazy("how one sees that it is reached, in English"),
    "about_ru": gettext_lazy("how one sees that it is reached, in Russian"),
    "note_en": gettext_lazy("note in English"),
    "note_ru": gettext_lazy("note in Russian"),
    "reason_en": gettext_lazy("reason in English"),
    "reason_ru": gettext_lazy("reason in Russian"),
    "owner": gettext_lazy("who does it"),
    "organisation": gettext_lazy("organisation"),
    "due_on": gettext_lazy("due"),
    "state": gettext_lazy("state"),
    "aim": gettext_lazy("aim"),
    "position": gettext_lazy("place"),
}
Named = TypeVar("Named", Organisation, Aim)

_STATES = dict(StepState.choices)


@dataclass(frozen=True, slots=True)
class Line:
    """One change as a page shows it; `lang` is that of its two texts."""

    at: datetime
    by: Shown | None
    kind: str
    label: Words
    was: str
    now: str
    lang: str
    subject: Text | None
    step: UUID | None
    is_new: bool


def lines(changes: Iterable[Change], faces: Faces, *, since: datetime | None = None) -> list[Line]:
    """Return changes in words, in three queries at most however many there are."""
    rows = list(changes)
    names = _Names(rows, faces)
    own = getattr(faces.reader, "pk", None)
    return [_line(row, faces, names, is_new=_is_new(row, since, own)) for row in rows]


def _is_new(row: Change, since: datetime | None, own: UUID | None) -> bool:
    return since is not None and row.at > since and row.by_id != own


def _line(row: Change, faces: Faces, names: "_Names", *, is_new: bool) -> Line:
    subject = row.step or row.aim
    is_text = row.field[-3:] in {"_en", "_ru"}
    return Line(
        at=row.at,
        by=faces.then(row.by, row.shown),
        kind=_kind(row),
        label=FIELDS.get(row.field, row.field),
        was=names.in_words(row.field, row.was),
        now=names.in_words(row.field, row.now),
        lang=row.field[-2:] if is_text else "",
        subject=subject.title if subject else None,
        step=row.step_id,
        is_new=is_new,
    )


def _kind(row: Change) -> str:
    """Return `added`, `away`, `back`, `opened`, `closed`, or `field` where a field has another value."""
    if row.field == "put_away":
        return "away" if row.now else "back"
    if row.field == "is_public":
        return "opened" if row.now else "closed"
    return "added" if row.field == "added" else "field"


class _Names:
    """What the keys in a history stand for, as its reader may see it now."""

    def __init__(self, rows: list[Change], faces: Faces) -> None:
        self._faces = faces
        people, houses, aims = (_keys(rows, field) for field in ("owner", "organisation", "aim"))
        found = Person.objects.select_related("organisation").filter(pk__in=people)
        self._people = {str(row.pk): row for row in found} if people else {}
        self._houses = _by_key(Organisation.objects.filter(pk__in=houses)) if houses else {}
        self._aims = _by_key(Aim.objects.filter(pk__in=aims)) if aims else {}

    def in_words(self, field: str, value: str) -> str:
        """Return a value of the history as it is read."""
        if not value:
            return ""
        if field == "owner":
            return called(self._faces.of(self._people.get(value)))
        if field == "organisation":
            return str(self._houses[value].name) if value in self._houses else "–"
        if field == "aim":
            return str(self._aims[value].title) if value in self._aims else "–"
        if field == "state":
            return str(_STATES.get(StepState(value), value))
        return date_format(date.fromisoformat(value), "j E Y") if field == "due_on" else value


def _keys(rows: list[Change], field: str) -> set[str]:
    return {key for row in rows if row.field == field for key in (row.was, row.now) if key}


def _by_key(rows: Iterable[Named]) -> dict[str, Named]:
    return {str(row.pk): row for row in rows}


def value_in_words(field: str, value: object, faces: Faces) -> str:
    """Return what a field of a step or an aim says at present, as it is read."""
    if not value:
        return "–"
    if isinstance(value, Person):
        return called(faces.of(value))
    if isinstance(value, Organisation):
        return str(value.name)
    if isinstance(value, Aim):
        return str(value.title)
    if isinstance(value, date):
        return date_format(value, "j E Y")
    return str(_STATES[StepState(str(value))]) if field == "state" else str(value)
