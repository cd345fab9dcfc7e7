"""Attempts to change an adopted text: refused like any other, and written down all the same.

The refusal undoes its transaction, so the door that meets it writes the attempt in another one.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from live.hub import verb
from records.recommendations.drafts import record
from records.recommendations.models import Frozen, Recommendation
from records.recommendations.wording import AdoptedText

audit.name_acts({"recommendation.attempt": _("Change of an adopted recommendation attempted")})


@contextmanager
def noted(actor: Person, recommendation: Recommendation) -> Iterator[None]:
    """Write down the attempt if what is done within would change an adopted text; it stays refused."""
    try:
        yield
    except (AdoptedText, Frozen):
        note(actor=actor, recommendation=recommendation)
        raise


@verb
def note(*, actor: Person, recommendation: Recommendation) -> None:
    """Write down that somebody tried to change an adopted text."""
    record(actor, recommendation, "recommendation.attempt")
