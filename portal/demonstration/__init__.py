"""A programme to look at and to try things on: true to the real one, with people who are made up.

Every address ends in `.example`, everybody is marked as demonstration, and none of it can be loaded
in production settings.
"""

from portal.demonstration.people import SIGN_INS


def sign_ins() -> list[tuple[str, str]]:
    """Return label and address of those whom `make run` names: one for each way to look at it."""
    return list(SIGN_INS)
