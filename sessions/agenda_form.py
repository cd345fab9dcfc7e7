"""The form of an agenda: a line below another, added to and moved up and down without any script."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kit.forms import RefusableForm
from kit.refusals import Refused
from sessions.items import MOST_ITEMS, MOST_MINUTES, Line
from sessions.models import AgendaItem

# Empty lines that stand ready, at first and at each wish for more.
SPARE = 3
_FIELDS = ("id", "title_en", "title_ru", "speaker", "minutes")
_TEXTS = ("title_en", "title_ru", "speaker")
# Lines that are read of what was sent: an empty one takes no place in the plan.
_MOST_LINES = MOST_ITEMS * 2
_LONGEST_NUMBER = 3

Typed = dict[str, Any]


class ItemForm(RefusableForm):
    """One line; one without any text is no item."""

    has_run = False

    id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    title_en = forms.CharField(label=_("Title in English"), max_length=200, required=False)
    title_ru = forms.CharField(label=_("Title in Russian"), max_length=200, required=False)
    speaker = forms.CharField(label=_("Who speaks"), max_length=200, required=False)
    minutes = forms.IntegerField(
        label=_("Minutes"),
        min_value=1,
        max_value=MOST_MINUTES,
        error_messages={"required": _("How many minutes are planned?")},
    )

    def line(self) -> Line:
        """Return what the verb takes."""
        said = self.cleaned_data
        return Line(**{name: said[name] for name in _TEXTS}, minutes=said["minutes"], id=said["id"])


class AgendaForm:
    """All lines of a plan, as they are, or as they were typed."""

    def __init__(
        self, rows: Sequence[Typed], *, seen: str, ran: Collection[str], data: Any = None
    ) -> None:
        self.seen = seen
        self.refusal = ""
        self.lines = []
        for number, row in enumerate(rows):
            # A line in which nothing is written is not judged.
            said = data if _is_said(row) else None
            line = ItemForm(
                said, prefix=f"items-{number}", initial=row, use_required_attribute=False
            )
            line.has_run = str(row.get("id")) in ran
            self.lines.append(line)

    @classmethod
    def of(cls, items: Sequence[AgendaItem], seen: str, ran: Collection[str]) -> "AgendaForm":
        """Return the form with the plan as it is, and empty lines below it.

        `ran` are the ids of items that have run, and so can't be removed.
        """
        rows: list[Typed] = [{name: getattr(item, name) for name in _FIELDS} for item in items]
        return cls([*rows, *_spare()], seen=seen, ran=ran)

    @classmethod
    def sent(cls, data: Mapping[str, str], ran: Collection[str]) -> "AgendaForm":
        """Return the form as it was sent, to be saved."""
        return cls(_rows(data), seen=data.get("seen", ""), ran=ran, data=data)

    @classmethod
    def rearranged(cls, data: Mapping[str, str], ran: Collection[str]) -> "AgendaForm":
        """Return the form with what its button asked for; nothing is saved yet.

        `do` is `more`, or `up`, `down` or `remove` with the number of a line.
        """
        rows = _rows(data)
        what, _colon, number = data.get("do", "").partition(":")
        at = _number(number, -1)
        if what == "more":
            rows += _spare()
        elif 0 <= at < len(rows) and what in _MOVES:
            row, by = rows.pop(at), _MOVES[what]
            if by is not None:
                rows.insert(max(0, at + by), row)
        return cls(rows, seen=data.get("seen", ""), ran=ran)

    def is_valid(self) -> bool:
        """Say whether every line that says something can be read."""
        return all(line.is_valid() for line in self._said())

    def plan(self) -> list[Line]:
        """Return what the verb takes: the lines that say something."""
        return [line.line() for line in self._said()]

    def refuse(self, refused: Refused) -> None:
        """Show a refusal at the line that it names, or above all."""
        number, _dash, name = (refused.field or "").removeprefix("items-").partition("-")
        said = self._said()
        if name and number.isdigit() and int(number) < len(said):
            line = said[int(number)]
            line.refuse(Refused(refused.code, refused.text, field=name))
        else:
            self.refusal = str(refused.text)

    @property
    def has_errors(self) -> bool:
        """Say whether anything has to be put right before it can be saved."""
        return bool(self.refusal) or any(line.errors for line in self.lines)

    def _said(self) -> list[ItemForm]:
        return [line for line in self.lines if line.is_bound]


# Where a line goes, counted from where it was taken out; nowhere: it is left out.
_MOVES: dict[str, int | None] = {"up": -1, "down": 1, "remove": None}


def _is_said(row: Typed) -> bool:
    return any(str(row.get(name) or "").strip() for name in ("id", *_TEXTS))


def _spare() -> list[Typed]:
    return [{} for _ in range(SPARE)]


def _rows(data: Mapping[str, str]) -> list[Typed]:
    count = min(_number(data.get("count", ""), 0), _MOST_LINES)
    return [
        {name: data.get(f"items-{number}-{name}", "") for name in _FIELDS}
        for number in range(count)
    ]


def _number(text: str, otherwise: int) -> int:
    is_number = text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER
    return int(text) if is_number else otherwise
