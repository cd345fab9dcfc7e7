"""By the verbs: earlier words taken out of sight, a member of no confirmed organisation, a mandate that waits."""

from datetime import datetime, timedelta

from accounts.models import Person
from grants import applications, mandates
from grants.models import Call, Mandate
from groups import memberships
from groups.models import Group, Membership
from live import clock
from portal.demonstration import discreet as facts
from portal.demonstration import grants as calls
from portal.demonstration.decided import MEETING, MEETING_DECIDED
from portal.demonstration.facts import key
from portal.demonstration.groups import THEMES
from portal.demonstration.loading.people import Cast
from portal.demonstration.loading.rows import Count
from portal.demonstration.people import address, chairs
from records.decisions import actions, courses, decisions, wordings
from records.decisions.models import ActionChange, Wording
from sessions.models import Session

_LATER = timedelta(days=4)


def write(cast: Cast, now: datetime, count: Count) -> None:
    """Write what is not there yet."""
    group = Group.objects.get(pk=key("group", THEMES[0].slug))
    chair = cast[chairs(0)[0]]
    meeting = Session.objects.filter(group=group, title_en=MEETING.en).first()
    if meeting is not None and not Wording.objects.filter(redacted_at__isnull=False).exists():
        with clock.telling(meeting.ends_at + _LATER):
            _take_out_of_sight(chair, meeting)
    count.there["memberships"] += 1
    admitted = cast[address(facts.BY_ADDRESS)]
    if not Membership.objects.filter(group=group, person=admitted).exists():
        memberships.admit(actor=chair, group=group, person=admitted)
        count.created += 1
    count.there["mandates"] += 1
    if not Mandate.objects.exists():
        with clock.telling(now - timedelta(days=2)):
            _ask(cast[address(facts.ASKING)])
        count.created += 1


def _take_out_of_sight(chair: Person, meeting: Session) -> None:
    """Have a decision and an action name somebody for a while, and forget it."""
    text = MEETING_DECIDED[1].text.en
    decision = meeting.decisions.get(text_en=text)
    for said in (facts.DECISION_NAMED.en, text):
        decision.refresh_from_db()
        decisions.revise(
            actor=chair,
            session=meeting,
            decision=decision.pk,
            edition=decision.edition,
            language="en",
            text=said,
        )
    named = Wording.objects.get(decision=decision, was=facts.DECISION_NAMED.en)
    wordings.redact(
        actor=chair,
        session=meeting,
        decision=decision.pk,
        wording=named.pk,
        reason=facts.REASON,
    )
    _in_an_action(chair, meeting)


def _in_an_action(chair: Person, meeting: Session) -> None:
    text = next(each.text.en for each in MEETING_DECIDED[0].owing if each.is_done)
    action = meeting.actions.get(text_en=text)
    for said in (facts.ACTION_NAMED.en, text):
        action.refresh_from_db()
        actions.change(
            actor=chair,
            session=meeting,
            action=action.pk,
            edition=action.edition,
            language="en",
            text=said,
        )
    named = ActionChange.objects.get(action=action, was=facts.ACTION_NAMED.en)
    courses.redact(
        actor=chair, session=meeting, action=action.pk, change=named.pk, reason=facts.REASON
    )


def _ask(person: Person) -> None:
    """Have a delegate begin an application to the open call, and ask that the organisers confirm them."""
    house = person.organisation
    name = (house.name_en or house.name_ru) if house else ""
    begun = applications.start(
        actor=person,
        call=Call.objects.get(slug=calls.OPEN_SLUG),
        organisation_name=name,
        title={"en": facts.ASKING_TITLE.en, "ru": facts.ASKING_TITLE.ru},
    )
    mandates.ask(actor=person, application=begun, proof=facts.PROOF)
