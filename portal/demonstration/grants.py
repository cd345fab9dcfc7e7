"""The grants of the demonstration: the competition of 2012 with its six winners, and a call that is open now.

That there were six, announced on 30 April 2012, of 63,000 to 70,000 dollars each, with a partner of
either country and a cost share, is so; projects and people are made up.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from portal.demonstration.facts import Words


@dataclass(frozen=True, slots=True)
class Project:
    """What a pair applies for: a group's two co-chairs, by the group's position.

    `amount` is what was awarded, nothing where it was not; `asked` and `own` are in dollars for each
    of the two.
    """

    group: int
    title: Words
    summary: Words
    plan: Words
    asked: tuple[int, int]
    own: tuple[int, int]
    amount: int = 0
    marks: tuple[tuple[int, int, int], ...] = ()


SLUG = "linkage-2012"
OPENED = datetime(2012, 2, 6, 6, 0, tzinfo=UTC)
CLOSES = datetime(2012, 3, 26, 14, 0, tzinfo=UTC)
ANNOUNCED = datetime(2012, 4, 30, 8, 0, tzinfo=UTC)
PERIOD = (date(2012, 6, 1), date(2013, 5, 31))
TITLE = Words("Linkage Grants 2012", "Гранты партнёрства 2012 года")
TEXT = Words(
    "Small grants for projects that an American and a Russian organisation carry out together and that help a working group to bring its recommendation to those who decide.",
    "Небольшие гранты на проекты, которые американская и российская организации ведут вместе и которые помогают рабочей группе донести её рекомендацию до тех, кто принимает решения.",
)
RULES = Words(
    "- At least one partner of each country; each signs the whole application.\n- The partners bear at least a fifth of the whole cost, in money or in work.\n- A project lasts at most twelve months and ends with a report in one language or both.",
    "- Не менее одного партнёра от каждой страны; каждый подписывает заявку целиком.\n- Партнёры берут на себя не менее пятой части всех расходов — деньгами или трудом.\n- Проект длится не более двенадцати месяцев и завершается отчётом на одном или двух языках.",
)
CEILING, LEAST_SHARE = 70_000, 20
# (name, weight, best mark)
CRITERIA = (
    (Words("Need, and whom it serves", "Необходимость и польза для людей"), 3, 5),
    (Words("A plan that can be carried out", "Выполнимость плана"), 2, 5),
    (Words("A partnership of equals", "Равноправие партнёров"), 2, 5),
)

PROJECTS = (
    Project(
        0,
        Words("Two registers, one reader", "Два реестра — один читатель"),
        Words(
            "Volunteers in six towns learn to read registers of public contracts and publish what they find in plain words.",
            "Добровольцы шести городов учатся читать реестры государственных контрактов и рассказывают о найденном простыми словами.",
        ),
        Words("June to August: a common guide. September to March: six towns, one evening a week. April: what we found, side by side."),
        (37_000, 33_000), (9_500, 9_000), 70_000, ((5, 5, 4), (5, 4, 5), (4, 5, 5)),
    ),
    Project(
        1,
        Words("Small funds, few papers", "Маленькие фонды, мало бумаг", "ru"),
        Words(
            "A handbook and a help line for community foundations in towns of under fifty thousand people.",
            "Пособие и линия помощи для фондов местных сообществ в городах до пятидесяти тысяч жителей.",
            "ru",
        ),
        Words("", "Лето: собираем вопросы двадцати фондов. Осень: пишем пособие вместе. Зима и весна: линия помощи на двух языках.", "ru"),
        (31_500, 34_500), (8_000, 10_000), 66_000, ((4, 5, 5), (5, 5, 4), (4, 4, 5)),
    ),
    Project(
        2,
        Words("One method for two rivers", "Одна методика для двух рек"),
        Words(
            "Forty teams test the water of the Volga and the Mississippi in the same way, and show the figures on one map.",
            "Сорок команд проверяют воду Волги и Миссисипи одним способом и показывают данные на одной карте.",
        ),
        Words("Kits and training by August, three rounds of tests, a map that stays."),
        (35_000, 35_000), (10_000, 9_000), 69_500, ((5, 5, 5), (5, 5, 5), (5, 4, 5)),
    ),
    Project(
        3,
        Words("Forty pairs of classrooms", "Сорок пар классов"),
        Words(
            "Teachers of forty schools prepare lessons together and keep them where every teacher can take them.",
            "Учителя сорока школ готовят уроки вместе и выкладывают их там, откуда их может взять любой учитель.",
        ),
        Words("Pairs are found by September; each makes four lessons; the collection opens in April."),
        (33_000, 32_000), (9_000, 8_500), 65_000, ((5, 4, 4), (4, 5, 4), (4, 4, 4)),
    ),
    Project(
        4,
        Words("The first month", "Первый месяц", "ru"),
        Words(
            "A guide for the first month in a new country, in the languages of those who arrive, checked by lawyers of both.",
            "Памятка о первом месяце в новой стране на языках тех, кто приезжает, проверенная юристами двух стран.",
            "ru",
        ),
        Words("", "Опрос приезжих в четырёх городах, текст, проверка юристами, печать и сайт.", "ru"),
        (30_000, 33_000), (8_000, 8_500), 63_000, ((4, 4, 5), (4, 4, 4), (5, 4, 4)),
    ),
    Project(
        5,
        Words("After the foster family is found", "После того как семья найдена"),
        Words(
            "Foster families of both countries get a mentor for their first year, and the mentors get each other.",
            "Приёмные семьи двух стран на первый год получают наставника, а наставники — друг друга.",
        ),
        Words("Thirty mentors are trained, meet online each month, and write down what helped."),
        (34_500, 34_500), (9_000, 9_000), 67_500, ((5, 4, 5), (4, 5, 5), (5, 5, 4)),
    ),
    Project(
        6,
        Words("A summer of youth forums", "Лето молодёжных форумов"),
        Words(
            "Five forums in five towns.",
            "Пять форумов в пяти городах.",
        ),
        Words("Five forums from June to August."),
        (36_000, 33_000), (9_000, 9_000), 0, ((2, 2, 3), (3, 2, 2), (2, 3, 3)),
    ),
)  # fmt: skip
AWARDED = Words(
    "The committee found the need well shown and the plan such that both partners carry it.",
    "Комиссия сочла, что необходимость хорошо показана, а план таков, что его несут оба партнёра.",
)
NOT_AWARDED = Words(
    "The forums are described, but not what stays when they are over. The committee would gladly see the project again with that said.",
    "Форумы описаны, но не сказано, что останется после них. Комиссия охотно рассмотрит проект снова, если это будет сказано.",
)
HALFWAY = Words("Report at half time", "Отчёт за первое полугодие")
FINAL = Words("Final report", "Итоговый отчёт")
REPORTED = {
    "en": "What was planned for these months is done; what is late, and why, is in the second part. Next we do what the plan says for the months to come.",
    "ru": "Запланированное на эти месяцы сделано; о том, что запаздывает и почему, — во второй части. Дальше действуем по плану.",
}

OPEN_SLUG = "linkage-next"
OPEN_TITLE = Words("Linkage Grants, the next round", "Гранты партнёрства: следующий конкурс")
# Handed in, and waiting for the reviewers.
WAITING = Project(
    1,
    Words("Courtyards that talk", "Дворы, которые разговаривают"),
    Words(
        "Neighbours in four towns decide together what a small fund is spent on, and tell the other towns how it went.",
        "Соседи в четырёх городах вместе решают, на что потратить небольшой фонд, и рассказывают другим, что вышло.",
    ),
    Words("Three evenings in each town, one decision, one account of it in both languages."),
    (30_000, 28_000), (8_000, 8_000),
)  # fmt: skip
# Being written by a pair; one of them has signed.
UNDER_WAY = Project(
    3,
    Words("Lessons that cross the ocean", "Уроки через океан"),
    Words(
        "Paired classrooms make lessons about the river, the street and the newspaper of their towns.",
        "Классы-партнёры готовят уроки о реке, улице и газете своего города.",
    ),
    Words("Twelve pairs, three lessons each, a collection that stays open."),
    (29_000, 31_000), (9_000, 8_000),
)  # fmt: skip
