"""What can be read of deliveries: by whom, and where each stands."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, OuterRef, Prefetch, Q, QuerySet, Value, When
from django.db.models.fields import SmallIntegerField

from accounts.models import Person
from groups.models import GroupRole
from kit.bilingual import Text, other
from kit.refusals import NotHere
from records.deliveries import days
from records.deliveries.models import Addressee, Delivery, Progress, Reply, ReplyLink, Stance
from records.recommendations.models import Recommendation, Version

Reader = Person | AnonymousUser


class Standing(StrEnum):
    """Where a delivery stands: answered, with the group, overdue, or waiting."""

    ANSWERED = "answered"
    CHECKING = "checking"
    OVERDUE = "overdue"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply as a reader gets it; `who` is empty unless the name may be published, or they manage."""

    reply: Reply
    who: str
    is_public: bool
    is_waiting: bool
    reason: str
    translation: Text | None
    commitment_translation: Text | None


@dataclass(frozen=True, slots=True)
class Way:
    """A delivery with what came of it, as a reader gets it."""

    delivery: Delivery
    may_manage: bool
    answers: Sequence[Answer]
    is_being_checked: bool
    notes: Sequence[Progress]
    standing: Standing

    @property
    def recommendation(self) -> Recommendation:
        """Return what was delivered."""
        return self.delivery.version.recommendation

    @property
    def last(self) -> Answer | None:
        """Return the last answer that this reader gets."""
        return self.answers[-1] if self.answers else None

    @property
    def title(self) -> Text:
        """Return the title as it was delivered, in the language in which it was."""
        return text_of(self.delivery, self.delivery.version, "title")

    @property
    def commitments(self) -> list[Answer]:
        """Return the answers that bind the addressee to something."""
        return [answer for answer in self.answers if answer.reply.commitment]


def text_of(delivery: Delivery, row: object, field: str) -> Text:
    """Return a text of a version in the very language that was delivered."""
    language = delivery.language
    return Text(getattr(row, f"{field}_{language}"), language, "original")


def managed_by(reader: Reader, *, way: str = "version__recommendation__") -> Q:
    """Return what picks those whose deliveries a reader manages."""
    if not isinstance(reader, Person) or not reader.is_active:
        return Q(pk__in=())
    if reader.is_organiser:
        # Not an empty Q: in "public or managed" that would count for nothing.
        return Q(pk__isnull=False)
    chaired = reader.memberships.filter(role=GroupRole.CHAIR, ended_at=None)
    return Q(**{f"{way}group__in": chaired.values("group")})


def visible_to(reader: Reader) -> QuerySet[Delivery]:
    """Return the deliveries that a reader may know of: all that stand, and the withdrawn of their own."""
    return Delivery.objects.filter(Q(withdrawn_at=None) | managed_by(reader))


def replies_visible_to(reader: Reader) -> QuerySet[Reply]:
    """Return the replies that a reader may read: published ones, and all where they manage."""
    own = managed_by(reader, way="delivery__version__recommendation__")
    rows: QuerySet[Reply] = Reply.objects.filter(Q(verdict__is_public=True) | own)
    return rows.filter(Q(delivery__withdrawn_at=None) | own)


def delivery_at(reader: Reader, delivery_id: UUID) -> Delivery:
    """Return the delivery at an address; who may not know of it finds nothing there."""
    rows = visible_to(reader).select_related("version__recommendation__group", "addressee")
    found = rows.filter(pk=delivery_id).first()
    if found is None:
        raise NotHere
    return found


def ordered(reader: Reader, *, overdue_first: bool = False) -> QuerySet[Delivery]:
    """Return the register: by addressee, those that are late first for who asks for that."""
    rows = visible_to(reader)
    if overdue_first:
        rows = _with_lateness(rows)
    by_office = ("addressee__office_en", "addressee__office_ru", "addressee_id")
    first = ("lateness",) if overdue_first else ()
    return rows.order_by(
        *first, *by_office, "-delivered_on", "version__recommendation__number", "pk"
    )


def _with_lateness(rows: QuerySet[Delivery]) -> QuerySet[Delivery]:
    settled = Reply.objects.filter(delivery=OuterRef("pk"), verdict__is_public=True)
    waiting = Reply.objects.filter(delivery=OuterRef("pk"), verdict=None)
    return rows.annotate(
        lateness=Case(
            When(
                ~Exists(settled.exclude(stance=Stance.LATER)) & ~Exists(waiting),
                due_on__lt=days.over(),
                withdrawn_at=None,
                then=Value(0),
            ),
            default=Value(1),
            output_field=SmallIntegerField(),
        )
    )


