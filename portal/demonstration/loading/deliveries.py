"""Delivers what the first group has adopted, by the verbs that its co-chairs would use."""

from datetime import UTC, date, datetime, time, timedelta

from accounts.models import Person
from live import clock
from portal.demonstration.deliveries import DELIVERIES, Answered, Delivered
from portal.demonstration.facts import key
from portal.demonstration.groups import THEMES
from portal.demonstration.loading.people import Cast
from portal.demonstration.loading.rows import Count
from portal.demonstration.people import chairs
from records.deliveries import deliveries, links, progress, replies
from records.deliveries.deliveries import Facts, Office
from records.deliveries.models import Delivery
from records.deliveries.replies import Said
from records.recommendations.models import Version

FIRST = 0


def deliver(cast: Cast, count: Count) -> None:
    """Deliver the group's first adopted version, once; where nothing is adopted, nothing is delivered."""
    group = key("group", THEMES[FIRST].slug)
    versions = Version.objects.filter(recommendation__group=group, recommendation__import_key="")
    version = versions.order_by("recommendation__number", "number").first()
    if version is None:
        return
    count.there["deliveries"] += len(DELIVERIES)
    if Delivery.objects.filter(version__recommendation__group=group).exists():
        return
    actor = cast[chairs(FIRST)[0]]
    for plan in DELIVERIES:
        if deliveries.is_whole(version, plan.language):
            _deliver(actor, version, plan)
            count.created += 1


def _deliver(actor: Person, version: Version, plan: Delivered) -> None:
    day = _no_later(version.adopted_at.date() + timedelta(days=plan.days))
    with clock.telling(_noon(day)):
        made = deliveries.record(
            actor=actor,
            version=version,
            language=plan.language,
            facts=Facts(
                addressee=_office(plan),
                channel=plan.channel,
                delivered_on=day,
                due_on=day + timedelta(days=plan.due),
                contact=plan.contact,
            ),
        )
    for answered in plan.answers:
        _answer(actor, made, answered, day)
    for days, words in plan.notes:
        on = _no_later(day + timedelta(days=days))
        texts = words.columns("text")
        with clock.telling(_noon(on)):
            progress.note(actor=actor, delivery=made, on=on, source_language=words.source, **texts)


def _answer(actor: Person, made: Delivery, answered: Answered, day: date) -> None:
    said = Said(
        stance=answered.stance,
        text=answered.text,
        commitment=answered.commitment,
        lang=answered.lang,
        replied_on=_no_later(day + timedelta(days=answered.days)),
    )
    at = _noon(said.replied_on or day)
    with clock.telling(at):
        if answered.by_link:
            secret = links.make(actor=actor, delivery=made).secret
            reply = replies.answer(secret=secret, said=said)
        else:
            reply = replies.enter(actor=actor, delivery=made, said=said)
    if answered.is_checked:
        with clock.telling(min(at + timedelta(days=1), clock.now())):
            replies.publish(
                actor=actor,
                reply=reply,
                translation=answered.translation,
                commitment_translation=answered.commitment_translation,
            )


def _office(plan: Delivered) -> Office:
    return Office(
        **plan.office.columns("office"), **plan.post.columns("post"), country=plan.country
    )


def _noon(day: date) -> datetime:
    """Return the noon of a day, or now where that has not come yet."""
    return min(datetime.combine(day, time(12), tzinfo=UTC), clock.now())


def _no_later(day: date) -> date:
    """Return a day, or today where it has not come yet."""
    return min(day, clock.now().date())
