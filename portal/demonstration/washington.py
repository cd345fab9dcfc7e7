"""The conference that goes on now, whatever day it is: its hours are laid around the present one."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from portal.demonstration.facts import Gathering, Guest, Planned, Talk, Words, on_the_five
from portal.demonstration.people import address, chairs
from sessions.models import State

SLUG = "washington"
ZONE = "America/New_York"
PLENARY = "plenary-live"
GATHERING = Gathering(
    slug=SLUG,
    zone=ZONE,
    venue="Washington, D.C.",
    title=Words(
        "Second conference: from plans to joint work",
        "Вторая конференция: от планов к совместной работе",
    ),
    about=Words(
        "The groups meet in Washington and online to turn last year's plans into joint projects and to "
        "agree on recommendations that can be handed over. All plenaries are interpreted.",
        "Группы встречаются в Вашингтоне и онлайн, чтобы превратить прошлогодние планы в совместные "
        "проекты и согласовать рекомендации, которые можно передать. Пленарные заседания переводятся.",
    ),
    rooms={
        "main": Words("Main hall", "Главный зал"),
        "second": Words("Room 2", "Зал 2"),
        "online": Words("Online only", "Только онлайн"),
    },
    tracks={
        "plenary": Words("Plenary", "Пленарные заседания"),
        "workshops": Words("Workshops", "Мастерские"),
        "projects": Words("Joint projects", "Совместные проекты"),
    },
    guests={
        "guest-caroline": Guest(
            Words("Caroline Dwyer", "Кэролайн Дуайер"),
            Words("Host of the talk show", "Ведущая телемоста"),
        ),
        "guest-yuri": Guest(
            Words("Yuri Malakhitov", "Юрий Малахитов", "ru"),
            Words(
                "Host of the talk show, Moscow studio", "Ведущий телемоста, студия в Москве", "ru"
            ),
        ),
    },
)


_YESTERDAY = (
    (
        "09:30",
        60,
        Talk(
            "w-opening",
            Words("Opening plenary: a year of work", "Открытие: год работы"),
            Words(
                "<p>What the eleven groups promised in Moscow, and what came of it.</p>",
                "<p>Что одиннадцать групп обещали в Москве и что из этого вышло.</p>",
            ),
            "plenary",
            (address(1), address(2)),
        ),
    ),
    (
        "11:00",
        75,
        Talk(
            "w-space-bridge",
            Words(
                "Space bridge: Washington and Moscow take your questions",
                "Телемост: Вашингтон и Москва отвечают на ваши вопросы",
                "ru",
            ),
            Words(
                "<p>A talk show between two studios. The audience asks, in either language; every question is interpreted.</p>",
                "<p>Разговор двух студий. Вопросы задают зрители на любом из двух языков, каждый вопрос переводится.</p>",
                "ru",
            ),
            "talk show",
            ("guest-caroline", "guest-yuri"),
        ),
    ),
    (
        "13:30",
        75,
        Talk(
            "w-work-plans",
            Words("Work plans that are read", "Рабочие планы, которые читают", "ru"),
            Words(
                "<p>How to keep a plan short, current and honest: one page, three promises, one date each.</p>",
                "<p>Как сделать план коротким, свежим и честным: одна страница, три обещания, у каждого своя дата.</p>",
                "ru",
            ),
            "workshop",
            (address(4),),
            "second",
            "workshops",
        ),
    ),
    (
        "15:15",
        75,
        Talk(
            "w-linkage",
            Words("Linkage Grants: six projects report", "Гранты Linkage: отчёты шести проектов"),
            Words(
                "<p>The six winners announced in April tell what they have done together so far, and what it cost.</p>",
                "<p>Шесть победителей, объявленных в апреле, рассказывают, что уже сделали вместе и сколько это стоило.</p>",
            ),
            "presentation",
            (address(5), address(6)),
            "main",
            "projects",
        ),
    ),
)
_TODAY_EARLIER = Talk(
    "w-neighbours",
    Words("Joint projects: what neighbours ask first", "Совместные проекты: о чём спросят соседи"),
    Words(
        "<p>Before a project starts, its neighbours ask who pays, who decides and who cleans up. Three teams answer.</p>",
        "<p>Прежде чем проект начнётся, соседи спросят, кто платит, кто решает и кто убирает. Отвечают три команды.</p>",
        is_stale=True,
    ),
    "workshop",
    chairs(1),
    "second",
    "projects",
)
_PLENARY = Talk(
    PLENARY,
    Words(
        "Plenary: from recommendations to policy",
        "Пленарное заседание: от рекомендаций к решениям",
    ),
    Words(
        "<p>How does a recommendation reach the person who can act on it, and how do we learn the answer? Co-chairs of four groups open; the floor is everyone's. Ask in English or in Russian.</p>",
        "<p>Как рекомендация доходит до того, кто может её выполнить, и как мы узнаём ответ? Начинают сопредседатели четырёх групп, затем слово всем. Задавайте вопросы по-русски или по-английски.</p>",
    ),
    "plenary",
    (*chairs(0), *chairs(9)),
)
_WORKSHOP = Talk(
    "w-measure",
    Words(
        "Workshop: measuring what a grant changed",
        "Мастерская: как измерить, что изменил грант",
        "ru",
    ),
    Words(
        "<p>Figures that a funder wants and figures that a town needs: where they are the same.</p>",
        "<p>Цифры, которые нужны грантодателю, и цифры, которые нужны городу: где они совпадают.</p>",
        "ru",
    ),
    "workshop",
    chairs(3),
    "second",
    "workshops",
)
_SOON = Talk(
    "w-information",
    Words(
        "Round table: free information across borders",
        "Круглый стол: информация без границ",
        "ru",
    ),
    Words(
        "<p>Two newsrooms sent the same request to offices in both countries. What came back, and how long it took.</p>",
        "<p>Две редакции отправили одинаковые запросы в ведомства обеих стран. Что пришло в ответ и сколько пришлось ждать.</p>",
        "ru",
        is_stale=True,
    ),
    "round table",
    chairs(8),
    "online",
    "workshops",
)
_LATER = (
    (
        120,
        75,
        Talk(
            "w-bilingual",
            Words("How to run a meeting in two languages", "Как вести встречу на двух языках"),
            Words(
                "<p>For chairs and moderators: pace, pauses, and why nobody should read from a sheet.</p>",
                "<p>Для ведущих и модераторов: темп, паузы и почему не стоит читать по бумажке.</p>",
            ),
            "workshop",
            (),
            "second",
            "workshops",
        ),
    ),
    (
        240,
        90,
        Talk(
            "w-priorities",
            Words("Groups in pairs: common priorities"),
            Words(
                "<p>Education with youth, health with environment, media with anti-corruption: two groups, one page.</p>"
            ),
            "workshop",
            (),
            "online",
            "projects",
        ),
    ),
)
_TOMORROW = (
    (
        "10:00",
        75,
        Talk(
            "w-recommendations",
            Words(
                "Eleven groups, eleven priority recommendations",
                "Одиннадцать групп, одиннадцать первоочередных рекомендаций",
            ),
            Words(
                "<p>Five minutes a group. The text on the screen is the text that is handed over.</p>",
                "<p>Пять минут на группу. Текст на экране — это текст, который будет передан.</p>",
            ),
            "plenary",
            (*chairs(4), *chairs(10)),
        ),
    ),
    (
        "11:45",
        60,
        Talk(
            "w-handing-over",
            Words(
                "Handing over: a conversation with those who receive",
                "Передача: разговор с теми, кто получает",
            ),
            Words(
                "<p>What makes an office answer, and what makes it file away.</p>",
                "<p>Почему на одни обращения отвечают, а другие кладут в папку.</p>",
            ),
            "discussion",
        ),
    ),
    (
        "14:00",
        60,
        Talk(
            "w-closing",
            Words("Closing plenary: until Moscow", "Закрытие: до встречи в Москве"),
            Words(
                "<p>Who does what until we meet again.</p>",
                "<p>Кто и что делает до новой встречи.</p>",
            ),
            "plenary",
            (address(1), address(2)),
        ),
    ),
)


def today(now: datetime) -> date:
    """Return what day it is in Washington."""
    return now.astimezone(ZoneInfo(ZONE)).date()


def sessions(now: datetime) -> list[Planned]:
    """Return the three days around `now`: a plenary is live, a workshop too, one is about to begin."""
    day, this = timedelta(days=1), today(now)
    return [
        *(_on(this - day, *slot, State.ENDED) for slot in _YESTERDAY),
        _around(now, -190, 60, _TODAY_EARLIER, State.ENDED),
        # Moderators end the plenary, not the clock: who starts the site late still finds it live.
        _around(now, -20, 380, _PLENARY, State.LIVE, is_run_by_clock=False),
        _around(now, -10, 90, _WORKSHOP, State.LIVE),
        _around(now, 12, 60, _SOON, State.OPEN),
        *(_around(now, minutes, length, talk) for minutes, length, talk in _LATER),
        *(_on(this + day, *slot, State.SCHEDULED) for slot in _TOMORROW),
    ]


def _on(day: date, hour: str, minutes: int, talk: Talk, state: State) -> Planned:
    wall = datetime.combine(day, time.fromisoformat(hour)).replace(tzinfo=ZoneInfo(ZONE))
    return Planned(talk, wall, wall + timedelta(minutes=minutes), state)


def _around(
    now: datetime,
    after: int,
    minutes: int,
    talk: Talk,
    state: State = State.SCHEDULED,
    *,
    is_run_by_clock: bool = True,
) -> Planned:
    start = on_the_five(now + timedelta(minutes=after))
    return Planned(talk, start, start + timedelta(minutes=minutes), state, is_run_by_clock)