def of_recommendation(reader: Reader, recommendation: Recommendation) -> list["Way"]:
    """Return the deliveries of one recommendation, in the order in which they were made."""
    rows = visible_to(reader).filter(version__recommendation=recommendation)
    return ways(rows.order_by("delivered_on", "recorded_at", "pk"), reader)


def ways(rows: QuerySet[Delivery], reader: Reader) -> list[Way]:
    """Return deliveries with what came of each, in five queries for any number."""
    replies = Reply.objects.select_related("verdict").order_by("replied_on", "came_at", "pk")
    notes = Progress.objects.filter(withdrawn_at=None)
    found = list(
        rows.select_related("version__recommendation__group", "addressee").prefetch_related(
            Prefetch("replies", queryset=replies), Prefetch("notes", queryset=notes)
        )
    )
    own = _own(reader, found)
    return [_way(row, may_manage=row.pk in own) for row in found]


def link_of(delivery: Delivery) -> ReplyLink | None:
    """Return the link that a delivery has, without its secret, or none."""
    return delivery.links.filter(revoked_at=None).first()


def addressees(delivery: Delivery | None = None) -> QuerySet[Addressee]:
    """Return the addressees that somebody recorded by hand, to choose from; with a delivery's own."""
    used = Q(import_key="", pk__in=Delivery.objects.values("addressee"))
    own = Q(pk=delivery.addressee_id) if delivery is not None else Q(pk__in=())
    return Addressee.objects.filter(used | own).order_by("office_en", "office_ru", "pk")


def versions_of(recommendation: Recommendation) -> QuerySet[Version]:
    """Return what was adopted of a recommendation, the newest first."""
    return recommendation.versions.order_by("-number")


def _own(reader: Reader, rows: Iterable[Delivery]) -> set[UUID]:
    is_own = ownership(reader)
    return {row.pk for row in rows if is_own(row.version.recommendation.group_id)}


def ownership(reader: Reader) -> Callable[[UUID | None], bool]:
    """Return what says of a group whether the reader manages its deliveries, in one query at most."""
    if not isinstance(reader, Person) or not reader.is_active:
        return lambda _group: False
    if reader.is_organiser:
        return lambda _group: True
    chaired = reader.memberships.filter(role=GroupRole.CHAIR, ended_at=None)
    return set(chaired.values_list("group_id", flat=True)).__contains__


def _way(row: Delivery, *, may_manage: bool) -> Way:
    replies = list(row.replies.all())
    public = [each for each in replies if _is_public(each)]
    waiting = [each for each in replies if not hasattr(each, "verdict")]
    return Way(
        delivery=row,
        may_manage=may_manage,
        answers=[
            _answer(each, may_manage=may_manage) for each in (replies if may_manage else public)
        ],
        is_being_checked=bool(waiting),
        notes=list(row.notes.all()),
        standing=_standing(row, public, waiting),
    )


def _is_public(reply: Reply) -> bool:
    return hasattr(reply, "verdict") and reply.verdict.is_public


def _standing(row: Delivery, public: Sequence[Reply], waiting: Sequence[Reply]) -> Standing:
    stances = [each.stance for each in public]
    return standing_of(
        stances, row.due_on, is_withdrawn=row.withdrawn_at is not None, is_waiting=bool(waiting)
    )


def standing_of(
    stances: Iterable[str], due_on: date | None, *, is_withdrawn: bool, is_waiting: bool
) -> Standing:
    """Say where a delivery stands, by its public replies; who asked for more time has not answered yet."""
    if is_withdrawn:
        return Standing.WITHDRAWN
    if any(stance != Stance.LATER for stance in stances):
        return Standing.ANSWERED
    if is_waiting:
        return Standing.CHECKING
    return Standing.OVERDUE if is_over(due_on) else Standing.WAITING


def is_over(due_on: date | None) -> bool:
    """Say whether a reply that was due on a day is late."""
    return due_on is not None and due_on < days.over()


def _answer(reply: Reply, *, may_manage: bool) -> Answer:
    verdict = getattr(reply, "verdict", None)
    said = other(reply.lang)
    return Answer(
        reply=reply,
        who=reply.answered_by if reply.is_name_public or may_manage else "",
        is_public=bool(verdict and verdict.is_public),
        is_waiting=verdict is None,
        reason=verdict.reason if verdict and may_manage else "",
        translation=_translated(verdict.translation if verdict else "", said),
        commitment_translation=_translated(verdict.commitment_translation if verdict else "", said),
    )


def _translated(text: str, language: str) -> Text | None:
    return Text(text, language, "translated") if text else None
