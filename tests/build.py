"""Typed builders: the shortest way to a person, a conference or a session, through our own verbs."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from accounts.models import Organisation, Person, Programme, ShownAs, Side
from conferences.models import Conference, Registration, RegistrationState
from groups.models import Group, GroupRole, Membership
from live import clock
from records.recommendations.models import AdoptedParagraph, Paragraph, Recommendation, Version
from sessions.models import Role, RoleName, Session, State


def programme() -> Programme:
    """Return the programme of the tests, with two sides."""
    made, _new = Programme.objects.get_or_create(
        short_name="PROG",
        defaults={"name_en": "Programme of Two", "name_ru": "Программа двоих"},
    )
    for position, (code, country) in enumerate((("us", "US"), ("ru", "RU"))):
        Side.objects.get_or_create(
            programme=made,
            code=code,
            defaults={
                "name_en": code.upper(),
                "name_ru": code.upper(),
                "countries": country,
                "position": position,
            },
        )
    return made


def organisation(name: str = "Green Line", country: str = "US") -> Organisation:
    """Return an organisation by its English name."""
    made, _new = Organisation.objects.get_or_create(
        name_en=name, defaults={"name_ru": name, "country": country}
    )
    return made


def person(name: str, **fields: Any) -> Person:
    """Return a person who chose to show name and organisation, at `<name>@people.example`."""
    fields.setdefault("shown_as", ShownAs.NAMED)
    fields.setdefault("shown_chosen_at", clock.now())
    fields.setdefault("country", "US")
    email = fields.pop("email", f"{name.lower().replace(' ', '.')}@people.example")
    return Person.objects.create_user(email, name=name, **fields)


def conference(slug: str = "forum", **fields: Any) -> Conference:
    """Return a public conference of three days around today, with registration open."""
    zone = fields.setdefault("zone", "Europe/Moscow")
    today = datetime.now(ZoneInfo(zone)).date()
    defaults: dict[str, Any] = {
        "title_en": "Forum",
        "title_ru": "Форум",
        "starts_on": today - timedelta(days=1),
        "ends_on": today + timedelta(days=1),
        "is_open_for_registration": True,
    }
    return Conference.objects.create(slug=slug, **(defaults | fields))


def registration(who: Person, where: Conference, **fields: Any) -> Registration:
    """Return a confirmed registration."""
    fields.setdefault("state", RegistrationState.CONFIRMED)
    return Registration.objects.create(person=who, conference=where, **fields)


def group(slug: str = "environment", **fields: Any) -> Group:
    """Return a working group."""
    defaults = {"name_en": "Environmental protection", "name_ru": "Охрана окружающей среды"}
    return Group.objects.create(slug=slug, **(defaults | fields))


def member(who: Person, where: Group, role: str = GroupRole.MEMBER) -> Membership:
    """Return a membership that goes on."""
    return Membership.objects.create(person=who, group=where, role=role)


def session(
    host: Conference | Group, *, title: str = "Opening", state: str = State.LIVE, **fields: Any
) -> Session:
    """Return a session of a conference or a group, live since ten minutes unless said otherwise."""
    now = clock.now()
    starts_at = fields.setdefault("starts_at", now - timedelta(minutes=10))
    fields.setdefault("ends_at", starts_at + timedelta(hours=1))
    if state in {State.OPEN, State.LIVE, State.ENDED}:
        fields.setdefault("opened_at", starts_at)
    if state in {State.LIVE, State.ENDED}:
        fields.setdefault("started_at", starts_at)
    if state == State.ENDED:
        fields.setdefault("ended_at", fields["ends_at"])
    place = {"conference": host} if isinstance(host, Conference) else {"group": host}
    return Session.objects.create(title_en=title, state=state, **place, **fields)


def role(who: Person, where: Session, name: str = RoleName.MODERATOR) -> Role:
    """Return a role in a session."""
    return Role.objects.create(person=who, session=where, name=name)


def recommendation(where: Group | None, **fields: Any) -> Recommendation:
    """Return a draft of a group with one paragraph, in both languages."""
    fields.setdefault("number", Recommendation.objects.count() + 1)
    texts = {"title_en": "Measure the rivers", "title_ru": "Измерять реки"}
    state = {"translation_state": "translated", "drafted_at": clock.now()}
    made = Recommendation.objects.create(group=where, **(texts | state | fields))
    said = {"text_en": "Volunteers test the water.", "text_ru": "Добровольцы проверяют воду."}
    Paragraph.objects.create(
        recommendation=made, position=1, translation_state="translated", **said
    )
    return made


def version(of: Recommendation, **fields: Any) -> Version:
    """Return what a draft says as an adopted version of it."""
    titles = {"title_en": of.title_en, "title_ru": of.title_ru}
    known = {"translation_state": of.translation_state, "digest": "0" * 64}
    numbered = {"number": of.versions.count() + 1, "adopted_at": clock.now()}
    made = Version.objects.create(recommendation=of, **(titles | known | numbered | fields))
    for row in of.paragraphs.filter(removed_at=None):
        said = {"text_en": row.text_en, "text_ru": row.text_ru}
        AdoptedParagraph.objects.create(version=made, paragraph=row, number=row.position, **said)
    Recommendation.objects.filter(pk=of.pk).update(standing="adopted")
    of.standing = "adopted"
    return made
