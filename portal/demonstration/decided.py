"""What the demonstration's sessions decided, and who took what upon themselves."""

from dataclasses import dataclass

from portal.demonstration.facts import Words


@dataclass(frozen=True, slots=True)
class Owing:
    """What a delegate (by number) is to do in so many days, and whether it was done since."""

    text: Words
    delegate: int
    days: int
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Resolved:
    """A decision; `asked` is the place of the question that it comes from, `group` for whom it is."""

    text: Words
    asked: int | None = None
    group: str = ""
    owing: tuple[Owing, ...] = ()


DECIDED: dict[str, tuple[Resolved, ...]] = {
    "plan-anti-corruption": (
        Resolved(
            Words(
                "The group asks for one open register in every city: each contract within ten days of its signing, free for everyone to search.",
                "Группа предлагает завести в каждом городе один открытый реестр: каждый контракт — в течение десяти дней после подписания, поиск для всех бесплатный.",
            ),
            asked=0,
            group="anti-corruption",
        ),
    ),
    "w-opening": (
        Resolved(
            Words(
                "Each working group names one person of each side who answers for its recommendations.",
                "Каждая рабочая группа называет по одному человеку с каждой стороны, кто отвечает за её рекомендации.",
            ),
            asked=0,
            owing=(
                Owing(
                    Words(
                        "Collect the names from all eleven groups and send them round.",
                        "Собрать имена от всех одиннадцати групп и разослать их.",
                    ),
                    24,
                    30,
                ),
            ),
        ),
        Resolved(
            Words(
                "The eleven plans are published in one place, in both languages.",
                "Одиннадцать планов публикуются в одном месте, на двух языках.",
            ),
            asked=1,
        ),
    ),
    "w-neighbours": (
        Resolved(
            Words(
                "The model agreement on a joint project is published in both languages.",
                "Образец договора о совместном проекте публикуется на двух языках.",
                "ru",
            ),
            asked=1,
            group="community-development",
        ),
    ),
}

# A meeting of the first group a month ago, whose open actions stand in the one that goes on.
MEETING = Words(
    "Open registers: what is missing in each country",
    "Открытые реестры: чего не хватает в каждой стране",
)
ITEMS = (
    Words("What each register shows", "Что показывает каждый реестр"),
    Words("What we ask for", "О чём мы просим"),
)
SAID = (
    (1, "In our state the register shows who was paid, and not for what."),
    (2, "У нас видно и за что, но только через три месяца после оплаты."),
)
ASKED = "Could both registers show the date of payment?"
MEETING_DECIDED = (
    Resolved(
        Words(
            "We ask both countries to show the day of payment in their registers of contracts.",
            "Мы просим обе страны показывать в реестрах контрактов день оплаты.",
        ),
        asked=0,
        owing=(
            Owing(
                Words(
                    "Write a page with three examples from each country.",
                    "Написать страницу с тремя примерами из каждой страны.",
                ),
                1,
                21,
            ),
            Owing(
                Words(
                    "Ask three regions when they publish their payments.",
                    "Спросить в трёх регионах, когда они публикуют данные об оплате.",
                    "ru",
                ),
                2,
                42,
            ),
            Owing(
                Words(
                    "Send the group the links to both registers.",
                    "Прислать группе ссылки на оба реестра.",
                ),
                1,
                7,
                is_done=True,
            ),
        ),
    ),
    Resolved(
        Words(
            "The group reads the draft at its next meeting.",
            "Группа читает проект на следующей встрече.",
        ),
    ),
)
