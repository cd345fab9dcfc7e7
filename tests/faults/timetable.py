"""Who comes when, for the proof of attendance: made by a seeded generator, so that a run can be repeated."""

import random
from dataclasses import dataclass, field

from tests.faults.attendees import DROP, GOODBYE

Visit = tuple[float, float, str]

# Who stays to the end leaves this many seconds after it.
LINGER = 3.0
# And some read on for as long as they are let: longer than any stay may be open by then.
STAY = 600.0


@dataclass(frozen=True)
class Timetable:
    """What happens, in seconds from the beginning."""

    seconds: float
    devices: list[tuple[str, list[Visit]]]
    kills: list[float]
    # Of each process that is stopped: whose devices are in it, and when it is stopped and let go on.
    stopped: list[tuple[frozenset[str], list[tuple[float, float]]]] = field(default_factory=list)


def made(seed: int, people: list[str], *, is_full: bool) -> Timetable:
    """Return a timetable: everyone comes and goes, two in five have a second device for a while.

    One in ten stays after the end, until all are told to leave.
    """
    chance = random.Random(seed)
    seconds = 900.0 if is_full else 22.0
    devices: list[tuple[str, list[Visit]]] = []
    stayers = people[3::10]
    for email in people:
        visits = _visits(chance, seconds)
        if email in stayers:
            visits.append((visits[-1][1], seconds + STAY, GOODBYE))
        devices.append((email, visits))
        if chance.random() < 0.4:
            begins = chance.uniform(0.1, 0.6) * seconds
            ends = begins + chance.uniform(0.1, 0.3) * seconds
            devices.append((email, [(begins, ends, chance.choice([GOODBYE, DROP]))]))
    kills = [0.31 * seconds, 0.58 * seconds, 0.83 * seconds] if is_full else [0.2 * seconds]
    first, second = frozenset(people[::10]), frozenset(people[5::10])
    if not is_full:
        return Timetable(seconds, devices, kills, [(first, [(0.75 * seconds, seconds)])])
    stopped = [
        # Two minutes asleep; ten seconds, which a connection outlives; a minute with a kill in it; and
        # a little longer than a connection may be silent and outlive it.
        (first, [(200.0, 320.0), (400.0, 410.0), (500.0, 560.0), (620.0, 655.0)]),
        # Asleep when it ends, and still a while after.
        (second, [(150.0, 158.0), (600.0, 690.0), (850.0, seconds)]),
    ]
    return Timetable(seconds, devices, kills, stopped)


def _visits(chance: random.Random, seconds: float) -> list[Visit]:
    visits: list[Visit] = []
    at = chance.uniform(0.0, 0.15) * seconds
    last = seconds + LINGER if chance.random() < 0.6 else chance.uniform(0.6, 0.95) * seconds
    while at < last:
        until = min(last, at + chance.uniform(0.2, 0.9) * seconds)
        visits.append((at, until, chance.choice([GOODBYE, DROP])))
        at = until + chance.uniform(0.01, 0.1) * seconds
    return visits
