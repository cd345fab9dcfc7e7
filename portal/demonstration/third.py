"""The conference to come: the third, in Moscow again, some months from now."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.demonstration.facts import Gathering, Planned, Talk, Words

SLUG = "moscow-third"
ZONE = "Europe/Moscow"
MONTHS_AHEAD = timedelta(days=150)
GATHERING = Gathering(
    slug=SLUG,
    zone=ZONE,
    venue="Moscow",
    title=Words(
        "Third conference: recommendations that are heard",
        "Третья конференция: рекомендации, которые слышат",
        "ru",
    ),
    about=Words(
        "The groups report on what became of their recommendations: who received them, who answered, "
        "and what changed. Registration is open; places in the hall are few, online there is room for "
        "everyone.",
        "Группы расскажут, что стало с их рекомендациями: кто их получил, кто ответил и что изменилось. "
        "Регистрация открыта; мест в зале немного, а онлайн места хватит всем.",
        "ru",
    ),
    rooms={"main": Words("Main hall", "Главный зал", "ru")},
    tracks={"plenary": Words("Plenary", "Пленарные заседания", "ru")},
)
_TALKS = (
    Talk(
        "third-opening",
        Words(
            "Opening: what became of last year's recommendations",
            "Открытие: что стало с прошлогодними рекомендациями",
            "ru",
        ),
        Words(
            "<p>A short account of every recommendation: delivered, answered, or overdue.</p>",
            "<p>Коротко о каждой рекомендации: передана, получен ответ или ответ просрочен.</p>",
            "ru",
        ),
        "plenary",
    ),
    Talk(
        "third-groups",
        Words("Reports of the eleven groups", "Отчёты одиннадцати групп", "ru"),
        Words(
            "<p>Ten minutes a group, then questions from the hall and from those online.</p>",
            "<p>Десять минут на группу, затем вопросы из зала и от участников онлайн.</p>",
            "ru",
        ),
        "plenary",
    ),
    Talk(
        "third-after",
        Words("After the programme: what stays"),
        Words("<p>Which networks, funds and habits go on when the programme ends.</p>"),
        "discussion",
    ),
)
_HOURS = ((0, "10:00", 60), (0, "11:30", 120), (1, "10:00", 90))


def first_day(today: date) -> date:
    """Return a Wednesday some five months ahead."""
    day = today + MONTHS_AHEAD
    return day + timedelta(days=(2 - day.weekday()) % 7)


def sessions(first: date) -> list[Planned]:
    """Return the sessions planned so far, told by Moscow's clocks."""
    found = []
    for talk, (day, hour, minutes) in zip(_TALKS, _HOURS, strict=True):
        wall = datetime.combine(first + timedelta(days=day), time.fromisoformat(hour))
        start = wall.replace(tzinfo=ZoneInfo(ZONE))
        found.append(Planned(talk, start, start + timedelta(minutes=minutes)))
    return found
