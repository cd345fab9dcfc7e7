"""What the working groups of the demonstration wrote: documents, posts, comments, an application."""

from dataclasses import dataclass

from portal.demonstration.facts import Words


@dataclass(frozen=True, slots=True)
class Draft:
    """A revision: by whom, how many days ago, a text or the words of a file, and what changed."""

    by: int
    days: int
    content: Words | str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a group, by the group's address, with its revisions in their order."""

    group: str
    title: Words
    is_public: bool
    drafts: tuple[Draft, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A comment: by which delegate, how many hours after the post, in which language."""

    by: int
    hours: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A post of a delegate, on behalf of their organisation."""

    group: str
    by: int
    days: int
    title: Words
    text: Words
    is_public: bool
    comments: tuple[Said, ...] = ()


PAPERS = (
    Paper(
        "anti-corruption",
        Words("Priority actions of the group", "Первоочередные действия группы"),
        is_public=True,
        drafts=(
            Draft(
                1,
                40,
                Words(
                    "The group puts forward two actions.\n\n1. **Open registers of public contracts**, in which every contract can be found by its number.\n2. **Protection for those who report corruption**, at work and in court.",
                    "Группа предлагает два действия.\n\n1. **Открытые реестры государственных контрактов**, в которых каждый контракт можно найти по номеру.\n2. **Защита тех, кто сообщает о коррупции**, на работе и в суде.",
                ),
            ),
            Draft(
                2,
                12,
                Words(
                    "The group puts forward three actions.\n\n1. **Open registers of public contracts**, in which every contract can be found by its number and by its supplier.\n2. **Protection for those who report corruption**, at work and in court.\n3. **Lessons on integrity in schools**, written by teachers of both countries.",
                    "Группа предлагает три действия.\n\n1. **Открытые реестры государственных контрактов**, в которых каждый контракт можно найти по номеру и по поставщику.\n2. **Защита тех, кто сообщает о коррупции**, на работе и в суде.\n3. **Уроки честности в школах**, которые готовят учителя обеих стран.",
                ),
                note="Добавлено третье действие; реестры ищут и по поставщику",
            ),
        ),
    ),
    Paper(
        "anti-corruption",
        Words(
            "Registers compared: what is published where",
            "Сравнение реестров: что и где опубликовано",
        ),
        is_public=False,
        drafts=(
            Draft(
                23,
                20,
                "Register,Country,Contracts can be found by\nFederal contracts,US,number; supplier\nPublic procurement,RU,number\n",
            ),
            Draft(
                24,
                6,
                "Register,Country,Contracts can be found by\nFederal contracts,US,number; supplier\nPublic procurement,RU,number; supplier; customer\n",
                note="Поиск в российском реестре уточнён",
            ),
        ),
    ),
    Paper(
        "environment",
        Words(
            "A method for volunteers who test river water",
            "Методика для добровольцев, проверяющих воду в реках",
            "ru",
        ),
        is_public=True,
        drafts=(
            Draft(
                6,
                30,
                Words(
                    "Take the sample **upstream** of the bridge, an arm’s length from the bank.",
                    "Проба берётся **выше моста** по течению, на расстоянии вытянутой руки от берега.",
                    "ru",
                ),
            ),
            Draft(
                5,
                9,
                Words(
                    "Take the sample **upstream** of the bridge, an arm’s length from the bank.",
                    "Проба берётся **выше моста** по течению, на расстоянии вытянутой руки от берега.\n\nТемпература воды записывается на месте.",
                    "ru",
                ),
                note="Added: temperature on the spot. English to follow.",
            ),
        ),
    ),
)

POSTS = (
    Told(
        "anti-corruption",
        1,
        14,
        Words("Two hundred contracts read in one weekend", "Двести контрактов за одни выходные"),
        Words(
            "Forty volunteers met in the town library and read **two hundred** public contracts. In eleven of them the supplier was founded a week before the tender.\n\nWe share the checklist that they worked by.",
            "Сорок добровольцев собрались в городской библиотеке и прочитали **двести** государственных контрактов. В одиннадцати из них поставщик был создан за неделю до торгов.\n\nДелимся списком вопросов, по которому они работали.",
        ),
        is_public=True,
        comments=(
            Said(2, 5, "ru", "Мы попробуем то же самое в Казани. Список вопросов пригодится."),
            Said(24, 20, "ru", "А сколько времени ушло на подготовку добровольцев?"),
            Said(1, 26, "en", "One evening. The questions do most of the work."),
        ),
    ),
    Told(
        "anti-corruption",
        24,
        4,
        Words("", "Ищем школы для уроков честности", "ru"),
        Words(
            "",
            "Осенью начинаем уроки честности в пяти школах. Если у вас есть учителя, которые хотели бы попробовать, напишите здесь.",
            "ru",
        ),
        is_public=False,
        comments=(Said(1, 3, "en", "Two teachers in Ohio would like to join by video."),),
    ),
    Told(
        "environment",
        5,
        8,
        Words("One river, one day", "Одна река, один день"),
        Words(
            "On the last Saturday of the month, thirty teams take a sample at the same hour along the whole river. Results are public the next morning.",
            "В последнюю субботу месяца тридцать команд в один и тот же час берут пробы вдоль всей реки. Результаты публикуются на следующее утро.",
        ),
        is_public=True,
        comments=(Said(6, 7, "ru", "На Оби мы готовы начать весной, как только сойдёт лёд."),),
    ),
)

# Who applies to which group, and why, in their own words.
APPLICANT = 32
APPLIES_TO = "anti-corruption"
NOTE = (
    "Мы ведём уроки честности в восьми школах и хотели бы сравнить их с тем, что делают американские "
    "коллеги. Готовы поделиться планами занятий."
)
