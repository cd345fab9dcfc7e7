"""Who may do what with deliveries and replies, one line a rule."""

from accounts.models import Person
from groups import queries as group_queries
from kit.rules import rule
from records.recommendations.models import Recommendation


@rule("deliveries.manage")
def deliver(person: Person, recommendation: Recommendation) -> bool:
    """Co-chairs of its group record what is delivered and answered; organisers too."""
    return person.is_organiser or _chairs(person, recommendation)


@rule("deliveries.publish_reply")
def publish_reply(person: Person, recommendation: Recommendation) -> bool:
    """A co-chair checks a reply before all may read it; where no group is, an organiser does."""
    if recommendation.group is None:
        return person.is_organiser
    return _chairs(person, recommendation)


def _chairs(person: Person, recommendation: Recommendation) -> bool:
    group = recommendation.group
    return group is not None and group_queries.is_chair(person, group)
