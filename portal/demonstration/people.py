"""The people of the demonstration, all of them made up."""

from dataclasses import dataclass
from itertools import cycle

from accounts.models import ShownAs
from portal.demonstration.facts import Words
from portal.demonstration.programme import ORGANISATIONS

ORGANISER = "organiser@demo.example"
MODERATOR = "moderator@demo.example"
PARTICIPANT = "participant@demo.example"
DELEGATES = 100
SIGN_INS = (
    ("organiser", ORGANISER),
    ("moderator", MODERATOR),
    ("participant", PARTICIPANT),
    ("delegates p001 to p100", "p001@demo.example"),
)

# One American and one Russian for each of the eleven groups, in the order of the groups.
CO_CHAIRS = (
    (Words("Margaret Holloway", "Маргарет Холлоуэй"), Words("Irina Kovalyova", "Ирина Ковалёва")),
    (Words("Daniel Pruitt", "Дэниел Прюитт"), Words("Sergei Lugovoi", "Сергей Луговой")),
    (Words("Susan Okafor", "Сьюзан Окафор"), Words("Natalia Belousova", "Наталья Белоусова")),
    (Words("Robert Lindqvist", "Роберт Линдквист"), Words("Andrei Tikhvin", "Андрей Тихвин")),
    (Words("Elena Marquez", "Елена Маркес"), Words("Gulnara Safina", "Гульнара Сафина")),
    (Words("Thomas Birch", "Томас Бёрч"), Words("Olga Chernyshova", "Ольга Чернышова")),
    (Words("Aisha Coleman", "Аиша Коулман"), Words("Denis Rogov", "Денис Рогов")),
    (Words("Karen Whitfield", "Карен Уитфилд"), Words("Tatiana Melnik", "Татьяна Мельник")),
    (Words("Paul Stearns", "Пол Стернс"), Words("Alexei Berezhnoi", "Алексей Бережной")),
    (Words("Linda Yazzie", "Линда Язи"), Words("Svetlana Yuryeva", "Светлана Юрьева")),
    (Words("James Fairbanks", "Джеймс Фэрбенкс"), Words("Mikhail Zarechny", "Михаил Заречный")),
)
AMERICANS = (
    "Abigail Thornton", "Marcus Delgado", "Ruth Ellison", "Kevin Nakamura", "Laura Brandt",
    "Samuel Osei", "Diane Kowalski", "Peter Vance", "Monica Reyna", "Howard Jennings",
    "Grace Lindholm", "Andre Baptiste", "Nancy Feldman", "Carl Jorgensen", "Teresa Salazar",
    "Walter Pike", "Joyce Hammond", "Victor Alvarado", "Ellen Sorensen", "Raymond Tully",
    "Beth Kimura", "Frank Castellano", "Yolanda Price", "Gregory Haskell", "Martha Quigley",
    "Leon Washburn", "Carol Espinoza", "Dennis Moreau", "Sylvia Novak", "Isaac Freeman",
    "Helen Park", "Curtis Boyd", "Angela Rinaldi", "Philip Crane", "Denise Holbrook",
    "Oscar Lund", "Janet Whitaker", "Calvin Mercer", "Rosa Fuentes",
)  # fmt: skip
RUSSIANS = (
    "Анна Ветрова", "Павел Снегирёв", "Марина Долгих", "Илья Ракитин", "Екатерина Лосева",
    "Тимур Галиев", "Людмила Пахомова", "Роман Заозёрный", "Вера Самойлова", "Николай Бронников",
    "Дарья Кузина", "Айдар Валиев", "Галина Стрельцова", "Антон Ладожский",
    "Юлия Северина", "Борис Колосов", "Надежда Ершова", "Артём Гусельников", "Полина Рябинина",
    "Виктор Шубин", "Зоя Меркулова", "Кирилл Островский", "Алия Хасанова", "Глеб Садовников",
    "Лариса Устинова", "Станислав Брагин", "Раиса Полунина", "Егор Вешняков", "Инна Калинова",
    "Руслан Тагиров", "Валентина Жданова", "Максим Ольшанский", "Оксана Бережкова",
    "Фёдор Лапин", "Нина Турова", "Степан Горелов", "Жанна Климова", "Вадим Кречетов",
    "Софья Луганцева",
)  # fmt: skip
PSEUDONYMS = (
    "Sandpiper", "Кедровка", "North Window", "Тихий берег", "Bluestem", "Полынь", "Milepost 9",
    "Осокорь", "Red Maple", "Попутный ветер", "Tumbleweed", "Каменка", "Lantern", "Белая ночь",
    "Driftwood", "Иволга",
)  # fmt: skip
ZONES = {
    "US": ("America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles"),
    "RU": (
        "Europe/Moscow",
        "Europe/Kaliningrad",
        "Asia/Yekaterinburg",
        "Asia/Novosibirsk",
        "Asia/Vladivostok",
    ),
}


