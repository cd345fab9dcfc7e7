"""News of the demonstration: the programme's milestones as they were, and what groups tell."""

from dataclasses import dataclass
from datetime import UTC, datetime

from portal.demonstration.facts import Words

MOSCOW, WASHINGTON = "Europe/Moscow", "America/New_York"


@dataclass(frozen=True, slots=True)
class Told:
    """A piece of news and when it was published; `group` is a slug, none for the programme."""

    key: str
    title: Words
    text: Words
    at: datetime
    zone: str = MOSCOW
    group: str = ""
    conference: str = ""


MILESTONES = (
    Told(
        "launch",
        Words(
            "The partnership programme begins",
            "Программа партнёрства начинает работу",
        ),
        Words(
            "The US-Russia Civil Society Partnership Program begins its work. It follows the Civil Society Summits of 2009 and 2010 and is implemented by Eurasia Foundation with New Eurasia Foundation.\n\nEleven working groups, each **co-chaired by one American and one Russian**, will develop recommendations of citizens and bring them to those who decide.",
            "Российско-американская программа партнёрства гражданского общества начинает работу. Она продолжает саммиты гражданского общества 2009 и 2010 годов; её ведут Фонд «Евразия» и Фонд «Новая Евразия».\n\nОдиннадцать рабочих групп, каждую из которых возглавляют **один американский и один российский сопредседатель**, будут готовить рекомендации граждан и доносить их до тех, кто принимает решения.",
        ),
        datetime(2011, 5, 16, 14, 0, tzinfo=UTC),
        WASHINGTON,
    ),
    Told(
        "moscow",
        Words(
            "First conference in Moscow: 70 organisations in the hall",
            "Первая конференция в Москве: 70 организаций в зале",
        ),
        Words(
            "On 14 and 15 November 2011 about seventy organisations met in Moscow under the title “US and Russian Civil Society: Deepening Partnerships”. Dozens more had registered and took part through the programme’s website.\n\nEach working group presented its plan to the plenary:\n\n- the anti-corruption group three priority actions,\n- the public health group five.",
            "14 и 15 ноября 2011 года около семидесяти организаций встретились в Москве на конференции «Гражданское общество России и США: укрепление партнёрства». Ещё десятки зарегистрировались и участвовали через сайт программы.\n\nКаждая рабочая группа представила пленуму свой план:\n\n- группа по противодействию коррупции — три первоочередных действия,\n- группа по общественному здоровью — пять.",
        ),
        datetime(2011, 11, 16, 8, 0, tzinfo=UTC),
        conference="moscow-2011",
    ),
    Told(
        "grants",
        Words(
            "Six winners of the Linkage Grants",
            "Шесть победителей конкурса совместных грантов",
        ),
        Words(
            "Six joint projects have won the Linkage Grants. Each has at least one American and one Russian partner and a cost share of its own; a project receives from 63,000 to 70,000 US dollars.",
            "В конкурсе совместных грантов победили шесть проектов. В каждом участвуют по меньшей мере одна американская и одна российская организация, и каждый вносит собственную долю; проект получает от 63 000 до 70 000 долларов США.",
        ),
        datetime(2012, 4, 30, 13, 0, tzinfo=UTC),
        WASHINGTON,
    ),
    Told(
        "washington",
        Words(
            "Second conference goes to Washington, with a space bridge",
            "Вторая конференция пройдёт в Вашингтоне — с телемостом",
        ),
        Words(
            "The second conference takes place in Washington in November 2012. A talk show in the manner of a “space bridge” will take questions from the audience on both sides.",
            "Вторая конференция пройдёт в Вашингтоне в ноябре 2012 года. В формате телемоста участники ответят на вопросы аудитории обеих стран.",
        ),
        datetime(2012, 10, 8, 14, 0, tzinfo=UTC),
        WASHINGTON,
    ),
)
OF_GROUPS = (
    Told(
        "registers",
        Words(
            "Three priority actions against corruption",
            "Три первоочередных действия против коррупции",
        ),
        Words(
            "The group agreed on open registers of public contracts, protection for those who report corruption, and lessons on integrity in schools. Comments on the draft are welcome until the next meeting.",
            "Группа согласовала три действия: открытые реестры государственных контрактов, защита тех, кто сообщает о коррупции, и уроки честности в школах. Замечания к проекту принимаются до следующей встречи.",
        ),
        datetime(2011, 12, 12, 9, 0, tzinfo=UTC),
        group="anti-corruption",
    ),
    Told(
        "rivers",
        Words(
            "Volunteers test the water of two rivers by one method",
            "Добровольцы проверяют воду двух рек по единой методике",
            "ru",
        ),
        Words(
            "Figures from the Volga and the Mississippi can now be compared: volunteers on both rivers take samples in the same way and on the same days.",
            "Данные с Волги и Миссисипи теперь можно сравнивать: добровольцы на обеих реках берут пробы одинаково и в одни и те же дни.",
            "ru",
        ),
        datetime(2012, 3, 5, 9, 0, tzinfo=UTC),
        group="environment",
    ),
    Told(
        "courtyard",
        Words("", "Пособие для фондов местных сообществ: ищем авторов", "ru"),
        Words(
            "",
            "Группа собирает пособие для фондов в городах до пятидесяти тысяч жителей. Напишите сопредседателям, если вы ведёте такой фонд.",
            "ru",
        ),
        datetime(2012, 2, 20, 9, 0, tzinfo=UTC),
        group="community-development",
    ),
)
PINNED = Words(
    "Ask the plenary from anywhere: questions are open",
    "Задайте вопрос пленарному заседанию, где бы вы ни были",
)
PINNED_TEXT = Words(
    "The session that is live now takes questions from the hall and from online participants alike. Sign in, come in and ask: moderators bring the questions before the room, and what is left unanswered at the end is answered in writing.",
    "Сессия, которая идёт сейчас, принимает вопросы и из зала, и от тех, кто участвует онлайн. Войдите на сайт, зайдите на заседание и спросите: модераторы вынесут вопросы на обсуждение, а на те, что останутся без ответа, ответят письменно.",
)
PROPOSED = Words(
    "A reading list for the next meeting",
    "Что прочитать к следующей встрече",
)
PROPOSED_TEXT = Words(
    "Three short texts on open registers, one of them in both languages.",
    "Три коротких текста об открытых реестрах, один из них на обоих языках.",
)
