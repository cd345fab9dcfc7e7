"""Signing and handing in: what is missing, who has signed what stands there now, and the moment it counts."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts import programmes
from accounts.models import Person
from grants import letters
from grants.editing import demand_writable, opened
from grants.models import Application, Partner, State
from grants.money import sums_of
from grants.standing import standings
from kit.refusals import Refused, Words
from live import clock
from live.hub import verb


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an application can't be handed in yet, and in which part of its page."""

    code: str
    text: Words
    place: str

    def refusal(self) -> Refused:
        """Return it as what a verb raises."""
        return Refused(self.code, self.text)


@verb
def sign(*, actor: Person, application: Application, edition: int) -> Application:
    """Sign for one's organisation what stands there in this edition; the last signature hands it in.

    Only whose word counts for the organisation signs for it. Where something is missing still, it
    stays signed until it is changed.
    """
    held = opened(actor, application)
    if held.edition != edition:
        text = _("It was changed since you opened it. Read what is new, then sign.")
        raise Refused("application.edited", text)
    own = _may_sign(actor, held)
    own.signed_edition, own.signed_at = edition, clock.now()
    own.save(update_fields=("signed_edition", "signed_at"))
    if not faults(held):
        _hand_in(held)
    return held


@verb
def submit(*, actor: Person, application: Application) -> Application:
    """Hand in an application that is whole and signed by all; else the first thing that is missing is said."""
    held = opened(actor, application)
    missing = faults(held)
    if missing:
        raise missing[0].refusal()
    _hand_in(held)
    return held


def faults(application: Application) -> list[Fault]:
    """Return all that keeps an application from being handed in, the gravest first."""
    partners = list(
        application.partners.filter(left_at=None).select_related("organisation", "person")
    )
    found = [*_of_time(application), *_of_sides(partners), *_of_standing(partners)]
    found += _of_texts(application)
    found += [*_of_budget(application)]
    unsigned = [each for each in partners if each.signed_edition != application.edition]
    if unsigned:
        text = _("Not all partners have signed what stands here now.")
        found.append(Fault("application.unsigned", text, "signatures"))
    return found


def _of_time(application: Application) -> list[Fault]:
    try:
        demand_writable(application)
    except Refused as refused:
        return [Fault(refused.code, refused.text, "signatures")]
    return []


def _of_sides(partners: list[Partner]) -> list[Fault]:
    countries = {each.organisation.country.code for each in partners}
    sides = programmes.sides()
    missing = [side for side in sides if not countries & set(programmes.codes_of(side))]
    # Before a programme says which sides it has, nobody is of every one of them.
    if sides and not missing:
        return []
    text = _("There is no partner of every side of the programme yet: invite one.")
    return [Fault("application.one_sided", text, "partners")]


def _of_standing(partners: list[Partner]) -> list[Fault]:
    """Return whose word is not known to count, at this moment and not only when they signed."""
    return [
        Fault("partner.unproved", _unknown(each), "partners")
        for each, how in standings(partners).items()
        if not how
    ]


def _unknown(partner: Partner) -> Words:
    text = _("It is not known that whoever joined for “%(house)s” may sign for it.")
    return text % {"house": partner.organisation.name}


def _may_sign(actor: Person, application: Application) -> Partner:
    rows = application.partners.filter(left_at=None).select_related("organisation", "person")
    known = standings(list(rows))
    own = next(each for each in known if each.person_id == actor.pk)
    if not known[own]:
        text = _(
            "It is not known yet that you may sign for this organisation. Ask the organisers to"
            " confirm it, under “Partners”."
        )
        raise Refused("partner.unproved", text)
    return own


def _of_texts(application: Application) -> list[Fault]:
    found = []
    if not application.title:
        found.append(Fault("application.untitled", _("It has no title."), "head"))
    if not application.summary:
        found.append(Fault("application.no_summary", _("It has no summary."), "head"))
    if not (application.starts_on and application.ends_on):
        text = _("It is not said when it begins and ends.")
        found.append(Fault("application.no_period", text, "head"))
    if application.theme_id is None and application.call.themes.exists():
        found.append(Fault("application.no_theme", _("No theme is chosen."), "head"))
    empty = [each for each in application.sections.all() if not each.text]
    for section in empty:
        named = _("This part is empty: “%(part)s”.") % {"part": section.get_kind_display()}
        found.append(Fault("application.incomplete", named, section.kind))
    return found


def _of_budget(application: Application) -> list[Fault]:
    call, sums = application.call, sums_of(application.lines.all())
    if not sums.asked:
        text = _("The budget asks for nothing yet.")
        return [Fault("budget.empty", text, "budget")]
    found = []
    if sums.asked > call.ceiling:
        over = _("The budget asks for %(asked)s %(currency)s; a project is given %(ceiling)s.") % {
            "asked": f"{sums.asked:,.2f}",
            "ceiling": f"{call.ceiling:,.2f}",
            "currency": call.currency,
        }
        found.append(Fault("budget.over_ceiling", over, "budget"))
    if not sums.bears(call.least_share):
        low = _("The partners bear %(share)s %% of the cost; %(least)s %% is the least.") % {
            "share": sums.share,
            "least": call.least_share,
        }
        found.append(Fault("budget.low_share", low, "budget"))
    return found


def _hand_in(application: Application) -> None:
    application.state, application.submitted_at = State.SUBMITTED, clock.now()
    application.save(update_fields=("state", "submitted_at"))
    # By what they might sign is told to who decides, also when it holds no longer.
    acting = application.partners.filter(left_at=None).select_related("organisation", "person")
    for each, how in standings(list(acting)).items():
        each.standing = how
        each.save(update_fields=("standing",))
    letters.submitted(application)
