"""Two moderators at the same agenda at the same moment: nothing is skipped, nothing runs twice."""

from functools import partial
from typing import Any

import pytest

from accounts.models import Person
from sessions import items, life
from sessions.models import AgendaItem, ItemRun, Session
from tests.chat.test_races import at_once
from tests.sessions.agendas_of import current, kept, line, log, runs, three

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 5


def test_two_who_press_next_at_once_do_not_skip_an_item(
    plenary: Session, boris: Person, ada: Person
) -> None:
    lines = [line(f"Item {number}") for number in range(ROUNDS)]
    agenda = items.plan(actor=ada, session=plenary, lines=lines)
    after = None
    for item in agenda:
        came = at_once(
            partial(items.move_on, actor=boris, session=plenary, after=after),
            partial(items.move_on, actor=ada, session=plenary, after=after),
        )
        assert sorted(came) == ["agenda.moved", "ok"]
        assert current(plenary) == item.pk
        after = item.pk
    assert ItemRun.objects.count() == ROUNDS


def test_whatever_two_do_at_once_one_item_is_current_at_most_and_the_log_says_which(
    plenary: Session, boris: Person, ada: Person
) -> None:
    agenda = three(plenary, ada)
    here: dict[str, Any] = {"session": plenary}
    for _round in range(ROUNDS):
        after = current(plenary)
        came = at_once(
            partial(items.move_on, actor=boris, after=after, **here),
            partial(items.go_back, actor=ada, after=after, **here),
            partial(items.start, actor=boris, item=agenda[1].pk, after=after, **here),
            partial(items.stop, actor=ada, after=after, **here),
        )
        assert came.count("ok") == 1, came
        told = [entry for entry in log(plenary) if entry[0].startswith("item.")]
        running = told[-1][1] if told[-1][0] == "item.started" else None
        assert current(plenary) == running
        assert [has_ended for _title, has_ended in runs(plenary)].count(False) <= 1


def test_an_item_that_starts_while_it_is_removed_is_either_there_or_gone(
    plenary: Session, boris: Person, ada: Person
) -> None:
    first, *rest = three(plenary, ada)
    came = at_once(
        partial(items.start, actor=boris, session=plenary, item=first.pk, after=None),
        partial(items.plan, actor=ada, session=plenary, lines=[kept(item) for item in rest]),
    )
    assert came in (["ok", "agenda.has_run"], ["not_found", "ok"])
    assert AgendaItem.objects.filter(pk=first.pk).exists() == (came[0] == "ok")


def test_a_session_that_ends_while_its_agenda_moves_leaves_nothing_running(
    plenary: Session, boris: Person, ada: Person
) -> None:
    three(plenary, ada)
    came = at_once(
        partial(items.move_on, actor=boris, session=plenary, after=None),
        partial(life.end, actor=ada, session=plenary),
    )
    assert came in (["ok", "ok"], ["agenda.not_live", "ok"])
    assert current(plenary) is None
    assert log(plenary)[-1] == ("session.ended", None)
