"""What simulated delegates are called and what they say, in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language: names, the label beside each name, and things to say, to ask and to answer."""

    label: str
    moderator: str
    names: tuple[str, ...]
    remarks: tuple[str, ...]
    replies: tuple[str, ...]
    questions: tuple[str, ...]
    answer: str


ENGLISH = Phrases(
    label="simulated",
    moderator="Moderator",
    names=(
        "Maple",
        "Heron",
        "Juniper",
        "Sparrow",
        "Cedar",
        "Plover",
        "Aspen",
        "Kestrel",
        "Willow",
        "Finch",
        "Hazel",
        "Swift",
        "Rowan",
        "Lark",
        "Alder",
        "Wren",
        "Birch",
        "Teal",
        "Linden",
        "Martin",
    ),
    remarks=(
        "Good morning from Ohio, the sound is fine here.",
        "We run the same kind of hotline; happy to share how we keep callers safe.",
        "The draft plan is on our page. Please comment until Friday.",
        "Could the slides go to the materials as well?",
        "In our county the register helped: complaints are answered within ten days now.",
        "Two of our members join by phone today, so I write for them too.",
        "That deadline falls into our holidays. Is a week later possible?",
        "We tried this in 2009 and stopped for want of translators.",
        "I agree with the first point and have doubts about the second.",
        "Small groups need a template, not a handbook.",
        "Our volunteers counted 214 sites last spring; the list is public.",
        "Please name the office that would receive this recommendation.",
        "A joint letter from both sides would carry more weight.",
        "Sorry, my line dropped for a moment. I have read what I missed.",
    ),
    replies=(
        "Thank you, that answers it.",
        "Same with us.",
        "Could you say where this can be read?",
        "We would join that.",
        "I see it differently: small towns have no such office.",
        "Let us take this to the working group.",
    ),
    questions=(
        "Who answers when an agency stays silent for more than a month?",
        "How will smaller organisations without a lawyer take part?",
        "Is there money for translation in the second year?",
        "What became of last year's recommendation on access to records?",
        "Can the results be published by region, not only by country?",
        "How do you protect people who report a violation?",
        "Which of these steps could be done without a new law?",
        "Will the groups meet again before the conference?",
    ),
    answer="Answered by the simulated moderator: the group will write it into its plan.",
)
RUSSIAN = Phrases(
    label="имитация",
    moderator="Ведущий",
    names=(
        "Ольха",
        "Синица",
        "Рябина",
        "Чибис",
        "Ясень",
        "Зяблик",
        "Черёмуха",
        "Стриж",
        "Калина",
        "Дрозд",
        "Орешник",
        "Кулик",
        "Сосна",
        "Щегол",
        "Осина",
        "Журавль",
        "Берёза",
        "Чайка",
        "Липа",
        "Скворец",
    ),
    remarks=(
        "Добрый вечер из Перми, слышно хорошо.",
        "У нас работает такая же горячая линия, готовы рассказать, как бережём тех, кто звонит.",
        "Проект плана у нас на странице, замечания принимаем до пятницы.",
        "Можно ли положить слайды в материалы?",
        "В нашем районе реестр помог: на жалобы отвечают за десять дней.",
        "Двое наших сегодня на телефоне, пишу и за них.",
        "Этот срок попадает на праздники. Можно ли неделей позже?",
        "Мы пробовали это в 2009 году и остановились: не хватило переводчиков.",
        "С первым пунктом согласна, во втором сомневаюсь.",
        "Малым организациям нужен образец, а не толстое руководство.",
        "Наши добровольцы весной осмотрели 214 мест, список открыт.",
        "Назовите, пожалуйста, ведомство, которое получит эту рекомендацию.",
        "Общее письмо двух сторон будет весомее.",
        "Простите, связь пропадала. Всё, что пропустил, уже прочёл.",
    ),
    replies=(
        "Спасибо, теперь понятно.",
        "У нас так же.",
        "Где это можно прочитать?",
        "Мы бы присоединились.",
        "Вижу иначе: в малых городах такого отдела нет.",
        "Давайте обсудим это в рабочей группе.",
    ),
    questions=(
        "Кто отвечает, если ведомство молчит дольше месяца?",
        "Как участвовать небольшим организациям, у которых нет юриста?",
        "Предусмотрены ли деньги на перевод во второй год?",
        "Что стало с прошлогодней рекомендацией о доступе к архивам?",
        "Можно ли публиковать итоги по регионам, а не только по странам?",
        "Как вы защищаете тех, кто сообщает о нарушении?",
        "Какие из этих шагов возможны без нового закона?",
        "Соберутся ли группы ещё раз до конференции?",
    ),
    answer="Отвечает условный ведущий: группа внесёт это в свой план.",
)
