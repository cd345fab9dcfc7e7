"""Two at once: both signatures count and hand in once; an edit while somebody signs leaves nothing signed."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from accounts.models import Letter, Person
from grants import applications, decisions, signing
from grants.decisions import Verdict
from grants.models import Application, Call, Decision, Outcome, State
from kit.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Do all at the same moment, each on a connection of its own; return what each came to."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> str:
        gate.wait()
        try:
            act()
            return "done"
        except Refused as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_signatures_at_once_hand_in_once(draft: Application, us: Person, ru: Person) -> None:
    edition = draft.edition

    def sign(who: Person) -> Callable[[], Any]:
        return lambda: signing.sign(actor=who, application=draft, edition=edition)

    assert at_once(sign(us), sign(ru)) == ["done", "done"]
    draft.refresh_from_db()
    assert draft.state == State.SUBMITTED
    assert Letter.objects.filter(key__startswith="grants.submitted").count() == 2


def test_an_edit_while_somebody_signs_leaves_nothing_signed(
    draft: Application, us: Person, ru: Person
) -> None:
    edition = draft.edition
    row = draft.sections.get(kind="plan")

    def write() -> None:
        applications.write_section(
            actor=ru, application=draft, kind="plan", edition=row.edition, text={"en": "Other."}
        )

    def sign() -> None:
        signing.sign(actor=us, application=draft, edition=edition)

    told = at_once(write, sign)
    assert told in (["done", "done"], ["done", "application.edited"])
    draft.refresh_from_db()
    assert draft.edition == edition + 1
    assert not draft.partners.filter(signed_edition__isnull=False).exists()


def test_two_who_write_one_section_at_once_are_told_of_each_other(
    draft: Application, us: Person, ru: Person
) -> None:
    row = draft.sections.get(kind="plan")

    def write(who: Person, text: str) -> Callable[[], Any]:
        return lambda: applications.write_section(
            actor=who, application=draft, kind="plan", edition=row.edition, text={"en": text}
        )

    assert sorted(at_once(write(us, "Mine."), write(ru, "Yours."))) == ["done", "section.edited"]
    assert draft.sections.get(kind="plan").edition == row.edition + 1


def test_a_decision_is_released_once(application: Application, call: Call, ada: Person) -> None:
    verdict = Verdict(Outcome.REFUSE, {"en": "No."})
    decisions.decide(actor=ada, application=application, verdict=verdict)

    def release() -> None:
        decisions.release(actor=ada, call=call)

    assert sorted(at_once(release, release)) == ["decision.none", "done"]
    assert Decision.objects.filter(released_at__isnull=False).count() == 1
    assert Letter.objects.filter(key__startswith="grants.decision").count() == 2
