"""Replies: by a link without an account, or entered; checked before anybody reads them."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.deeds import AuditEntry
from accounts.models import Person
from groups.models import Group
from kit.refusals import Forbidden, NotHere, Refused
from kit.reports import without_secrets
from live import clock
from live.limits import RateLimited
from records.deliveries import deliveries, links, queries, replies
from records.deliveries.models import Delivery, Reply, ReplyLink, Verdict
from records.deliveries.queries import Standing
from records.deliveries.replies import Said
from records.recommendations.models import Frozen
from tests.records.adopted import adopted, delivered, today

pytestmark = pytest.mark.django_db

YES = Said("accepted", "We will.", "By May.", "en", answered_by="A. Clerk")


@pytest.fixture
def delivery(circle: Group, boris: Person) -> Delivery:
    return delivered(adopted(circle), boris)


@pytest.fixture
def secret(delivery: Delivery, boris: Person) -> str:
    return links.make(actor=boris, delivery=delivery).secret


def way(delivery: Delivery, reader: queries.Reader) -> queries.Way:
    return queries.ways(Delivery.objects.filter(pk=delivery.pk), reader)[0]


def test_only_the_digest_of_a_link_is_kept(delivery: Delivery, secret: str) -> None:
    link = ReplyLink.objects.get()
    assert link.digest == links.digest_of(secret)
    assert secret not in str(vars(link))
    assert links.link_of(secret) == link
    assert links.link_of(secret[:-1] + "!") is None


def test_link_is_in_no_log(secret: str) -> None:
    assert without_secrets(f"Not Found: /reply/{secret}/") == "Not Found: /reply/…/"


def test_new_link_ends_the_old_one(delivery: Delivery, boris: Person, secret: str) -> None:
    fresh = links.make(actor=boris, delivery=delivery).secret
    assert links.link_of(secret) is None
    assert links.link_of(fresh) is not None
    links.revoke(actor=boris, delivery=delivery)
    assert links.link_of(fresh) is None
    with pytest.raises(Refused) as refused:
        links.revoke(actor=boris, delivery=delivery)
    assert refused.value.code == "reply_link.none"


def test_expired_link_opens_nothing(secret: str) -> None:
    ReplyLink.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert links.link_of(secret) is None
    with pytest.raises(NotHere):
        replies.answer(secret=secret, said=YES)


def test_nobody_else_makes_a_link(delivery: Delivery, dmitri: Person, eve: Person) -> None:
    for person in (dmitri, eve):
        with pytest.raises(Forbidden):
            links.make(actor=person, delivery=delivery)


def test_reply_by_link_waits_for_a_co_chair(
    delivery: Delivery, secret: str, boris: Person, ada: Person, eve: Person
) -> None:
    reply = replies.answer(secret=secret, said=YES)
    seen = way(delivery, eve)
    assert (seen.standing, seen.answers) == (Standing.CHECKING, [])
    assert [answer.who for answer in way(delivery, boris).answers] == ["A. Clerk"]
    assert list(queries.replies_visible_to(eve)) == []
    assert list(queries.replies_visible_to(boris)) == [reply]
    # An organiser records; a co-chair publishes.
    for person in (ada, eve):
        with pytest.raises(Forbidden):
            replies.publish(actor=person, reply=reply)
    replies.publish(actor=boris, reply=reply, translation="Сделаем.")
    seen = way(delivery, eve)
    assert seen.standing == Standing.ANSWERED
    [answer] = seen.answers
    assert (answer.reply.text, answer.who, str(answer.translation)) == ("We will.", "", "Сделаем.")
    assert list(queries.replies_visible_to(eve)) == [reply]


def test_original_is_kept_word_for_word(secret: str, boris: Person) -> None:
    reply = replies.answer(secret=secret, said=YES)
    replies.publish(actor=boris, reply=reply, translation="Мы сделаем больше")
    reply.text = "We will do more"
    with pytest.raises(Frozen):
        reply.save()
    with pytest.raises(Frozen):
        Reply.objects.update(text="x")
    for statement in ("UPDATE records_reply SET text = 'x'", "DELETE FROM records_reply"):
        with (
            pytest.raises(DatabaseError, match=r"A reply never changes\."),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    assert Reply.objects.get().text == "We will."


def test_name_is_public_only_where_agreed(
    delivery: Delivery, secret: str, boris: Person, eve: Person
) -> None:
    said = Said("noted", answered_by="A. Clerk", is_name_public=True)
    replies.publish(actor=boris, reply=replies.answer(secret=secret, said=said))
    assert [answer.who for answer in way(delivery, eve).answers] == ["A. Clerk"]


def test_reply_kept_back_is_read_by_nobody_outside(
    delivery: Delivery, secret: str, boris: Person, eve: Person
) -> None:
    reply = replies.answer(secret=secret, said=YES)
    replies.publish(actor=boris, reply=reply)
    with pytest.raises(Refused):
        replies.keep_back(actor=boris, reply=reply, reason="")
    replies.keep_back(actor=boris, reply=reply, reason="Not from them")
    assert way(delivery, eve).answers == []
    assert [answer.reason for answer in way(delivery, boris).answers] == ["Not from them"]
    assert Verdict.objects.count() == 1


def test_more_time_is_no_answer_yet(delivery: Delivery, secret: str, boris: Person) -> None:
    Delivery.objects.update(due_on=today() - timedelta(days=5))
    later = replies.answer(secret=secret, said=Said("later", "In May"))
    replies.publish(actor=boris, reply=later)
    assert way(delivery, boris).standing == Standing.OVERDUE
    replies.publish(actor=boris, reply=replies.answer(secret=secret, said=YES))
    assert way(delivery, boris).standing == Standing.ANSWERED


def test_overdue_begins_when_the_day_is_over_everywhere(delivery: Delivery, eve: Person) -> None:
    Delivery.objects.update(due_on=today())
    assert way(delivery, eve).standing == Standing.WAITING
    Delivery.objects.update(due_on=today() - timedelta(days=2))
    assert way(delivery, eve).standing == Standing.OVERDUE


def test_entered_by_a_co_chair_it_is_public_at_once(
    delivery: Delivery, boris: Person, ada: Person, eve: Person
) -> None:
    said = Said("partly", "Some of it", replied_on=today())
    assert not hasattr(replies.enter(actor=ada, delivery=delivery, said=said), "verdict")
    replies.enter(actor=boris, delivery=delivery, said=said)
    assert [answer.is_public for answer in way(delivery, boris).answers] == [False, True]
    with pytest.raises(Forbidden):
        replies.enter(actor=eve, delivery=delivery, said=said)
    acts = AuditEntry.objects.order_by("act").values_list("act", flat=True)
    assert list(acts) == ["delivery.record", "reply.enter", "reply.enter", "reply.publish"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Said("accepted"), "reply.undated"),
        (Said("accepted", replied_on=today() + timedelta(days=3)), "reply.future"),
        (Said("accepted", replied_on=today() - timedelta(days=30)), "reply.too_early"),
        (Said("perhaps", replied_on=today()), "reply.stance"),
        (Said("accepted", lang="de", replied_on=today()), "reply.language"),
        (Said("accepted", "x" * 20_001, replied_on=today()), "reply.text_too_long"),
        (Said("accepted", "", "x" * 4_001, replied_on=today()), "reply.commitment_too_long"),
    ],
)
def test_what_can_not_be_a_reply_is_refused(
    delivery: Delivery, boris: Person, said: Said, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        replies.enter(actor=boris, delivery=delivery, said=said)
    assert refused.value.code == code
    assert Reply.objects.count() == 0


def test_flood_by_one_link_is_stopped(secret: str) -> None:
    for _ in range(5):
        replies.answer(secret=secret, said=YES)
    with pytest.raises(RateLimited):
        replies.answer(secret=secret, said=YES)


def test_answered_delivery_can_not_be_taken_out(
    delivery: Delivery, secret: str, boris: Person
) -> None:
    replies.answer(secret=secret, said=YES)
    with pytest.raises(Refused) as refused:
        deliveries.withdraw(actor=boris, delivery=delivery, reason="Mistake")
    assert refused.value.code == "delivery.answered"


def test_form_sent_twice_is_one_reply(secret: str) -> None:
    first = replies.answer(secret=secret, said=YES)
    assert replies.answer(secret=secret, said=YES) == first
    replies.answer(secret=secret, said=Said("accepted", "And more."))
    assert replies.answer(secret=secret, said=YES) != first
    assert Reply.objects.count() == 3
