"""Applications: a person applies on behalf of an organisation, a co-chair admits or refuses."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Organisation, Person
from groups import memberships, queries
from groups.models import Group
from groups.organisations import delegates, letters
from groups.organisations.models import Application, ApplicationState
from groups.texts import too_much
from kit.names import clean_text
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from live import clock
from live.hub import verb

LONGEST_NOTE = 4000
# What one person applies for and proposes in a day, and how often somebody is proposed: each is mailed.
MOST_IN_A_DAY = 20
MOST_PROPOSALS = 3

audit.name_acts(
    {
        "application.admit": _("Application admitted"),
        "application.refuse": _("Application refused"),
    }
)


@verb
def apply(*, actor: Person, group: Group, note: str) -> Application:
    """Apply to a group on behalf of one's organisation, saying why.

    Where the organisation is a member already, one applies to be a further delegate of it.
    """
    if not allows("groups.apply", actor, group):
        raise Forbidden
    organisation = actor.organisation
    if organisation is None:
        text = _(
            "Organisations are members of a group. Name yours on your own page first, then apply "
            "on its behalf."
        )
        raise Refused("application.no_organisation", text)
    note = _clean_note(note)
    if not note:
        text = _("Say in a few words why, so that the co-chairs can decide.")
        raise Refused("application.no_note", text, field="note")
    return _write(group, actor, organisation, note, None)


@verb
def bring(*, actor: Person, group: Group, person: Person, note: str = "") -> Application:
    """Propose a colleague of the same organisation as a further delegate; they are asked first.

    The colleague is asked by mail. Until they agree, no co-chair sees anything of it.
    """
    mine = queries.membership_of(actor, group)
    if mine is None or mine.organisation is None:
        raise Forbidden if allows("groups.see_members", actor, group) else NotHere
    if person.organisation_id != mine.organisation_id:
        raise not_a_colleague()
    made = _write(group, person, mine.organisation, _clean_note(note), actor)
    letters.tell_brought(made)
    return made


def not_a_colleague() -> Refused:
    """Return the one answer for whoever is not known, and whoever belongs elsewhere."""
    text = _(
        "Nobody of your organisation has signed in here with this address. Ask your colleague to "
        "sign in once and to name the organisation on their own page."
    )
    return Refused("application.unknown_person", text, field="email")


@verb
def consent(*, actor: Person, application: Application) -> Application:
    """Agree to being proposed: from now on it waits for the co-chairs, who see name and address."""
    application = _locked(application)
    if application.person_id != actor.pk:
        raise NotHere
    if application.state == ApplicationState.WAITING:
        return application
    if application.state != ApplicationState.ASKED:
        raise _answered()
    if actor.organisation_id != application.organisation_id:
        text = _("Your own page names another organisation now. Change it there, or say no.")
        raise Refused("application.other_house", text)
    application.state, application.applied_at = ApplicationState.WAITING, clock.now()
    application.save(update_fields=("state", "applied_at"))
    return application


@verb
def withdraw(*, actor: Person, application: Application) -> Application:
    """Withdraw an application of one's own, or one for oneself; who decides sees it no more."""
    application = _locked(application)
    if actor.pk not in {application.person_id, application.brought_by_id}:
        raise NotHere
    if application.state == ApplicationState.WITHDRAWN:
        return application
    if application.state != ApplicationState.ASKED:
        _demand_waiting(application)
    application.state, application.decided_at = ApplicationState.WITHDRAWN, clock.now()
    application.save(update_fields=("state", "decided_at"))
    return application


