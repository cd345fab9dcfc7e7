"""Things to be shown that are in no table: made up, with long, Cyrillic and right-to-left words."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from kit.bilingual import Text

NOWHERE = UUID(int=0)
NOON = datetime(2012, 6, 14, 12, 0, tzinfo=UTC)
ZONE = "Europe/Moscow"

NAMES = (
    ("Ada", "Open Ledger", "United States"),
    (
        "Константин Константинопольский-Преображенский",
        "Межрегиональная общественная организация содействия прозрачности государственных закупок",
        "Россия",
    ),
    ("سلمى عبد الرحمن", "جمعية الشفافية", ""),
    ("Wolfeschlegelsteinhausenbergerdorffvoralternwaren", "", "United States"),
)

ENGLISH = Text("Open registers: what both countries publish already", "en", "original")
RUSSIAN = Text(
    "Независимая антикоррупционная экспертиза нормативных правовых актов и их проектов: "
    "опыт регионов и предложения рабочей группы",
    "ru",
    "missing",
)
STALE = Text("Пять шагов к общему плану", "ru", "stale")
HEBREW = Text("שקיפות ברכש ציבורי", "he", "original")

GROUP = SimpleNamespace(
    slug="environment",
    name=Text("Environmental protection", "en", "original"),
    name_en="Environmental protection and the right of citizens to know what is in their water",
    name_ru="Охрана окружающей среды и право граждан знать, что содержится в воде",
)
CONFERENCE = SimpleNamespace(slug="washington", title=STALE, is_open_for_registration=True)


def people() -> list[SimpleNamespace]:
    """Return people as others may see them."""
    return [
        SimpleNamespace(name=name, organisation=house, country=country)
        for name, house, country in NAMES
    ]


def states() -> tuple[tuple[str, str], ...]:
    """Return the codes of states, each of which has a look."""
    return (
        ("scheduled", "scheduled"), ("open", "doors open"), ("live", "live"), ("ended", "ended"),
        ("cancelled", "cancelled"), ("confirmed", "подтверждено"), ("waiting", "ждёт ответа"),
        ("refused", "отклонено"), ("done", "done"), ("under_way", "в работе"),
    )  # fmt: skip


def session(title: Text, state: str = "scheduled", *, hour: int = 0, in_group: bool = False) -> Any:
    """Return a session as rows and cards read it."""
    return SimpleNamespace(
        id=NOWHERE,
        pk=NOWHERE,
        title=title,
        state=state,
        get_state_display=dict(states())[state],
        starts_at=NOON + timedelta(hours=hour),
        ends_at=NOON + timedelta(hours=hour, minutes=75),
        zone=ZONE,
        track=SimpleNamespace(name=Text("Workshops", "en", "original")),
        room=SimpleNamespace(name=Text("Большой зал", "ru", "original")),
        conference=None if in_group else CONFERENCE,
        group=GROUP,
    )


def sessions() -> list[Any]:
    """Return a session in each state."""
    told = (ENGLISH, RUSSIAN, HEBREW, STALE, ENGLISH)
    codes = ("live", "open", "scheduled", "ended", "cancelled")
    return [
        session(title, state, hour=n)
        for n, (title, state) in enumerate(zip(told, codes, strict=True))
    ]


def on_air() -> list[SimpleNamespace]:
    """Return sessions whose doors are open: with the way in, and without."""
    return [
        SimpleNamespace(session=session(ENGLISH, "live"), may_enter=True, people=214),
        SimpleNamespace(session=session(RUSSIAN, "open"), may_enter=True, people=1),
        SimpleNamespace(session=session(HEBREW, "open", in_group=True), may_enter=False, people=0),
    ]


def cards() -> list[SimpleNamespace]:
    """Return groups as cards: with both co-chairs, and with a seat that is empty."""
    seen = [SimpleNamespace(name=n, organisation=h, country="") for n, h, _country in NAMES]
    seats = [SimpleNamespace(people=[each]) for each in seen[:2]]
    return [
        SimpleNamespace(group=GROUP, seats=seats, members=21),
        SimpleNamespace(
            group=SimpleNamespace(slug="media", name_en="Media", name_ru=""), seats=[], members=1
        ),
    ]


def recommendations() -> list[SimpleNamespace]:
    """Return rows of recommendations, one of each standing."""
    told = (
        ("adopted", "adopted", ENGLISH),
        ("review", "на рассмотрении", RUSSIAN),
        ("draft", "draft", HEBREW),
    )
    return [
        SimpleNamespace(
            recommendation=SimpleNamespace(number=number, group=GROUP),
            title=title,
            version=SimpleNamespace(adopted_at=NOON, number=number) if code == "adopted" else None,
            is_edited=code == "adopted",
            standing=code,
            label=label,
        )
        for number, (code, label, title) in enumerate(told, 1)
    ]


def stories() -> list[SimpleNamespace]:
    """Return pieces of news: published, to be published, and with words of one language only."""
    return [
        SimpleNamespace(
            slug="x", title=title, state=state, get_state_display=state, get_kind_display="news",
            published_at=at, publish_at=NOON, zone=ZONE, group=GROUP, useful_from=None, useful_until=None,
        )
        for title, state, at in ((ENGLISH, "published", NOON), (RUSSIAN, "scheduled", None), (STALE, "draft", None))
    ]  # fmt: skip


def messages() -> list[SimpleNamespace]:
    """Return messages of the chat: own, a reply, edited, deleted, hidden, from right to left."""
    ada, boris, salma, _long = people()

    def message(seq: int, who: Any, text: str, lang: str, **more: Any) -> SimpleNamespace:
        facts: dict[str, Any] = {
            "state": "shown",
            "edited_at": None,
            "quote": None,
            "felt": [],
            "person": str(seq),
        }
        return SimpleNamespace(
            seq=seq, id=NOWHERE, who=who, text=text, lang=lang, at=NOON, **(facts | more)
        )

    first = message(1, ada, "Shall we begin with the registers?", "en")
    felt = [SimpleNamespace(icon="thumbs-up", word="agree", count=12)]
    return [
        first,
        message(2, boris, RUSSIAN.value, "ru", quote=first, edited_at=NOON, felt=felt),
        message(3, salma, "نعم، لنبدأ بالسجلات المفتوحة.", "ar", person="own"),
        message(4, ada, "", "en", state="deleted"),
        message(5, ada, "", "en", state="hidden", quote=first),
        message(6, ada, "https://registers.example/" + "a" * 90, "en"),
    ]


def questions() -> list[SimpleNamespace]:
    """Return questions: open, supported and on the stage, promised, answered in writing."""
    ada, boris, _salma, _long = people()

    def question(text: str, lang: str, **more: Any) -> SimpleNamespace:
        facts: dict[str, Any] = {
            "naming": "named", "known": ada, "on_behalf": "", "is_own": False, "is_staged": False,
            "is_mine": False, "is_asked_too": False, "merged": [], "edited_at": None, "due": None,
            "state": "open", "answer": "", "original": "", "upvotes": 3, "is_supported": False,
        }  # fmt: skip
        return SimpleNamespace(
            id=NOWHERE, text=text, lang=lang, at=NOON, answered_at=NOON, owner_who=ada,
            **(facts | more),
        )  # fmt: skip

    return [
        question("How will the register be kept up to date?", "en", is_staged=True, upvotes=31),
        question(RUSSIAN.value, "ru", known=boris, is_supported=True, merged=[1, 2], upvotes=12),
        question("متى تبدأ المرحلة التالية؟", "ar", naming="unnamed", due=NOON.date()),
        question(
            "Is there a plan for the regions?", "en", state="answered", naming="hall",
            on_behalf="Клара", answer="Есть: все одиннадцать регионов до конца года.",
            original="Plan for regions?",
        ),
    ]  # fmt: skip


def items() -> list[SimpleNamespace]:
    """Return items of an agenda: done, under discussion, to come."""
    run = SimpleNamespace(started_at=NOON, ended_at=NOON + timedelta(minutes=11))

    def item(number: int, title: Text, **more: Any) -> SimpleNamespace:
        facts: dict[str, Any] = {"since": None, "runs": [], "added": 0, "speaker": NAMES[number][0]}
        return SimpleNamespace(
            id=NOWHERE, number=number, title=title.value, lang=title.lang, minutes=10 * number,
            **(facts | more),
        )  # fmt: skip

    return [item(1, ENGLISH, runs=[run]), item(2, RUSSIAN, since=NOON, added=5), item(3, HEBREW)]
