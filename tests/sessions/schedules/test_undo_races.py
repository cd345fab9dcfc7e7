"""Whoever comes to a session while an import is undone: what they made is never deleted with it."""

from threading import Thread

import pytest
from django.db import IntegrityError, connection

from accounts.models import Person
from conferences.models import Conference
from kit.refusals import NotHere
from sessions.models import Session, Star
from sessions.programme import stars
from sessions.schedules import undo
from tests import build
from tests.sessions.schedules.bringing import SMALL, bring, made

pytestmark = pytest.mark.django_db(transaction=True)

# For so long a star is waited for that must not come in before the session is gone.
PATIENCE = 0.5


def test_a_star_that_comes_before_the_session_goes_is_refused_not_deleted(
    dmitri: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = made(bring(SMALL))
    build.registration(dmitri, Conference.objects.get())
    session = Session.objects.get(import_key="1")
    came: list[str] = []
    whole = undo._delete

    def star() -> None:
        try:
            stars.star(actor=dmitri, session=session)
            came.append("starred")
        except (IntegrityError, NotHere):
            came.append("gone")
        finally:
            connection.close()

    visitor = Thread(target=star)

    def delete(model: object, ids: list[object]) -> None:
        if model is Session:
            visitor.start()
            visitor.join(PATIENCE)
        whole(model, ids)  # type: ignore[arg-type]

    monkeypatch.setattr(undo, "_delete", delete)
    undo.undo(actor=None, imported=imported)
    visitor.join()
    assert (came, Star.objects.count()) == (["gone"], 0)
