"""How the demonstration writes rows: those that are missing, and nothing over what is there."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Model

M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class Count:
    """What there is of the demonstration, and what this load wrote of it."""

    there: Counter[str] = field(default_factory=Counter)
    created: int = 0
    moved: int = 0

    def as_json(self) -> dict[str, int]:
        """Return it as one flat object, the totals first."""
        return {**self.there, "created": self.created, "moved": self.moved}


def add_missing(model: type[M], rows: Iterable[M], count: Count, noun: str) -> list[M]:
    """Write the rows whose key is not there yet, and count them all; returns the new ones."""
    manager = model._default_manager  # noqa: SLF001 - documented Django
    wanted = {row.pk: row for row in rows}
    present = set(manager.filter(pk__in=wanted).values_list("pk", flat=True))
    new = [row for key, row in wanted.items() if key not in present]
    manager.bulk_create(new)
    count.there[noun] += len(wanted)
    count.created += len(new)
    return new
