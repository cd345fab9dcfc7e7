"""What search compares: texts and questions brought to one form, in any alphabet."""

import unicodedata

from kit.names import clean_text

# Of what is asked for: more words than these find no more.
MOST_WORDS = 8
LONGEST_QUESTION = 200


def folded(text: str) -> str:
    """Return a text without the differences that people don't search by: case, width, ё for е.

    Databases can't be trusted with it: SQLite folds only A to Z.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return plain.replace("ё", "е")


def words(question: str) -> list[str]:
    """Return the words that a message must all hold, folded."""
    return folded(clean_text(question)[:LONGEST_QUESTION]).split()[:MOST_WORDS]
