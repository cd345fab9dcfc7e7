"""Who said something of a draft: the lesser of what they showed then and what they show now."""

from dataclasses import asdict

from accounts.models import Person
from accounts.people import NOBODY, Shown, lesser, shown
from records.recommendations.models import Amendment, Comment


def seen(person: Person) -> dict[str, str]:
    """Return what a person shows at this moment, to be kept beside what they say."""
    return asdict(shown(person))


def speaker(row: Comment | Amendment) -> Shown:
    """Return who said it: a pseudonym taken later does not stand where a name stood.

    Else whoever read it before would know whose the pseudonym is, wherever it stands.
    """
    if not row.person.is_active:
        return NOBODY
    now = shown(row.person)
    return lesser(Shown(**row.seen), now) if row.seen else now
