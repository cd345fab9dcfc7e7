"""To whom the first group's recommendation was delivered, and what was answered: offices that nobody has."""

from dataclasses import dataclass, field

from portal.demonstration.facts import Words


@dataclass(frozen=True, slots=True)
class Answered:
    """A reply so many days after the delivery, with the group's translation of it."""

    days: int
    stance: str
    lang: str
    text: str
    translation: str = ""
    commitment: str = ""
    commitment_translation: str = ""
    by_link: bool = False
    is_checked: bool = True


@dataclass(frozen=True, slots=True)
class Delivered:
    """A delivery so many days after the adoption; `due` and the notes count from the delivery."""

    office: Words
    post: Words
    country: str
    language: str
    channel: str
    contact: str
    days: int
    due: int
    answers: tuple[Answered, ...] = ()
    notes: tuple[tuple[int, Words], ...] = field(default=())


DELIVERIES = (
    Delivered(
        Words(
            "Committee on Public Contracts of the Council of Rechnoy Bor",
            "Комитет по государственным закупкам Совета города Речной Бор",
            "ru",
        ),
        Words("Chair of the committee", "Председатель комитета", "ru"),
        "RU",
        "ru",
        "handed",
        "komitet@rechnoy-bor.example",
        13,
        30,
        (
            Answered(
                24,
                "partly",
                "ru",
                "Комитет поддерживает открытый реестр контрактов. Защиту заявителей должен рассмотреть областной совет.",
                "The committee supports an open register of contracts. The protection of those who report is for the regional council.",
                "Открыть реестр контрактов города до 1 июня.",
                "To open the register of the city’s contracts by 1 June.",
            ),
        ),
        (
            (
                55,
                Words(
                    "The draft of the register’s rules is published for comments.",
                    "Проект положения о реестре опубликован для замечаний.",
                    "ru",
                ),
            ),
            (
                140,
                Words(
                    "The register is open: 214 contracts of the last two years.",
                    "Реестр открыт: 214 контрактов за последние два года.",
                    "ru",
                ),
            ),
        ),
    ),
    Delivered(
        Words(
            "Office of Contract Oversight, Lakeview County",
            "Управление контроля контрактов, округ Лейквью",
        ),
        Words("Inspector general", "Генеральный инспектор"),
        "US",
        "en",
        "post",
        "oversight@lakeview.example",
        14,
        30,
        (
            Answered(
                29,
                "noted",
                "en",
                "We have read the recommendation with interest and will consider it in next year’s review.",
                "Мы с интересом прочитали рекомендацию и учтём её в обзоре следующего года.",
                by_link=True,
            ),
        ),
    ),
    Delivered(
        Words(
            "Ombudsman for Business of Zavodskaya Region",
            "Уполномоченный по защите предпринимателей Заводской области",
            "ru",
        ),
        Words("Ombudsman", "Уполномоченный", "ru"),
        "RU",
        "ru",
        "mail",
        "priemnaya@zavodskaya.example",
        20,
        30,
    ),
    Delivered(
        Words(
            "Subcommittee on Ethics of the Senate of Northshore",
            "Подкомитет по этике Сената штата Нортшор",
        ),
        Words("Clerk of the subcommittee", "Секретарь подкомитета"),
        "US",
        "en",
        "meeting",
        "ethics@northshore.example",
        21,
        60,
        (
            Answered(
                40,
                "later",
                "en",
                "The subcommittee needs until its spring session.",
                by_link=True,
                is_checked=False,
            ),
        ),
    ),
)
