"""The first words in the live plenary, said by the verbs that everyone uses, at the hour of loading."""

from chat import posts
from chat.models import Message
from conferences.models import Conference
from floor import questions
from floor.models import Question
from portal.demonstration.loading.conferences import plenary_of
from portal.demonstration.loading.people import Cast
from portal.demonstration.people import MODERATOR, address

_SAID = (
    (1, "Good morning from Washington. The sound is clear in the hall."),
    (2, "Добрый вечер из Москвы. У нас вас тоже хорошо слышно."),
    (10, "Мы в Новосибирске смотрим впятером с одного экрана."),
)
_ASKED = (
    (24, "Кто отвечает на рекомендацию, если ведомство молчит дольше месяца?", True),
    (41, "Could each group publish who received its recommendations, and on what day?", True),
    (32, "Будет ли перевод протокола на оба языка?", False),
)


def begin(cast: Cast, conference: Conference) -> None:
    """Say and ask a little in an empty room: two questions are let through, one waits."""
    plenary = plenary_of(conference)
    is_used = (
        Message.objects.filter(session=plenary).exists()
        or Question.objects.filter(session=plenary).exists()
    )
    if is_used:
        return
    for number, text in _SAID:
        posts.post(actor=cast[address(number)], session=plenary, text=text)
    for number, text, is_let_through in _ASKED:
        asked = questions.ask(actor=cast[address(number)], session=plenary, text=text)
        if is_let_through:
            questions.approve(actor=cast[MODERATOR], session=plenary, question=asked.pk)
