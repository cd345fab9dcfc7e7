"""The letters about recommendations: what became of an amendment, a wording that changed, an adoption."""

from typing import Any

from django.template.loader import render_to_string
from django.utils import translation

from accounts import letters, programmes
from accounts.letters import Content, Draft
from accounts.models import Person
from groups import queries as group_queries
from kit.links import absolute
from records.recommendations.models import Amendment, Recommendation, Version


def tell_proposer(amendment: Amendment) -> None:
    """Tell who proposed an amendment what became of it; not who decided upon their own."""
    if amendment.person_id == amendment.decided_by_id:
        return
    words = {"recommendation": amendment.recommendation, "amendment": amendment}
    key = f"amendment:{amendment.pk}"
    letters.write([_draft("amendment", amendment.person, key, words)])


def tell_endorsers(recommendation: Recommendation) -> None:
    """Tell, once for each endorsement, that the wording which it was given to has changed."""
    old = recommendation.endorsements.filter(
        withdrawn_at=None, edition__lt=recommendation.edition, person__is_active=True
    ).select_related("person", "organisation")
    letters.write(
        _draft(
            "endorsement",
            row.person,
            f"endorsement:{row.pk}:{row.edition}",
            {"recommendation": recommendation, "endorsement": row},
        )
        for row in old
    )


def tell_adopted(version: Version, actor: Person) -> None:
    """Tell the other members of the group that a recommendation was adopted."""
    group = version.recommendation.group
    if group is None:
        return
    members = group_queries.members(group).exclude(person=actor).filter(person__is_active=True)
    words = {"recommendation": version.recommendation, "version": version}
    letters.write(
        _draft("adopted", row.person, f"adopted:{version.pk}:{row.person_id}", words)
        for row in members
    )


def _draft(kind: str, person: Person, key: str, words: dict[str, Any]) -> Draft:
    recommendation: Recommendation = words["recommendation"]
    with translation.override(person.language):
        place = "records:recommendation" if kind == "adopted" else "records:recommendation_draft"
        context = {
            "person": person,
            "programme": programmes.current(),
            "address": absolute(place, recommendation.number),
            **words,
        }
        subject = render_to_string(f"records/letters/{kind}_subject.txt", context)
        body = render_to_string(f"records/letters/{kind}.txt", context)
    return Draft(person, key, Content(subject, body), thread=f"recommendation:{recommendation.pk}")
