"""The work plans of four groups and one joint project: aims, steps, and how each step went on."""

from dataclasses import dataclass

from groups.plans.models import StepState
from portal.demonstration.facts import Words


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody wrote about a step, so many days ago: how far it is, a note, another day."""

    days_ago: int
    by: int
    state: StepState | None = None
    note: Words | None = None
    reason: Words | None = None
    due_in: int | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """A step: who does it (the place among the co-chairs, 0 or 1), due in so many days from now."""

    text: Words
    owner: int | None = 0
    due_in: int | None = None
    turns: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """An aim with its steps."""

    text: Words
    about: Words
    tasks: tuple[Task, ...] = ()


@dataclass(frozen=True, slots=True)
class Venture:
    """A joint project of groups, by their addresses; the first one proposes it."""

    groups: tuple[str, ...]
    title: Words
    about: Words
    goals: tuple[Goal, ...]


PLANNED_AGO = 120

_REGISTERS = Goal(
    Words("Open registers of public contracts", "Открытые реестры государственных контрактов"),
    Words(
        "Anybody can look up who was paid for what in six pilot cities.",
        "Любой может узнать, кому и за что заплатили, в шести пилотных городах.",
    ),
    (
        Task(
            Words(
                "Compare what both countries publish already",
                "Сравнить, что обе страны уже публикуют",
            ),
            0,
            -60,
            (
                Turn(100, 0, StepState.UNDER_WAY),
                Turn(
                    62,
                    0,
                    StepState.DONE,
                    Words(
                        "The comparison covers 48 regions and is in both languages.",
                        "Сравнение охватывает 48 регионов и есть на двух языках.",
                    ),
                ),
            ),
        ),
        Task(
            Words(
                "Agree on the fields that every register should have",
                "Согласовать поля, которые должны быть в каждом реестре",
            ),
            1,
            -12,
            (Turn(50, 1, StepState.UNDER_WAY),),
        ),
        Task(
            Words(
                "Find six cities that try it",
                "Найти шесть городов, которые согласятся попробовать",
            ),
            0,
            75,
        ),
    ),
)
_PROTECTION = Goal(
    Words("Protection for those who report corruption", "Защита тех, кто сообщает о коррупции"),
    Words(
        "A draft law commented on by lawyers of both sides, and a line to call.",
        "Законопроект с замечаниями юристов обеих сторон и телефон доверия.",
    ),
    (
        Task(
            Words(
                "Collect twenty cases that ended well", "Собрать двадцать случаев с хорошим концом"
            ),
            1,
            40,
            (
                Turn(
                    45,
                    1,
                    StepState.UNDER_WAY,
                    Words("Eleven so far, names changed.", "Пока одиннадцать, имена изменены."),
                ),
            ),
        ),
        Task(
            Words("Comment on the draft law", "Подготовить замечания к законопроекту"),
            0,
            20,
            (
                Turn(15, 0, StepState.UNDER_WAY),
                Turn(
                    3,
                    1,
                    note=Words(
                        "Moscow lawyers have sent theirs.",
                        "Московские юристы прислали свои замечания.",
                    ),
                ),
            ),
        ),
        Task(
            Words(
                "Open a telephone line in one region", "Открыть телефонную линию в одном регионе"
            ),
            None,
            -30,
            (
                Turn(
                    28,
                    0,
                    StepState.GIVEN_UP,
                    reason=Words(
                        "No operator could promise that calls stay anonymous.",
                        "Ни один оператор не смог обещать, что звонки останутся анонимными.",
                    ),
                ),
            ),
        ),
    ),
)
_LESSONS = Goal(
    Words("Lessons on integrity in schools", "Уроки честности в школах"),
    Words("Ten lessons, tried in both countries.", "Десять уроков, проверенных в обеих странах."),
    (
        Task(
            Words("Write the first three lessons", "Написать первые три урока"),
            1,
            10,
            (Turn(25, 1, StepState.UNDER_WAY, due_in=24),),
        ),
        Task(Words("Try them in four schools", "Проверить их в четырёх школах"), 0, 120),
    ),
)
_HEALTH = tuple(
    Goal(text, about, tasks)
    for text, about, tasks in (
        (
            Words("Smoke-free places", "Места без табачного дыма"),
            Words("Cafés, stairs and stops.", "Кафе, подъезды и остановки."),
            (
                Task(
                    Words("Measure the air in twenty cafés", "Измерить воздух в двадцати кафе"),
                    0,
                    -40,
                    (Turn(80, 0, StepState.UNDER_WAY), Turn(41, 0, StepState.DONE)),
                ),
                Task(
                    Words("Publish the figures", "Опубликовать результаты измерений"),
                    1,
                    14,
                    (Turn(9, 1, StepState.UNDER_WAY),),
                ),
            ),
        ),
        (
            Words("Early tests for tuberculosis", "Ранняя проверка на туберкулёз"),
            Words("Tests near home, without queues.", "Проверка рядом с домом, без очередей."),
            (
                Task(
                    Words(
                        "Plan the route of a mobile clinic", "Составить маршрут передвижной клиники"
                    ),
                    1,
                    60,
                ),
            ),
        ),
        (
            Words("Honest labels on food", "Честные этикетки на продуктах"),
            Words("Salt and sugar in words that shoppers read.", "Соль и сахар понятными словами."),
            (
                Task(
                    Words(
                        "Ask 300 shoppers what they read",
                        "Опросить 300 покупателей, что они читают",
                    ),
                    0,
                    -5,
                    (Turn(20, 0, StepState.UNDER_WAY),),
                ),
            ),
        ),
        (
            Words("Help for those who care at home", "Помощь тем, кто ухаживает дома"),
            Words("A week of rest a year for each carer.", "Неделя отдыха в год для каждого."),
            (
                Task(
                    Words("Write down what carers ask for", "Записать, о чём просят ухаживающие"),
                    1,
                    30,
                    (Turn(6, 1, StepState.UNDER_WAY),),
                ),
            ),
        ),
        (
            Words("Health classes for the elderly", "Занятия о здоровье для пожилых"),
            Words("In libraries, twice a month.", "В библиотеках, дважды в месяц."),
            (
                Task(
                    Words("Train the first ten librarians", "Обучить первых десять библиотекарей"),
                    0,
                    90,
                ),
            ),
        ),
    )
)
_METHOD = Goal(
    Words(
        "A common method for volunteers who test river water",
        "Единая методика для добровольцев, проверяющих воду в реках",
    ),
    Words(
        "Figures from the Volga and the Mississippi can be compared.",
        "Данные с Волги и Миссисипи можно сравнивать.",
    ),
    (
        Task(
            Words("Test one kit on both rivers", "Испытать один набор на обеих реках"),
            0,
            -20,
            (Turn(90, 0, StepState.UNDER_WAY), Turn(22, 1, StepState.DONE)),
        ),
        Task(
            Words("Write the handbook", "Написать пособие"),
            1,
            35,
            (Turn(12, 1, StepState.UNDER_WAY),),
        ),
        Task(Words("Train forty volunteers", "Обучить сорок добровольцев"), None, 100),
    ),
)
_PAIRS = Goal(
    Words("Forty pairs of classrooms in two years", "Сорок пар классов за два года"),
    Words(
        "Each pair ends with a lesson that others can use.", "Каждая пара готовит урок для других."
    ),
    (
        Task(
            Words("Find teachers for the second year", "Найти учителей на второй год"),
            1,
            25,
            (
                Turn(
                    18,
                    0,
                    StepState.UNDER_WAY,
                    Words("Thirty-one pairs so far.", "Пока тридцать одна пара."),
                ),
            ),
        ),
        Task(Words("Open the collection of lessons", "Открыть собрание уроков"), 0, 110),
    ),
)

# By the address of the group.
PLANS = {
    "anti-corruption": (_REGISTERS, _PROTECTION, _LESSONS),
    "public-health": _HEALTH,
    "environment": (_METHOD,),
    "education": (_PAIRS,),
}

VENTURE = Venture(
    ("environment", "education"),
    Words("Rivers as classrooms", "Река как класс"),
    Words(
        "School classes test the water of their own river by the common method and compare it with a "
        "class across the ocean.",
        "Школьники проверяют воду своей реки по единой методике и сравнивают её с данными класса по ту "
        "сторону океана.",
    ),
    (
        Goal(
            Words("Ten pairs of schools test their rivers", "Десять пар школ проверяют свои реки"),
            Words(
                "Each pair tests three times in a year.", "Каждая пара делает три проверки за год."
            ),
            (
                Task(
                    Words("Choose schools near a river", "Выбрать школы у реки"),
                    0,
                    -8,
                    (Turn(30, 0, StepState.UNDER_WAY), Turn(10, 0, StepState.DONE)),
                ),
                Task(
                    Words("Send the kits", "Разослать наборы"),
                    1,
                    21,
                    (Turn(7, 1, StepState.UNDER_WAY),),
                ),
                Task(Words("Compare the first figures", "Сравнить первые данные"), 0, 80),
            ),
        ),
    ),
)
