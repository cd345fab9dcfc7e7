"""The conference that was: Moscow, 14 and 15 November 2011."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.demonstration.facts import Gathering, Guest, Planned, Talk, Words
from portal.demonstration.groups import THEMES
from portal.demonstration.people import chairs
from sessions.models import State

SLUG = "moscow-2011"
ZONE = "Europe/Moscow"
FIRST_DAY, LAST_DAY = date(2011, 11, 14), date(2011, 11, 15)
GATHERING = Gathering(
    slug=SLUG,
    zone=ZONE,
    venue="Moscow",
    title=Words(
        "US and Russian Civil Society: Deepening Partnerships",
        "Гражданское общество США и России: углубление партнёрства",
    ),
    about=Words(
        "The first conference of the programme. Each of the eleven working groups presented its plan to "
        "the plenary, the groups worked out their priority recommendations, and joint projects across "
        "themes were explored. About seventy organisations were in the hall; dozens more took part "
        "through the programme's website.",
        "Первая конференция программы. Каждая из одиннадцати рабочих групп представила свой план на "
        "пленарном заседании, группы выработали первоочередные рекомендации и обсудили совместные "
        "проекты на стыке тем. В зале собралось около семидесяти организаций, ещё несколько десятков "
        "участвовали через сайт программы.",
    ),
    rooms={"main": Words("Main hall", "Главный зал"), "groups": Words("Group rooms", "Залы групп")},
    tracks={
        "plenary": Words("Plenary", "Пленарные заседания"),
        "plans": Words("Plans of the working groups", "Планы рабочих групп"),
        "projects": Words("Joint projects", "Совместные проекты"),
    },
    guests={
        "guest-eleanor": Guest(
            Words("Eleanor Strand", "Элинор Стрэнд"),
            Words("Steering committee, United States", "Координационный комитет, США"),
        ),
        "guest-vladimir": Guest(
            Words("Vladimir Kolchugin", "Владимир Кольчугин", "ru"),
            Words("Steering committee, Russia", "Координационный комитет, Россия", "ru"),
        ),
    },
)
_OPENING = Talk(
    "opening",
    Words("Opening plenary: deepening partnerships", "Открытие: углубление партнёрства"),
    Words(
        "<p>Welcome from both hosts, and what the steering committee proposed as priorities when it met in October.</p>",
        "<p>Приветствие организаторов с обеих сторон и приоритеты, которые предложил координационный комитет на встрече в октябре.</p>",
    ),
    "plenary",
    ("guest-eleanor", "guest-vladimir"),
)
_PROJECTS = Talk(
    "projects",
    Words(
        "Joint projects across themes: finding partners",
        "Совместные проекты на стыке тем: поиск партнёров",
        "ru",
    ),
    Words(
        "<p>Groups meet in pairs and look for what neither can do alone. A joint project needs at least one American and one Russian organisation.</p>",
        "<p>Группы встречаются парами и ищут то, что не под силу одной из них. В совместном проекте участвует хотя бы одна американская и одна российская организация.</p>",
        "ru",
    ),
    "workshop",
    (),
    "groups",
    "projects",
)
_CLOSING = Talk(
    "closing",
    Words(
        "Closing plenary: priority recommendations",
        "Закрытие: первоочередные рекомендации",
    ),
    Words(
        "<p>Each group reads out its priorities. What is agreed, who does it, and when we meet again in Washington.</p>",
        "<p>Каждая группа оглашает свои приоритеты. О чём договорились, кто это делает и когда мы снова встретимся — в Вашингтоне.</p>",
    ),
    "plenary",
    ("guest-eleanor", "guest-vladimir"),
)
# Hours of the eleven presentations, half an hour each: eight on the first day, three on the second.
_HOURS = (
    (0, "11:00"), (0, "11:30"), (0, "12:00"), (0, "12:30"),
    (0, "14:00"), (0, "14:30"), (0, "15:00"), (0, "15:30"),
    (1, "10:00"), (1, "10:30"), (1, "11:00"),
)  # fmt: skip


def sessions() -> list[Planned]:
    """Return all fourteen with their hours, told by Moscow's clocks of 2011 (UTC+4)."""
    plans = [
        (_presentation(place), _at(day, hour), timedelta(minutes=30))
        for place, (day, hour) in enumerate(_HOURS)
    ]
    whole = [
        (_OPENING, _at(0, "10:00"), timedelta(minutes=45)),
        *plans,
        (_PROJECTS, _at(1, "12:00"), timedelta(minutes=90)),
        (_CLOSING, _at(1, "15:00"), timedelta(minutes=120)),
    ]
    return [Planned(talk, start, start + length, State.ENDED) for talk, start, length in whole]


def _presentation(place: int) -> Talk:
    theme = THEMES[place]
    plan = theme.plan
    return Talk(
        f"plan-{theme.slug}",
        Words(
            f"Plan of the working group: {theme.name.en}",
            f"План рабочей группы: {theme.name.ru}",
            plan.source,
        ),
        Words(f"<p>{plan.en}</p>", f"<p>{plan.ru}</p>", plan.source),
        "presentation",
        chairs(place),
        track="plans",
    )


def _at(day: int, hour: str) -> datetime:
    wall = datetime.combine(FIRST_DAY + timedelta(days=day), time.fromisoformat(hour))
    return wall.replace(tzinfo=ZoneInfo(ZONE))
