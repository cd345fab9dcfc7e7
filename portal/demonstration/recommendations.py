"""What the groups recommend: three priority actions against corruption, and one of public health."""

from dataclasses import dataclass

from portal.demonstration.facts import Words

# The session that they come from, of the conference that was.
ORIGIN = "plan-anti-corruption"


@dataclass(frozen=True, slots=True)
class Root:
    """What a paragraph (by its place) comes from: a decision or a question of that session, by its place there."""

    paragraph: int
    decision: int | None = None
    question: int | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A recommendation as a group drafted it."""

    title: Words
    paragraphs: tuple[Words, ...]
    roots: tuple[Root, ...] = ()


REGISTERS = Proposed(
    Words(
        "Open registers of public contracts",
        "Открытые реестры государственных контрактов",
    ),
    (
        Words(
            "Every contract that a city pays for is published within ten days of its signing: with whom, for what, for how much, and until when.",
            "Каждый контракт, который оплачивает город, публикуется в течение десяти дней после подписания: с кем, на что, на какую сумму и до какого срока.",
        ),
        Words(
            "The register can be searched and downloaded by anyone, free of charge and without giving a name.",
            "Любой может искать в реестре и скачивать из него данные бесплатно и не называя себя.",
        ),
        Words(
            "Each change of a contract is shown beside what was signed at first, with the day and the reason.",
            "Каждое изменение контракта показывается рядом с первоначальным текстом: с датой и причиной.",
        ),
    ),
    (Root(0, decision=0), Root(1, decision=0), Root(2, question=1)),
)
PROTECTION = Proposed(
    Words(
        "Protect those who report corruption",
        "Защищать тех, кто сообщает о коррупции",
    ),
    (
        Words(
            "Nobody loses their work, their post or their contract for reporting corruption in good faith.",
            "Никто не теряет работу, должность или контракт за то, что добросовестно сообщил о коррупции.",
        ),
        Words(
            "Reports can be made without a name, and each is answered within thirty days.",
            "Сообщить можно не называя себя, и на каждое сообщение отвечают в течение тридцати дней.",
        ),
    ),
    (Root(0, question=2),),
)
LESSONS = Proposed(
    Words("Lessons on integrity in schools", "Уроки честности в школах"),
    (
        Words(
            "Schools give four lessons a year on integrity, written by teachers of both countries together.",
            "В школах проводят четыре урока честности в год; их готовят вместе учителя обеих стран.",
        ),
    ),
)
# The lesson's paragraph as it was edited since: the Russian text still says what it said.
LESSONS_NOW = "Schools give six lessons a year on integrity, written by teachers of both countries together and tried out in ten classrooms first."
CARERS = Proposed(
    Words("Help for those who care for the sick at home", ""),
    (
        Words(
            "Whoever cares for a sick relative at home can ask one telephone number what help there is nearby.",
        ),
    ),
)
COMMENTS = (
    (
        25,
        0,
        "How is “in good faith” judged? A court needs a measure, or employers will.",
    ),
    (
        24,
        1,
        "В нашей области срок ответа уже тридцать дней, но его никто не проверяет. Добавим, кто следит?",
    ),
    (31, None, "Our group on independent media would gladly endorse this once names are safe."),
)
# Whose it is, of which paragraph, in which language, what it should say, and why.
AMENDMENTS = (
    (
        23,
        1,
        "en",
        "Reports can be made without a name, and each is answered within thirty days by an office that the report is not about.",
        "An office must not judge a report about itself.",
    ),
    (
        46,
        0,
        "ru",
        "Никто не теряет работу, должность или контракт за сообщение о коррупции, если в момент сообщения считал его правдой.",
        "«Добросовестно» в двух странах понимают по-разному.",
    ),
)
REFUSED = (
    45,
    "en",
    "Whoever reports corruption is paid a tenth of what was saved.",
    "It works for tax fraud in the United States.",
    "The groups agreed in Moscow to leave rewards out: laws differ too much.",
)
