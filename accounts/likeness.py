"""Which names could be taken for one another: in a list, in a fast chat, by an eye in a hurry."""

import unicodedata
from collections.abc import Iterable

from accounts.models import Person, ShownAs
from kit.names import clean_name

# Cyrillic letters that are drawn like Latin ones, small as well as large, and the Latin ones.
_LOOKALIKES = str.maketrans("авекмнорстухёіјѕԁһӏԛԝ", "abekmhopctyxeijsdhlqw")


def likeness(text: str) -> str:
    """Return what a name looks like: two names of one likeness could be taken for each other.

    Gone are case, width, blanks, letters that can't be seen, and the difference between Cyrillic
    letters and the Latin ones that they look like.
    """
    folded = unicodedata.normalize("NFKC", clean_name(text)).casefold()
    return "".join(folded.translate(_LOOKALIKES).split())


def is_taken(pseudonym: str, person: Person) -> bool:
    """Say whether somebody else's pseudonym, or a name that somebody else shows, looks like this.

    A name that its owner keeps to themselves does not count: a refusal would tell that they take
    part.
    """
    mine = likeness(pseudonym)
    return any(mine == likeness(name) for name in _shown_by_others(person))


def _shown_by_others(person: Person) -> Iterable[str]:
    # Compared here, not in the database: SQLite folds the case of Latin letters only, and no
    # database knows which letters look alike.
    others = Person.objects.exclude(pk=person.pk)
    for name, pseudonym, shown_as in others.values_list("name", "pseudonym", "shown_as"):
        if pseudonym:
            yield pseudonym
        if name and shown_as == ShownAs.NAMED:
            yield name
