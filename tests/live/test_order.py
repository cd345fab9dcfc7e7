"""What was judged before the order of things was settled is judged again when it is."""

from typing import Any

import pytest

from accounts.models import Person
from live import hub
from live.models import Event
from live.testing import say
from sessions.models import Session, State

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("message.post", {"text": "one last word"}),
        ("question.ask", {"text": "one last question?"}),
    ],
)
def test_nothing_is_numbered_after_the_end_that_came_while_it_waited(
    plenary: Session,
    dmitri: Person,
    command: str,
    said: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """PostgreSQL locks no row that is only read: the session may end between judging and number."""
    locked = hub._locked

    def after_the_end(names: list[str]) -> Any:
        Session.objects.filter(pk=plenary.pk).update(state=State.ENDED)
        return locked(names)

    monkeypatch.setattr(hub, "_locked", after_the_end)
    assert say(dmitri, plenary.live_room, command, **said).code == "session.not_open"
    assert not Event.objects.exists()


def test_a_check_outside_a_verb_is_a_mistake_of_ours() -> None:
    with pytest.raises(RuntimeError, match="outside a verb"):
        hub.once_locked(lambda: None)
