"""Agendas of the demonstration's sessions, links to materials, and what was asked in those that are over."""

from dataclasses import dataclass

from portal.demonstration.facts import Words
from portal.demonstration.people import CO_CHAIRS


@dataclass(frozen=True, slots=True)
class Point:
    """One item of an agenda: what it is about, who speaks, the minutes planned."""

    title: Words
    speaker: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a delegate (by number), how many supported it, and the answer.

    "" was answered aloud, None was not answered; without support it still waits for a moderator.
    """

    delegate: int
    text: str
    support: int
    answer: str | None = ""

    @property
    def supporters(self) -> tuple[int, ...]:
        """Return the numbers of the delegates who supported it: those after the one after who asked."""
        return tuple((self.delegate + place) % 100 + 1 for place in range(1, self.support + 1))


@dataclass(frozen=True, slots=True)
class Link:
    """A link to something that belongs to a session."""

    title: Words
    url: str


def _chair(group: int, side: int) -> str:
    return CO_CHAIRS[group][side].en


AGENDAS: dict[str, tuple[Point, ...]] = {
    "plenary-live": (
        Point(
            Words(
                "Where we stand: eleven plans, one year",
                "Где мы сейчас: одиннадцать планов, один год",
            ),
            _chair(0, 0),
            15,
        ),
        Point(Words("Reports of the groups", "Отчёты групп"), _chair(0, 1), 60),
        Point(
            Words("Who answers a recommendation?", "Кто отвечает на рекомендацию?", "ru"),
            _chair(9, 1),
            45,
        ),
        Point(Words("Discussion: the floor is everyone's", "Обсуждение: слово всем"), "", 60),
        Point(Words("What we hand over, and to whom", "Что мы передаём и кому"), _chair(9, 0), 30),
    ),
    "w-opening": (
        Point(Words("Welcome from both sides", "Приветствие двух сторон"), _chair(0, 0), 10),
        Point(
            Words("What the groups promised in Moscow", "Что группы обещали в Москве"),
            _chair(0, 1),
            30,
        ),
        Point(Words("Questions from the hall and online", "Вопросы из зала и онлайн"), "", 20),
    ),
    "w-measure": (
        Point(
            Words("Figures that a town needs", "Цифры, которые нужны городу", "ru"),
            _chair(3, 1),
            30,
        ),
        Point(
            Words("Figures that a funder wants", "Цифры, которые нужны грантодателю", "ru"),
            _chair(3, 0),
            30,
        ),
        Point(Words("One page for both", "Одна страница на двоих", "ru"), "", 30),
    ),
    "w-neighbours": (
        Point(Words("Three projects, three answers", "Три проекта, три ответа"), _chair(1, 0), 35),
        Point(Words("What we would do otherwise", "Что мы сделали бы иначе"), _chair(1, 1), 25),
    ),
    "w-recommendations": (
        Point(Words("Groups one to six", "Группы с первой по шестую"), "", 35),
        Point(Words("Groups seven to eleven", "Группы с седьмой по одиннадцатую"), "", 30),
        Point(
            Words(
                "The texts, once more, as they are handed over",
                "Тексты ещё раз, в том виде, в каком их передают",
            ),
            "",
            10,
        ),
    ),
    # At the conference that was: what the first group's recommendation comes from.
    "plan-anti-corruption": (
        Point(Words("Three priority actions", "Три первоочередных действия"), _chair(0, 0), 10),
        Point(
            Words("Questions, and what we agree on", "Вопросы и о чём мы договорились"),
            _chair(0, 1),
            20,
        ),
    ),
}

# (delegate, what they say)
SAID: dict[str, tuple[tuple[int, str], ...]] = {
    "plenary-live": (
        (1, "Good morning from Washington. The sound is clear in the hall."),
        (2, "Добрый вечер из Москвы. У нас вас тоже хорошо слышно."),
        (10, "Мы в Новосибирске смотрим впятером с одного экрана."),
    ),
    "w-opening": (
        (5, "Good morning, we hear you well in Denver."),
        (24, "Из Екатеринбурга всё слышно, слайды видны."),
        (41, "Please speak a little slower for the interpreters."),
    ),
    "w-neighbours": ((33, "Our neighbours asked about noise first, and about money never."),),
    "plan-anti-corruption": (
        (45, "In our county the contracts are public: on paper, in one room, on Tuesdays."),
        (46, "У нас они в сети, но без поиска: тысяча страниц одним файлом."),
    ),
}

ASKED: dict[str, tuple[Asked, ...]] = {
    "plenary-live": (
        Asked(24, "Кто отвечает на рекомендацию, если ведомство молчит дольше месяца?", 4),
        Asked(41, "Could each group publish who received its recommendations, and on what day?", 2),
        Asked(32, "Будет ли перевод протокола на оба языка?", 0),
    ),
    "w-opening": (
        Asked(24, "Сколько из прошлогодних рекомендаций получили письменный ответ?", 9,
              "Seven of thirty-one. The list with dates is among the materials.\n\nСемь из тридцати одной. Список с датами — в материалах."),
        Asked(41, "Will the eleven plans be published in one place, in both languages?", 6, ""),
        Asked(62, "Кто переводит планы, если в группе нет переводчика?", 3, None),
    ),
    "w-neighbours": (
        Asked(33, "What did the neighbours ask that you had not expected?", 5, ""),
        Asked(46, "Можно ли получить образец договора о совместном проекте?", 8,
              "Да: образец на двух языках будет в материалах до конца недели."),
    ),
    "plan-anti-corruption": (
        Asked(23, "Within how many days could a city publish every contract that it signs?", 9,
              "Ten. Two of our cities do it in seven already."),
        Asked(46, "Как увидеть, что контракт изменили после подписания?", 7,
              "Показывать каждое изменение рядом с первоначальным текстом. Это будет отдельный пункт."),
        Asked(24, "Кто защитит того, кто сообщил о нарушении под своим именем?", 5, ""),
    ),
}  # fmt: skip

LINKS: dict[str, tuple[Link, ...]] = {
    "plenary-live": (
        Link(
            Words("The eleven work plans", "Одиннадцать рабочих планов"),
            "https://programme.example/plans",
        ),
        Link(
            Words("Draft recommendations, second reading", "Проекты рекомендаций, второе чтение"),
            "https://programme.example/drafts",
        ),
    ),
    "w-opening": (
        Link(
            Words(
                "Recommendations of Moscow: who answered, when",
                "Рекомендации Москвы: кто ответил и когда",
            ),
            "https://programme.example/answers",
        ),
    ),
}
