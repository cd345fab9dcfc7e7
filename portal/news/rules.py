"""Who may do what with news, one line a rule; the place is a group, or none for the programme."""

from accounts.models import Person
from groups import queries as groups
from groups.models import Group
from kit.rules import rule
from portal.news.models import Standing, Story


@rule("news.write")
def write(person: Person, place: Group | None = None) -> bool:
    """Organisers write for the programme and for groups; in a group its members too."""
    return person.is_organiser or (
        place is not None and groups.membership_of(person, place) is not None
    )


@rule("news.publish")
def publish(person: Person, place: Group | None = None) -> bool:
    """Organisers; in a group its co-chairs too: what a member proposes waits for them."""
    return person.is_organiser or (place is not None and groups.is_chair(person, place))


@rule("news.pin")
def pin(person: Person, place: Group | None = None) -> bool:
    """The home page is the programme's: organisers pin."""
    return person.is_organiser


@rule("news.revise")
def revise(person: Person, story: Story) -> bool:
    """Whoever may publish it; who wrote it, until it is published."""
    if story.state == Standing.WITHDRAWN:
        return False
    if publish(person, story.group):
        return True
    is_theirs = story.author_id == person.pk and write(person, story.group)
    return is_theirs and story.state in {Standing.DRAFT, Standing.PROPOSED}
