"""What may be told of who was there: one rule, which every page, event, file and answer of the API follows.

A figure tells more than it says: beside a second one, beside a list of members, or beside itself
after somebody changed their profile. So nothing is told from which it could be worked out that a
person, or one of two, was there:

1. **Of a quorum, whether it was there.** Beside a "yes" stands what the rule asked for ("at least
   2"), which is known without the decision; beside a "no" nothing. Who belongs to a group is public
   and few: a count of those present, less the ones that are named, would name the rest.
2. **Who is there under their name and that of an organisation is counted exactly**: they agreed to it.
3. **All others are "at least N"**, N being a step (3, 5, 10, then each ten), and below three nothing. The sum
   is what is named and that N, never the exact one: else the difference would be the figure left out.
4. **Where it is known who could have come, the others are not counted at all.** Of a group's meeting its
   members know who belongs to it and who of them shows no name: any number of such could be all of them.
5. **Of single sides and countries at least three others are left of whom nothing is said.** Else "all"
   would be told, and with it where each of them comes from.
6. **Figures rest on what was shown then, names on the lesser of then and now.** What somebody takes back
   later takes their name off, and moves no figure: before and after differ by nobody else.

The exact figures are for who reads the attendance sheet of the session, and stand there.
"""

from collections.abc import Mapping

# No figure below this is told, and at least so many remain of whom nothing is said.
FEWEST = 3
_FIRST = (3, 5)
_EVERY = 10


def at_least(count: int) -> int:
    """Return the "at least" that may be told of a count, 0 where nothing may."""
    if count >= _EVERY:
        return count // _EVERY * _EVERY
    return max((step for step in _FIRST if step <= count), default=0)


def groups(counts: Mapping[str, int]) -> dict[str, int]:
    """Return what may be told of groups, by name; who is in none stands under "" and only counts.

    While fewer than three would be left of whom nothing is said, less is told of the smallest.
    """
    told = {name: at_least(count) for name, count in counts.items() if name}
    told = {name: figure for name, figure in told.items() if figure}
    everybody = sum(counts.values())
    while told and everybody - sum(told.values()) < FEWEST:
        smallest = min(told, key=lambda name: (told[name], name))
        less = at_least(told.pop(smallest) - 1)
        if less:
            told[smallest] = less
    return told
