"""How a row of a plan is changed: what two people write at once both lands, or neither is lost.

A form says which edition its writer saw. What they changed is what differs from that edition, which the
history still knows; so fields that they left alone keep what another has written meanwhile. Only where
both changed one field to different ends is nothing written, and both texts are shown.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.people import shown
from groups.models import Group
from groups.plans.models import Aim, Change, Plan, Step
from groups.projects.models import Project
from kit.bilingual import CODES, TranslationState, other
from kit.bilingual import revise as revise_texts
from kit.names import clean_name, clean_text
from kit.refusals import NotHere, Refused
from live import clock

LONGEST_TITLE = 300
LONGEST_TEXT = 4000
# Cut before it is judged: nothing longer is looked at.
_ANY_LENGTH = 100_000

Row = Aim | Step
# A field, what it was and what it became.
Told = tuple[str, str, str]


class Clash(Refused):
    """Somebody else has changed the same fields meanwhile; `row` is as it stands now.

    `mine` are all fields that the writer changed: the others are to be shown to them as they are now.
    """

    def __init__(self, row: Row, fields: Collection[str], mine: Collection[str]) -> None:
        text = _(
            "Somebody else has changed the same while you were writing. What stands there now is shown "
            "beside what you wrote; save again to put yours in its place."
        )
        super().__init__("plan.edited", text, field=next(iter(fields)))
        self.row = row
        self.fields = tuple(fields)
        self.mine = frozenset(mine)

    def as_json(self) -> dict[str, Any]:
        """Return what stands there now with the refusal, so that a program can show both.

        Who does a step is left out: its writer may not know who that is, and a key would tell.
        """
        now = {field: raw(getattr(self.row, field)) for field in self.fields if field != "owner"}
        return {**super().as_json(), "edition": self.row.edition, "now": now}


def locked(plan: Plan) -> Plan:
    """Return a plan under its lock, its row written if there is none yet; all writes of it wait here."""
    host = Group if plan.group_id else Project
    if not host._default_manager.select_for_update(no_key=True).filter(pk=plan.pk).exists():  # noqa: SLF001 - documented Django
        raise NotHere
    host_keys = {"group_id": plan.group_id, "project_id": plan.project_id}
    row, _new = Plan.objects.get_or_create(pk=plan.pk, defaults=host_keys)
    return row


def raw(value: Any) -> str:
    """Return a value as the history keeps it: keys of rows, ISO dates, texts as they are."""
    if isinstance(value, Model):
        return str(value.pk)
    return value.isoformat() if isinstance(value, date) else str(value or "")


def facts(row: Row) -> dict[str, str]:
    """Return all that a row says, as the history keeps it."""
    nouns = [f"{noun}_{code}" for noun in _nouns(row) for code in CODES]
    others = ("aim", "owner", "organisation", "due_on", "state") if isinstance(row, Step) else ()
    return {field: raw(getattr(row, field)) for field in (*nouns, *others)}


def difference(before: Mapping[str, str], row: Row) -> list[Told]:
    """Return what has changed of a row, as the history tells it."""
    after = facts(row)
    return [(field, was, after[field]) for field, was in before.items() if after[field] != was]


def merge(row: Row, wanted: Mapping[str, Any], seen: int | None) -> None:
    """Write into a locked row what its writer changed; the caller saves.

    Without `seen` whatever stands there is replaced: who says so has just read it.
    """
    now = facts(row)
    base = now if seen is None else now | _as_seen(row, seen, now)
    mine = {field: value for field, value in wanted.items() if raw(value) != base[field]}
    clashing = [
        field
        for field, value in mine.items()
        if base[field] != now[field] and raw(value) != now[field]
    ]
    if clashing:
        raise Clash(row, clashing, mine)
    _put(row, mine, stale={field for field in now if base[field] != now[field]})


def record(
    plan: Plan,
    actor: Person,
    changed: Iterable[Told],
    *,
    row: Row | None = None,
) -> None:
    """Write down what has changed, by whom as others see them at this moment."""
    seen, at = asdict(shown(actor)), clock.now()
    Change.objects.bulk_create(
        Change(
            plan=plan,
            aim=row if isinstance(row, Aim) else None,
            step=row if isinstance(row, Step) else None,
            field=field,
            was=was,
            now=now,
            edition=row.edition if row else 1,
            at=at,
            by=actor,
            shown=seen,
        )
        for field, was, now in changed
    )


def title(text: str, field: str) -> str:
    """Return a title as it is kept, or refuse one that is too long."""
    cleaned = clean_name(text, _ANY_LENGTH)
    if len(cleaned) > LONGEST_TITLE:
        raise Refused("plan.too_long", _("At most 300 characters."), field=field)
    return cleaned


def paragraph(text: str, field: str) -> str:
    """Return a text of several lines as it is kept, or refuse one that is too long."""
    cleaned = clean_text(text[:_ANY_LENGTH])
    if len(cleaned) > LONGEST_TEXT:
        raise Refused("plan.too_long", _("At most 4,000 characters."), field=field)
    return cleaned


def demand_title(row: Row) -> None:
    """Refuse what has no title in either language; the original is the language that has one."""
    if not (row.title_en or row.title_ru):
        text = _("Say it in one language at least.")
        raise Refused("plan.untitled", text, field=f"title_{row.source_language}")
    if not getattr(row, f"title_{row.source_language}"):
        row.source_language = other(row.source_language)
        row.translation_state = TranslationState.MISSING


def _as_seen(row: Row, seen: int, fields: Collection[str]) -> dict[str, str]:
    """Return those fields that were changed since an edition, as they were in it."""
    later = row.changes.filter(edition__gt=seen, field__in=fields).order_by("edition", "id")
    found: dict[str, str] = {}
    for field, was in later.values_list("field", "was"):
        found.setdefault(field, was)
    return found


def _put(row: Row, mine: Mapping[str, Any], stale: Collection[str]) -> None:
    """Set the fields; texts by language, the original first, so that the translation's state is true."""
    texts = {field for field in mine if field[-3:] in {"_en", "_ru"}}
    for field in mine.keys() - texts:
        setattr(row, field, mine[field])
    source = row.source_language
    for language in (source, other(source)):
        names = [field for field in mine if field in texts and field.endswith(f"_{language}")]
        if names:
            nouns = _nouns(row)
            said = {noun: getattr(row, f"{noun}_{language}") for noun in nouns}
            revise_texts(row, language=language, **said | {name[:-3]: mine[name] for name in names})
    # Whoever translated had the former original before them.
    translated = {field[:-3] for field in texts if field.endswith(f"_{other(source)}")}
    if any(f"{noun}_{source}" in stale for noun in translated):
        row.translation_state = TranslationState.STALE


def _nouns(row: Row) -> tuple[str, ...]:
    names = {field.name for field in row._meta.concrete_fields}
    return tuple(sorted({name[:-3] for name in names if name[-3:] in {f"_{c}" for c in CODES}}))
