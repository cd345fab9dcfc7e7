"""The eleven working groups: their themes, what they are about, what they meet for next."""

from dataclasses import dataclass

from portal.demonstration.facts import Words


@dataclass(frozen=True, slots=True)
class Theme:
    """A group as the demonstration knows it; `plan` is what it told the Moscow conference."""

    slug: str
    name: Words
    about: Words
    plan: Words
    meeting: Words


THEMES = (
    Theme(
        "anti-corruption",
        Words("Anti-corruption", "Противодействие коррупции"),
        Words(
            "How citizens can follow public money and be safe when they report what they see. The group compares what works in American and Russian cities and puts forward three priority actions.",
            "Как гражданам следить за государственными деньгами и не бояться сообщать о нарушениях. Группа сравнивает опыт американских и российских городов и предлагает три первоочередных действия.",
        ),
        Words(
            "Three priority actions: open registers of public contracts, protection for those who report corruption, and lessons on integrity in schools.",
            "Три первоочередных действия: открытые реестры государственных контрактов, защита тех, кто сообщает о коррупции, и уроки честности в школах.",
        ),
        Words(
            "Open registers: what both countries publish already",
            "Открытые реестры: что уже публикуют обе страны",
        ),
    ),
    Theme(
        "community-development",
        Words("Local community development", "Развитие местных сообществ"),
        Words(
            "Neighbours who look after a courtyard, a park or a library together, and the councils that let them. The group collects simple rules for small local funds.",
            "Соседи, которые вместе заботятся о дворе, парке или библиотеке, и местные власти, которые им в этом помогают. Группа собирает простые правила для небольших местных фондов.",
            "ru",
        ),
        Words(
            "A handbook for community foundations in towns of under fifty thousand people, written by those who run one.",
            "Пособие для фондов местных сообществ в городах до пятидесяти тысяч жителей, написанное теми, кто такие фонды ведёт.",
            "ru",
        ),
        Words("Small funds, few papers", "Маленькие фонды, мало бумаг", "ru"),
    ),
    Theme(
        "environment",
        Words("Environmental protection", "Охрана окружающей среды"),
        Words(
            "Rivers, forests and city air, and the people who measure them. The group brings public monitoring of water to places where nobody measures it.",
            "Реки, леса и городской воздух — и люди, которые за ними наблюдают. Группа помогает наладить общественный контроль воды там, где её никто не проверяет.",
        ),
        Words(
            "A common method for volunteers who test river water, so that figures from the Volga and the Mississippi can be compared.",
            "Единая методика для добровольцев, проверяющих воду в реках, чтобы данные с Волги и Миссисипи можно было сравнивать.",
        ),
        Words("One method for two rivers", "Одна методика для двух рек"),
    ),
    Theme(
        "education",
        Words("Education", "Образование"),
        Words(
            "Schools that work with their town, and teachers who work across the ocean. The group pairs classrooms for joint projects and shares the lessons learnt.",
            "Школы, которые работают вместе со своим городом, и учителя, которые работают вместе через океан. Группа объединяет классы в общие проекты и делится опытом.",
        ),
        Words(
            "Forty pairs of classrooms in two years, and an open collection of the lessons that they made together.",
            "Сорок пар классов за два года и открытое собрание уроков, которые они подготовили вместе.",
        ),
        Words("What a paired classroom needs", "Что нужно классам-партнёрам"),
    ),
    Theme(
        "migration",
        Words("Migration", "Миграция"),
        Words(
            "People who come to live and work, and the neighbours who meet them. The group collects legal help, language courses and employers' good practice.",
            "Люди, которые приезжают жить и работать, и соседи, которые их встречают. Группа собирает опыт правовой помощи, языковых курсов и добросовестных работодателей.",
            "ru",
        ),
        Words(
            "A guide for the first month in a new country, in the languages of those who arrive.",
            "Памятка о первом месяце в новой стране на языках тех, кто приезжает.",
            "ru",
        ),
        Words("The first month in a new country", "Первый месяц в новой стране", "ru"),
    ),
    Theme(
        "child-protection",
        Words("Child protection", "Защита детства"),
        Words(
            "Families before institutions, and help before harm. The group compares how both countries find foster families and support them afterwards.",
            "Семья прежде учреждения и помощь прежде беды. Группа сравнивает, как в обеих странах находят приёмные семьи и поддерживают их потом.",
        ),
        Words(
            "Standards of support for foster families during the first two years, tried in four regions.",
            "Стандарты поддержки приёмных семей в первые два года, проверенные в четырёх регионах.",
        ),
        Words("After the foster family is found", "Когда приёмная семья найдена", is_stale=True),
    ),
    Theme(
        "youth",
        Words("Youth", "Молодёжь"),
        Words(
            "Young people who do not wait to be asked. The group runs exchanges of volunteers and teaches how to turn an idea into a local campaign.",
            "Молодые люди, которые не ждут приглашения. Группа проводит обмены добровольцев и учит превращать идею в местную кампанию.",
        ),
        Words(
            "A summer exchange of young volunteers between six towns, planned and judged by the volunteers themselves.",
            "Летний обмен молодыми добровольцами между шестью городами, который планируют и оценивают сами добровольцы.",
        ),
        Words("Six towns, one summer", "Шесть городов, одно лето"),
    ),
    Theme(
        "gender-equity",
        Words("Gender equity", "Гендерное равенство"),
        Words(
            "Equal voice at work, in councils and at home. The group documents what helps women to enter local government and to stay in it.",
            "Равный голос на работе, в органах власти и дома. Группа изучает, что помогает женщинам прийти в местное самоуправление и остаться в нём.",
        ),
        Words(
            "A school for women who stand in local elections, and a network of those who have done so.",
            "Школа для женщин, которые идут на местные выборы, и сеть тех, кто уже прошёл этот путь.",
        ),
        Words("Standing for the local council", "Как идут в местный совет"),
    ),
    Theme(
        "media",
        Words(
            "Independent mass media and freedom of information",
            "Независимые СМИ и свобода информации",
        ),
        Words(
            "Newsrooms that live on their readers' trust, and citizens who ask officials for documents. The group shares tools for checking facts and requests that were answered.",
            "Редакции, которые живут доверием читателей, и граждане, которые запрашивают у чиновников документы. Группа делится приёмами проверки фактов и запросами, на которые удалось получить ответ.",
            "ru",
        ),
        Words(
            "A library of requests for information with the answers received, free for every newsroom to use.",
            "Библиотека запросов информации с полученными ответами, открытая для каждой редакции.",
            "ru",
        ),
        Words("Requests that were answered", "Запросы, на которые ответили", "ru"),
    ),
    Theme(
        "public-health",
        Words("Public health", "Общественное здоровье"),
        Words(
            "Prevention that reaches people where they live. The group puts forward five priority actions, from clean air indoors to help for those who care for the sick at home.",
            "Профилактика, которая приходит к людям домой. Группа предлагает пять первоочередных действий: от чистого воздуха в помещениях до помощи тем, кто ухаживает за больными дома.",
        ),
        Words(
            "Five priority actions: smoke-free places, early tests for tuberculosis, honest labels on food, help for carers, and health classes for the elderly.",
            "Пять первоочередных действий: места без табачного дыма, ранняя проверка на туберкулёз, честные этикетки на продуктах, помощь ухаживающим и занятия о здоровье для пожилых.",
        ),
        Words("Help for those who care at home", "Помощь тем, кто ухаживает дома"),
    ),
    Theme(
        "human-rights",
        Words("Human rights", "Права человека"),
        Words(
            "Rights that people know and can use. The group trains public monitors and compares how complaints are heard in both countries.",
            "Права, о которых люди знают и которыми могут воспользоваться. Группа готовит общественных наблюдателей и сравнивает, как в обеих странах рассматривают жалобы.",
        ),
        Words(
            "Joint training for public monitors of places of detention, with a common handbook.",
            "Совместное обучение общественных наблюдателей в местах лишения свободы и общее пособие для них.",
        ),
        Words("A handbook for public monitors", "Пособие для общественных наблюдателей"),
    ),
)
