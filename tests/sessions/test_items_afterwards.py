"""The agenda of a session that is over: what has run stands in its record."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from accounts.models import Person
from kit.refusals import Refused
from sessions import items, life, queries
from sessions.models import AgendaItem, Session
from tests.sessions.agendas_of import kept, line, three

pytestmark = pytest.mark.django_db


@pytest.fixture
def agenda(plenary: Session, boris: Person) -> list[AgendaItem]:
    """Welcome, Reports, Discussion: ten minutes each."""
    return three(plenary, boris)


def code_of(act: Callable[..., Any], **given: Any) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        act(**given)
    return refused.value.code, refused.value.field


@pytest.fixture
def recorded(plenary: Session, boris: Person, agenda: list[AgendaItem]) -> list[AgendaItem]:
    """The agenda of a session that is over, of which Welcome and Reports have run."""
    items.move_on(actor=boris, session=plenary, after=None)
    items.move_on(actor=boris, session=plenary, after=agenda[0].pk)
    life.end(actor=boris, session=plenary)
    return agenda


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"title_en": "Weather"}, "title_en"),
        ({"title_en": "", "title_ru": "Приветствие"}, "title_en"),
        ({"speaker": "Nobody"}, "speaker"),
        ({"minutes": 600}, "minutes"),
    ],
)
def test_after_the_end_what_has_run_is_not_rewritten(
    plenary: Session,
    boris: Person,
    recorded: list[AgendaItem],
    changed: dict[str, Any],
    field: str,
) -> None:
    lines = [kept(item) for item in recorded]
    lines[0] = replace(lines[0], **changed)
    before = queries.mark_of(queries.items_of(plenary))
    assert code_of(items.plan, actor=boris, session=plenary, lines=lines) == (
        "agenda.on_record",
        f"items-0-{field}",
    )
    assert queries.mark_of(queries.items_of(plenary)) == before


def test_after_the_end_what_has_run_keeps_its_place(
    plenary: Session, boris: Person, recorded: list[AgendaItem]
) -> None:
    first, second, third = (kept(item) for item in recorded)
    twisted = ([second, first, third], [line("Before"), first, second, third])
    for lines in twisted:
        code, _field = code_of(items.plan, actor=boris, session=plenary, lines=lines)
        assert code == "agenda.on_record"


def test_after_the_end_what_never_ran_is_not_taken_from_above_what_has(
    plenary: Session, boris: Person, agenda: list[AgendaItem]
) -> None:
    items.start(actor=boris, session=plenary, item=agenda[2].pk, after=None)
    life.end(actor=boris, session=plenary)
    lines = [kept(item) for item in agenda[1:]]
    code, _field = code_of(items.plan, actor=boris, session=plenary, lines=lines)
    assert code == "agenda.on_record"


def test_after_the_end_a_missing_translation_is_added_and_what_never_ran_is_revised(
    plenary: Session, boris: Person, recorded: list[AgendaItem]
) -> None:
    first, second, third = (kept(item) for item in recorded)
    lines = [replace(first, title_ru="Приветствие"), second, replace(third, minutes=5)]
    items.plan(actor=boris, session=plenary, lines=lines)
    after = queries.items_of(plenary)
    assert [(item.title_en, item.title_ru, item.minutes) for item in after] == [
        ("Welcome", "Приветствие", 10),
        ("Reports", "", 10),
        ("Discussion", "", 5),
    ]
    lines[0] = replace(lines[0], title_ru="Погода")
    assert code_of(items.plan, actor=boris, session=plenary, lines=lines)[0] == "agenda.on_record"
