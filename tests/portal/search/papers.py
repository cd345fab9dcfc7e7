"""What groups, records and grants leave to be found, one thing for each degree of openness."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from accounts.models import Person
from grants.models import (
    Application,
    Award,
    Call,
    Declared,
    Partner,
    Review,
    Reviewer,
    Section,
)
from groups.documents.models import Document, Revision
from groups.models import Group
from groups.plans.models import Aim, Plan, Step
from groups.posts.models import Post, Standing
from groups.projects.models import Partner as Side
from groups.projects.models import Project
from live import clock
from records.decisions.models import Decision
from records.deliveries.models import Addressee, Came, Channel, Delivery, Reply, Stance, Verdict
from records.recommendations.models import Recommendation, Version
from sessions.models import AgendaItem, Material, Session
from tests import build


@dataclass(frozen=True, slots=True)
class Cast:
    """Who writes all that, and the word that stands in it."""

    word: str
    ada: Person
    boris: Person
    clara: Person
    dmitri: Person


def of_sessions(cast: Cast, sessions: Mapping[str, Session]) -> None:
    """Leave a decision (D1, D2…), an agenda item and a material in each session."""
    now = clock.now()
    for number, (name, session) in enumerate(sessions.items(), start=1):
        said = f"{cast.word} decided in {name}"
        Decision.objects.create(
            number=number, session=session, text_en=said, taken_at=now, by=cast.ada
        )
        AgendaItem.objects.create(
            session=session,
            position=1,
            title_en=f"{cast.word} item of {name}",
            speaker=f"{cast.word} speaker",
            minutes=5,
        )
        Material.objects.create(
            session=session,
            title_en=f"{cast.word} slides of {name}",
            url="https://slides.example/",
            added_at=now,
        )


def of_groups(cast: Cast, circle: Group, kept: Group) -> None:
    """Leave documents, posts, plans and projects of two groups; to one of them only Clara belongs."""
    _documents(cast, circle)
    _posts(cast, circle)
    _plan(cast, circle, "open", is_public=True)
    _plan(cast, kept, "kept", is_public=False)
    now = clock.now()
    for title, since in (("joint", now), ("proposed", None)):
        made = Project.objects.create(
            title_en=f"{cast.word} {title}", proposed_at=now, joint_since=since
        )
        Side.objects.create(project=made, group=circle, answer="agreed", is_proposer=True)
        Side.objects.create(project=made, group=kept)


def _documents(cast: Cast, circle: Group) -> None:
    now = clock.now()
    for name, shown in (
        ("public", {"is_public": True}),
        ("members", {}),
        ("away", {"is_public": True, "put_away_at": now}),
    ):
        made = Document.objects.create(
            group=circle,
            title_en=f"Paper {name}",
            added_at=now,
            added_by=cast.dmitri,
            revised_at=now,
            **shown,
        )
        for number, text in ((1, "Samogon"), (2, cast.word)):
            Revision.objects.create(
                document=made, number=number, text_en=text, note_language="en", at=now, by=cast.ada
            )


def _posts(cast: Cast, circle: Group) -> None:
    for name, shown in (
        ("public", {"is_public": True}),
        ("members", {}),
        ("hidden", {"is_public": True, "standing": Standing.HIDDEN}),
    ):
        Post.objects.create(
            group=circle,
            person=cast.dmitri,
            title_en=f"Told {name}",
            text_en=f"**{cast.word}**",
            posted_at=clock.now(),
            **shown,
        )


def _plan(cast: Cast, group: Group, name: str, *, is_public: bool) -> None:
    now = clock.now()
    plan = Plan.objects.create(pk=group.pk, group=group, is_public=is_public)
    for state, away in (("", None), ("away ", now)):
        aim = Aim.objects.create(
            plan=plan, title_en=f"{cast.word} {state}{name} aim", put_away_at=away
        )
        for kind, gone in (("", None), ("dropped ", now)):
            Step.objects.create(
                aim=aim,
                title_en=f"{cast.word} {state}{kind}{name} step",
                touched_at=now,
                put_away_at=gone,
            )


def of_recommendations(cast: Cast, circle: Group) -> None:
    """Leave what was adopted, worked on anew, withdrawn and imported, and the drafts; then deliveries."""
    adopted = _adopted(circle, f"{cast.word} adopted")
    anew = _adopted(circle, f"{cast.word} once")
    Recommendation.objects.filter(pk=anew.recommendation_id).update(
        title_en=f"{cast.word} anew", standing="draft"
    )
    Recommendation.objects.filter(pk=_adopted(circle, "Only once").recommendation_id).update(
        title_en=f"{cast.word} secretly", standing="draft"
    )
    _adopted(None, f"{cast.word} imported")
    build.recommendation(circle, title_en=f"{cast.word} closed draft", title_ru="")
    build.recommendation(circle, title_en=f"{cast.word} open draft", title_ru="", is_open=True)
    _deliveries(cast, adopted)


def _adopted(group: Group | None, title: str) -> Version:
    made = build.recommendation(group, title_en=title, title_ru="", standing="adopted")
    return build.version(made)


def _deliveries(cast: Cast, version: Version) -> None:
    _delivered(version, f"{cast.word} office")
    _delivered(version, f"{cast.word} mistake", withdrawn_at=clock.now())
    _delivered(version, "Quiet office", contact=f"{cast.word} contact")
    for name, is_public in (("Unread", None), ("Kept back", False), ("Answered", True)):
        row = _delivered(version, f"{name} office")
        reply = Reply.objects.create(
            delivery=row,
            stance=Stance.ACCEPTED,
            text=f"{cast.word} reply",
            answered_by=f"{cast.word} clerk",
            lang="en",
            came=Came.ENTERED,
            came_at=clock.now(),
        )
        if is_public is not None:
            Verdict.objects.create(
                reply=reply, is_public=is_public, at=clock.now(), reason=cast.word
            )


def _delivered(version: Version, office: str, **more: object) -> Delivery:
    return Delivery.objects.create(
        version=version,
        language="en",
        addressee=Addressee.objects.create(office_en=office),
        channel=Channel.POST,
        delivered_on=date(2026, 1, 9),
        recorded_at=clock.now(),
        **more,
    )


def of_grants(cast: Cast, *, clear: Person, tied: Person, silent: Person) -> None:
    """Leave calls, awards and applications; one reviewer is clear, one is tied, one has not said yet."""
    now = clock.now()
    shown = _call(cast, "shown", published_at=now)
    _call(cast, "unpublished")
    _call(cast, "recalled", published_at=now, withdrawn_at=now)
    handed = _application(cast, shown, "handed in", cast.clara, submitted_at=now)
    _application(cast, shown, "unfinished", cast.dmitri)
    own = _application(cast, shown, "of a friend", cast.boris, submitted_at=now)
    for person in (clear, tied, silent):
        Reviewer.objects.create(call=shown, person=person, appointed_at=now)
    for application, person, declared in (
        (handed, clear, Declared.NONE),
        (handed, tied, Declared.CONFLICT),
        (own, cast.ada, Declared.CONFLICT),
    ):
        Review.objects.create(
            application=application,
            person=person,
            declared=declared,
            conflict="family" if declared == Declared.CONFLICT else "",
            declared_at=now,
        )
    Award.objects.create(
        application=handed,
        title_en=f"{cast.word} award",
        amount=1,
        currency="USD",
        asked=1,
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 12, 31),
        awarded_on=date(2026, 1, 1),
        changed_at=now,
    )


def _call(cast: Cast, name: str, **more: object) -> Call:
    now = clock.now()
    return Call.objects.create(
        slug=name,
        title_en=f"Call {name}",
        rules_en=f"Rules with {cast.word}",
        ceiling=Decimal(100),
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=1),
        zone="UTC",
        created_by=cast.ada,
        created_at=now,
        **more,
    )


def _application(cast: Cast, call: Call, name: str, partner: Person, **more: object) -> Application:
    now = clock.now()
    made = Application.objects.create(call=call, title_en=f"Asked {name}", started_at=now, **more)
    Section.objects.create(application=made, kind="need", text_en=f"We need {cast.word}.")
    house = build.organisation(f"House of {partner.name}")
    Partner.objects.create(application=made, organisation=house, person=partner, joined_at=now)
    return made