@dataclass(frozen=True, slots=True)
class Who:
    """What the demonstration knows of one person."""

    email: str
    name: str
    country: str
    language: str
    zone: str
    house: int
    shown_as: str = ShownAs.NAMED
    pseudonym: str = ""
    is_organiser: bool = False


def address(number: int) -> str:
    """Return a delegate's address, p001@demo.example to p100@demo.example."""
    return f"p{number:03d}@demo.example"


def chairs(group: int) -> tuple[str, str]:
    """Return the addresses of a group's two co-chairs by the group's position from 0."""
    return address(2 * group + 1), address(2 * group + 2)


def co_chair(email: str) -> tuple[Words, Words]:
    """Return a co-chair's name and organisation in both languages."""
    group, side = divmod(int(email[1:4]) - 1, 2)
    name = CO_CHAIRS[group][side]
    country, source = (("US", "en"), ("RU", "ru"))[side]
    return Words(name.en, name.ru, source), ORGANISATIONS[country][group]


def everyone() -> list[Who]:
    """Return all 103: those with a role first, then the delegates, countries in turn."""
    return [*_staff(), *_delegates()]


def _staff() -> list[Who]:
    washington, moscow = ZONES["US"][0], ZONES["RU"][0]
    return [
        Who(ORGANISER, "Helen Marsh", "US", "en", washington, 11, is_organiser=True),
        Who(MODERATOR, "Michael Ames", "US", "en", washington, 11),
        Who(PARTICIPANT, "Anna Lebedinskaya", "RU", "en", moscow, 11),
    ]


def _delegates() -> list[Who]:
    names = {
        "US": iter([*(us.en for us, _ru in CO_CHAIRS), *AMERICANS]),
        "RU": iter([*(ru.ru for _us, ru in CO_CHAIRS), *RUSSIANS]),
    }
    zones = {country: cycle(places) for country, places in ZONES.items()}
    pseudonyms = iter(PSEUDONYMS)
    found = []
    for number in range(1, DELEGATES + 1):
        country = "US" if number % 2 else "RU"
        shown_as = _shown_as(number)
        found.append(
            Who(
                email=address(number),
                name=next(names[country]),
                country=country,
                language=_language(number, country),
                zone=next(zones[country]),
                house=(number - 1) // 2 % 12,
                shown_as=shown_as,
                pseudonym=next(pseudonyms) if shown_as == ShownAs.PSEUDONYM else "",
            )
        )
    return found


def _shown_as(number: int) -> str:
    # Co-chairs speak for their groups under their names; of the others some do not wish to.
    if number <= 2 * len(CO_CHAIRS) or number % 5 not in {0, 3}:
        return ShownAs.NAMED
    return ShownAs.PSEUDONYM if number % 5 == 0 else ShownAs.DELEGATE


def _language(number: int, country: str) -> str:
    # A few read the other side's language.
    own, other = ("en", "ru") if country == "US" else ("ru", "en")
    return other if number % 13 == 0 else own
