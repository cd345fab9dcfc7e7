"""Which organisations stand behind a draft: said by their delegates, of one edition, until adoption."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from groups import queries as group_queries
from kit.refusals import Refused
from live import clock
from live.hub import verb
from records.recommendations import wording
from records.recommendations.models import Endorsement, Recommendation
from records.recommendations.wording import Clash


def speaks_for(person: Person) -> list[Organisation]:
    """Return the organisations whose delegate in a working group a person is."""
    sent = group_queries.memberships_of(person).exclude(organisation=None)
    ids = set(sent.values_list("organisation", flat=True))
    return list(Organisation.objects.filter(pk__in=ids).order_by("name_en", "id"))


def standing(recommendation: Recommendation) -> QuerySet[Endorsement]:
    """Return the endorsements that hold, in their order."""
    return recommendation.endorsements.filter(withdrawn_at=None).select_related("organisation")


@verb
def endorse(
    *, actor: Person, recommendation: Recommendation, organisation: Organisation, edition: int
) -> Endorsement:
    """Put an organisation behind the draft as it is worded; said again, it holds for the new wording."""
    found = wording.draft_of(actor, recommendation, "recommendations.discuss")
    _demand_delegate(actor, organisation.pk)
    if found.edition != edition:
        raise Clash
    row = standing(found).filter(organisation=organisation).first()
    if row is None:
        row = Endorsement(recommendation=found, organisation=organisation)
    elif row.edition == found.edition:
        return row
    row.person, row.edition, row.at = actor, found.edition, clock.now()
    row.save()
    return row


@verb
def withdraw(*, actor: Person, recommendation: Recommendation, organisation: Organisation) -> None:
    """Take an organisation's endorsement back; any of its delegates may, until the adoption."""
    found = wording.draft_of(actor, recommendation, "recommendations.discuss")
    _demand_delegate(actor, organisation.pk)
    row = standing(found).filter(organisation=organisation).first()
    if row is None:
        text = _("This organisation does not endorse the draft.")
        raise Refused("endorsement.none", text, field="organisation")
    row.withdrawn_at = clock.now()
    row.save(update_fields=["withdrawn_at"])


def _demand_delegate(actor: Person, organisation: UUID) -> None:
    if organisation not in {each.pk for each in speaks_for(actor)}:
        text = _("Only an organisation's delegate in a working group speaks for it.")
        raise Refused("endorsement.not_delegate", text, field="organisation", status=403)
