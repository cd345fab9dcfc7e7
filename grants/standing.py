"""Whether somebody may sign for an organisation: by whom it is known, and that it is not themselves or a partner."""

from collections.abc import Iterable, Sequence

from accounts.models import Person
from grants.models import Application, Mandate, MandateState, Partner, Standing
from groups.models import GroupRole, Membership
from groups.organisations.models import OrganisationMembership


def standings(partners: Sequence[Partner]) -> dict[Partner, str]:
    """Return by what each of the partners of one application may sign now; nothing where it is not known.

    What somebody says of themselves does not count: not their profile, nor for whom they joined. Who
    vouches must not be a partner in the same application, be it by confirming a delegate. A co-chair was appointed by organisers; a
    member counts unless a partner could have admitted them; else organisers confirm it, for the
    country that the organisation still has.
    """
    rows = list(partners)
    confirmed = _confirmed(rows)
    delegated = _delegated(rows)
    found: dict[Partner, str] = {}
    for each in rows:
        key = (each.person_id, each.organisation_id)
        if key in delegated:
            found[each] = Standing.DELEGATE.value
        else:
            found[each] = Standing.CONFIRMED.value if key in confirmed else ""
    return found


def unproved(application: Application) -> list[Partner]:
    """Return the partners for whom nobody signed of whom it was known, then or now, that they may."""
    acting = application.partners.filter(left_at=None).select_related("organisation", "person")
    now = standings(list(acting))
    return [each for each, how in now.items() if not (each.standing or how)]


def _confirmed(partners: Sequence[Partner]) -> set[tuple[object, object]]:
    people = [each.person_id for each in partners]
    rows = Mandate.objects.filter(person__in=people, state=MandateState.CONFIRMED)
    countries = {each.organisation_id: each.organisation.country.code for each in partners}
    return {
        (each.person_id, each.organisation_id)
        for each in rows.exclude(decided_by__in=people)
        if countries.get(each.organisation_id) == each.country
    }


def _delegated(partners: Sequence[Partner]) -> set[tuple[object, object]]:
    """Return who is a delegate by somebody else's doing, as (person, organisation)."""
    acting = {(each.person_id, each.organisation_id) for each in partners}
    people = [each.person for each in partners]
    rows = Membership.objects.filter(person__in=people, ended_at=None, organisation__isnull=False)
    found = [each for each in rows if (each.person_id, each.organisation_id) in acting]
    groups = {each.group_id for each in found}
    houses = set(
        OrganisationMembership.objects.filter(group__in=groups, ended_at=None).values_list(
            "group", "organisation"
        )
    )
    chairs = list(
        Membership.objects.filter(group__in=groups, role=GroupRole.CHAIR, person__in=people)
    )
    return {
        (each.person_id, each.organisation_id)
        for each in found
        if (each.group_id, each.organisation_id) in houses
        and not _could_be_friends_work(each, people, chairs)
    }


def _could_be_friends_work(
    row: Membership, people: Iterable[Person], chairs: Iterable[Membership]
) -> bool:
    """Say whether one of those who apply together could have let this one into the group themselves."""
    others = [each for each in people if each.pk != row.person_id]
    if any(each.is_organiser or each.pk == row.confirmed_by_id for each in others):
        return True
    if row.role == GroupRole.CHAIR:
        return False
    return any(
        each.group_id == row.group_id
        and each.person_id != row.person_id
        and (each.ended_at is None or each.ended_at >= row.joined_at)
        for each in chairs
    )


def is_independent(organiser: Person, mandate: Mandate) -> bool:
    """Say whether an organiser may vouch: not for themselves, their own house, or whom they apply with."""
    return mandate in independent_of(organiser, [mandate])


def independent_of(organiser: Person, mandates: Sequence[Mandate]) -> set[Mandate]:
    """Return those of which an organiser may judge, in two queries for any number."""
    rows = Membership.objects.filter(person=organiser, ended_at=None, organisation__isnull=False)
    houses = {organiser.organisation_id, *rows.values_list("organisation", flat=True)}
    own = Partner.objects.filter(person=organiser, left_at=None).values("application")
    beside = Partner.objects.filter(left_at=None, application__in=own).order_by()
    people = {organiser.pk, *beside.values_list("person", flat=True)}
    return {
        each
        for each in mandates
        if each.organisation_id not in houses and each.person_id not in people
    }
