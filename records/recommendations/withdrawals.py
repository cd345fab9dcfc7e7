"""Withdrawal: of a draft by a co-chair, of what was adopted by both; a version stays where it is."""

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from kit.refusals import Refused
from live.hub import verb
from records.recommendations import consents, wording
from records.recommendations.drafts import end_amendments, record
from records.recommendations.models import Purpose, Recommendation, Standing
from records.recommendations.rules import demand
from sessions.texts import is_blank

audit.name_acts(
    {
        "recommendation.withdraw": _("Recommendation withdrawn"),
        "recommendation.ask_withdrawal": _(
            "Withdrawal of a recommendation asked for by a co-chair"
        ),
    }
)


@verb
def withdraw(*, actor: Person, recommendation: Recommendation, reason: str) -> Recommendation:
    """Withdraw a draft, or say one's yes to withdrawing what was adopted: the last yes does it."""
    found = wording.locked(recommendation)
    demand("recommendations.decide", actor, found)
    if found.standing == Standing.WITHDRAWN:
        return found
    why = audit.clean_reason(reason)
    if is_blank(why):
        raise Refused("recommendation.no_reason", _("Say why."), field="reason")
    if found.versions.exists():
        consents.give(actor, found, Purpose.WITHDRAW, "recommendation.ask_withdrawal")
        if any(seat.consent is None for seat in consents.seats(found, Purpose.WITHDRAW)):
            return found
    found.standing, found.is_open = Standing.WITHDRAWN, False
    found.save(update_fields=["standing", "is_open"])
    end_amendments(found)
    record(actor, found, "recommendation.withdraw", why)
    return found