@verb
def admit(*, actor: Person, application: Application, address: str = "") -> Application:
    """Admit who applied, with the first delegate the organisation; mailed to them.

    A further one counts as a delegate once somebody of the organisation or an organiser says so.
    """
    application = _to_decide(actor, application)
    is_known = delegates.is_vouched_for(actor, application)
    # Somebody may have admitted the person by their address meanwhile: then this answers it.
    there = queries.membership_of(application.person, application.group)
    if there is not None and there.organisation is None and is_known:
        delegates.settle(actor, there, application.organisation)
    if there is None:
        memberships.admit(
            actor=actor,
            group=application.group,
            person=application.person,
            organisation=application.organisation if is_known else None,
        )
    return _decide(actor, application, ApplicationState.ADMITTED, "", address)


@verb
def refuse(
    *, actor: Person, application: Application, reason: str, address: str = ""
) -> Application:
    """Refuse an application with a reason, which is mailed as it is written."""
    application = _to_decide(actor, application)
    reason = audit.clean_reason(reason)
    if not reason:
        text = _("Write the reason: it is mailed to who applied.")
        raise Refused("application.no_reason", text, field="reason")
    return _decide(actor, application, ApplicationState.REFUSED, reason, address)


def _write(
    group: Group, person: Person, organisation: Organisation, note: str, brought_by: Person | None
) -> Application:
    # The group's row is the lock: an admission that is under way is seen.
    Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    if queries.membership_of(person, group) is not None:
        text = _("This person belongs to the group already.")
        raise Refused("membership.exists", text, field="email")
    _demand_pause(brought_by or person, person)
    if brought_by is None:
        # Who applies by themselves needs no colleague to propose them.
        asked = group.applications.filter(person=person, state=ApplicationState.ASKED)
        asked.update(state=ApplicationState.WITHDRAWN, decided_at=clock.now())
    try:
        with transaction.atomic():
            return Application.objects.create(
                group=group,
                person=person,
                organisation=organisation,
                note=note,
                note_language=(brought_by or person).language,
                brought_by=brought_by,
                state=ApplicationState.ASKED if brought_by else ApplicationState.WAITING,
                applied_at=clock.now(),
            )
    except IntegrityError as error:
        text = _("An application to this group is waiting already: the co-chairs will answer it.")
        raise Refused("application.waiting", text) from error


def _demand_pause(actor: Person, person: Person) -> None:
    lately = Application.objects.filter(applied_at__gt=clock.now() - timedelta(days=1))
    made = lately.filter(Q(brought_by=actor) | Q(person=actor, brought_by=None)).count()
    proposed = lately.filter(person=person).exclude(brought_by=None).count()
    if made >= MOST_IN_A_DAY or (actor.pk != person.pk and proposed >= MOST_PROPOSALS):
        raise too_much()


def _to_decide(actor: Person, application: Application) -> Application:
    application = _locked(application)
    if not allows("groups.manage", actor, application.group):
        raise NotHere
    if application.state == ApplicationState.ASKED:
        raise NotHere
    _demand_waiting(application)
    return application


def _decide(
    actor: Person, application: Application, state: ApplicationState, reason: str, address: str
) -> Application:
    application.state, application.reason = state, reason
    application.decided_at, application.decided_by = clock.now(), actor
    application.save(update_fields=("state", "reason", "decided_at", "decided_by"))
    audit.record(
        actor=actor,
        act="application.admit" if state == ApplicationState.ADMITTED else "application.refuse",
        room=f"group.{application.group_id}",
        subject=application.pk,
        person=application.person_id,
        reason=reason,
    )
    letters.tell_decision(application, address)
    return application


def _demand_waiting(application: Application) -> None:
    if application.state != ApplicationState.WAITING:
        raise _answered()


def _answered() -> Refused:
    text = _("This application waits no more: somebody has answered it, or it was withdrawn.")
    return Refused("application.decided", text)


def _locked(application: Application) -> Application:
    rows = Application.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("group", "person", "organisation").get(pk=application.pk)


def _clean_note(note: str) -> str:
    note = clean_text(note)
    if len(note) > LONGEST_NOTE:
        text = _("This is longer than 4,000 characters.")
        raise Refused("application.note_too_long", text, field="note")
    return note
