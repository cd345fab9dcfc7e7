"""Registrations: a person asks to take part, an organiser decides, the person may step back."""

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Organisation, Person
from conferences import letters
from conferences.models import Attending, Conference, Registration, RegistrationState
from kit.names import clean_name, clean_text
from kit.refusals import Forbidden, NotHere, Refused
from kit.rules import allows
from live import clock
from live.epochs import raise_epoch
from live.hub import verb

MAX_ORGANISATION = 200
MAX_REASON = 1000

audit.name_acts(
    {
        "registration.confirm": _("Registration confirmed"),
        "registration.decline": _("Registration declined"),
    }
)


@verb
def register(
    *,
    actor: Person,
    conference: Conference,
    organisation_name: str,
    attending: str,
    is_listed: bool,
) -> Registration:
    """Ask to take part: once a person; after a withdrawal the same registration waits again."""
    if not allows("conferences.see", actor, conference):
        raise NotHere
    # The conference's row is the lock: two tabs that register at once become one registration.
    conference = Conference.objects.select_for_update().get(pk=conference.pk)
    if not allows("conferences.register", actor, conference):
        raise Refused("registration.closed", _("Registration for this conference is closed."))
    registration = Registration.objects.filter(conference=conference, person=actor).first()
    if registration is None:
        registration = Registration(conference=conference, person=actor)
    else:
        _check_withdrawn(registration)
    _describe(registration, attending=attending, is_listed=is_listed)
    registration.organisation_name = _organisation_name(organisation_name)
    registration.organisation = _organisation(actor, registration.organisation_name)
    registration.state = RegistrationState.WAITING
    registration.registered_at = clock.now()
    registration.decided_at = registration.decided_by = None
    registration.reason = ""
    registration.save()
    return registration


@verb
def revise(
    *, actor: Person, registration: Registration, attending: str, is_listed: bool
) -> Registration:
    """Change how one takes part and whether one is listed: consent can be taken back at any time.

    The organisation is what the organiser confirmed; whoever changes it registers again.
    """
    registration = _own(actor, registration)
    if registration.state not in {RegistrationState.WAITING, RegistrationState.CONFIRMED}:
        raise Refused("registration.over", _("This registration can no longer be changed."))
    _describe(registration, attending=attending, is_listed=is_listed)
    registration.save(update_fields=("attending", "is_listed"))
    return registration


@verb
def withdraw(*, actor: Person, registration: Registration) -> Registration:
    """Step back; what the registration opened is shut at once, and nobody is listed any more."""
    registration = _own(actor, registration)
    if registration.state == RegistrationState.DECLINED:
        raise Refused("registration.declined", _("This registration was declined."))
    if registration.state == RegistrationState.WITHDRAWN:
        return registration
    registration.state = RegistrationState.WITHDRAWN
    registration.is_listed = False
    registration.save(update_fields=("state", "is_listed"))
    raise_epoch(actor.pk)
    return registration


@verb
def confirm(*, actor: Person, registration: Registration, address: str = "") -> Registration:
    """Let a person take part and write to them; one who is confirmed already hears nothing twice.

    `address` is where the conference is read, for the letter.
    """
    registration = _to_decide(actor, registration)
    if registration.state == RegistrationState.CONFIRMED:
        return registration
    _decide(registration, actor, RegistrationState.CONFIRMED, "")
    letters.announce(registration, "confirmed", address=address)
    return registration


@verb
def decline(
    *, actor: Person, registration: Registration, reason: str = "", address: str = ""
) -> Registration:
    """Turn a registration down, or take a confirmation back; the reason is told to the person."""
    registration = _to_decide(actor, registration)
    reason = clean_text(reason)
    if len(reason) > MAX_REASON:
        text = _("The reason is longer than 1,000 characters.")
        raise Refused("registration.reason_too_long", text, field="reason")
    if registration.state == RegistrationState.DECLINED:
        return registration
    _decide(registration, actor, RegistrationState.DECLINED, reason)
    letters.announce(registration, "declined", address=address)
    return registration


def _decide(registration: Registration, actor: Person, state: str, reason: str) -> None:
    registration.state = state
    registration.reason = reason
    registration.decided_at = clock.now()
    registration.decided_by = actor
    registration.save(update_fields=("state", "reason", "decided_at", "decided_by"))
    is_confirmed = state == RegistrationState.CONFIRMED
    audit.record(
        actor=actor,
        act="registration.confirm" if is_confirmed else "registration.decline",
        subject=registration.pk,
        person=registration.person_id,
        reason=reason,
    )
    raise_epoch(registration.person_id)


def _to_decide(actor: Person, registration: Registration) -> Registration:
    # A registration is its person's and the organisers' affair: for anyone else it isn't there.
    if not allows("conferences.organise", actor, registration.conference):
        raise Forbidden if registration.person_id == actor.pk else NotHere
    locked = _locked(registration)
    if locked.state == RegistrationState.WITHDRAWN:
        raise Refused("registration.withdrawn", _("This person has withdrawn the registration."))
    return locked


def _own(actor: Person, registration: Registration) -> Registration:
    if not allows("conferences.own_registration", actor, registration):
        raise NotHere
    return _locked(registration)


def _locked(registration: Registration) -> Registration:
    rows = Registration.objects.select_for_update(of=("self",))
    return rows.select_related("conference", "person").get(pk=registration.pk)


def _check_withdrawn(registration: Registration) -> None:
    if registration.state == RegistrationState.DECLINED:
        raise Refused("registration.declined", _("Your registration was declined."))
    if registration.state != RegistrationState.WITHDRAWN:
        raise Refused("registration.exists", _("You have registered for this conference already."))


def _describe(registration: Registration, *, attending: str, is_listed: bool) -> None:
    if attending not in Attending.values:
        text = _("Say whether you take part in the hall or online.")
        raise Refused("registration.attending", text, field="attending")
    registration.attending = attending
    registration.is_listed = is_listed


def _organisation_name(text: str) -> str:
    name = clean_name(text, MAX_ORGANISATION + 1)
    if not name:
        missing = _("Name the organisation that you come from.")
        raise Refused("registration.organisation_missing", missing, field="organisation_name")
    if len(name) > MAX_ORGANISATION:
        long = _("The organisation’s name is longer than 200 characters.")
        raise Refused("registration.organisation_too_long", long, field="organisation_name")
    return name


def _organisation(person: Person, name: str) -> Organisation | None:
    """Return the person's own organisation when that is what they named, in either language."""
    own = person.organisation
    if own is not None and name.casefold() in {own.name_en.casefold(), own.name_ru.casefold()}:
        return own
    return None
