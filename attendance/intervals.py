"""From leases to attendance: pure functions that join one person's stays and never count twice.

Two totals. The strict one counts only what a heartbeat proves: it is never too high, and each
disruption makes it too low by 15 s at most. The bridged one also counts gaps of up to three minutes
(a reload, a tunnel): it is too high by the gaps that it bridged at most, and that sum is known.
Only what lies in the session's live periods counts, and a correction stands beside what was measured.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from live.presence import BEAT_SECONDS, FLUSH_SECONDS, LeaseRow

# A gap of this length or less is bridged in the bridged total.
BRIDGED = timedelta(minutes=3)
# What a stay may lack at its end: the last heartbeat, and the flush that wrote it down.
LOST_AT_A_DISRUPTION = timedelta(seconds=BEAT_SECONDS + FLUSH_SECONDS)
NONE = timedelta(0)
A_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A time from one instant to another; both may be the same, for a stay without a heartbeat."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """Return how long it is."""
        return self.end - self.start

    def within(self, period: "Interval") -> "Interval | None":
        """Return the part of it that lies in the period, or nothing."""
        start, end = max(self.start, period.start), min(self.end, period.end)
        return Interval(start, end) if start <= end else None


@dataclass(frozen=True, slots=True)
class Put:
    """A correction as arithmetic: a time that a person was there, or was not."""

    span: Interval
    was_there: bool


@dataclass(frozen=True, slots=True)
class Attended:
    """One person's time in a session: as measured, and as it counts after corrections.

    `counted` and `counted_bridged` are what was measured where nobody corrected anything.
    """

    measured: tuple[Interval, ...]
    strict: timedelta
    bridged: timedelta
    counted: tuple[Interval, ...]
    counted_strict: timedelta
    counted_bridged: timedelta

    @property
    def first_join(self) -> datetime:
        """Return when the person was first there: as measured, or else as a correction says."""
        return (self.measured or self.counted)[0].start

    @property
    def last_leave(self) -> datetime:
        """Return when the person was last there: as measured, or else as a correction says."""
        return (self.measured or self.counted)[-1].end

    @property
    def was_there(self) -> bool:
        """Say whether the person is one of those who were there: a moment suffices.

        A line from which corrections took all time, but for parts of a second that no clock on a wall
        shows, stays to be read and is in no count of heads.
        """
        if self.counted == self.measured:
            return bool(self.counted)
        return self.counted_strict >= A_SECOND

    @property
    def disruptions(self) -> int:
        """Return how many times what was measured broke off, its end included."""
        return len(self.measured)

    @property
    def may_lack(self) -> timedelta:
        """Return by how much the strict total may be too low; too high it never is."""
        return LOST_AT_A_DISRUPTION * self.disruptions

    @property
    def may_exceed(self) -> timedelta:
        """Return by how much the bridged total may be too high: the gaps that it bridged."""
        return self.bridged - self.strict


def union(intervals: Iterable[Interval], bridging: timedelta = NONE) -> tuple[Interval, ...]:
    """Return the time covered by any of the intervals, as separate intervals in order.

    Intervals that overlap, touch, or lie no further apart than `bridging` become one.
    """
    joined: list[Interval] = []
    for interval in sorted(intervals):
        if joined and interval.start - joined[-1].end <= bridging:
            last = joined.pop()
            joined.append(Interval(last.start, max(last.end, interval.end)))
        else:
            joined.append(interval)
    return tuple(joined)


def clipped(intervals: Iterable[Interval], periods: Sequence[Interval]) -> tuple[Interval, ...]:
    """Return the parts of the intervals that lie in the periods."""
    return tuple(
        part
        for interval in intervals
        for period in periods
        if (part := interval.within(period)) is not None
    )


def minus(intervals: Iterable[Interval], taken: Interval) -> tuple[Interval, ...]:
    """Return what is left of the intervals when a time is taken out of them."""
    left: list[Interval] = []
    for one in intervals:
        if one.end <= taken.start or one.start >= taken.end:
            left.append(one)
            continue
        if one.start < taken.start:
            left.append(Interval(one.start, taken.start))
        if taken.end < one.end:
            left.append(Interval(taken.end, one.end))
    return tuple(left)


def total(intervals: Iterable[Interval]) -> timedelta:
    """Return the plain sum of lengths: of a union, the time covered."""
    return sum((interval.length for interval in intervals), NONE)


def stay(lease: LeaseRow) -> Interval:
    """Return a lease as an interval: it ends at the last heartbeat, whatever ended it, and when."""
    end = lease.last_seen if lease.ended_at is None else min(lease.ended_at, lease.last_seen)
    return Interval(lease.entered_at, max(lease.entered_at, end))


def put_right(
    intervals: Sequence[Interval], corrections: Iterable[Put], periods: Sequence[Interval]
) -> tuple[Interval, ...]:
    """Return the intervals after corrections, in their order: where two disagree the later holds."""
    right = tuple(intervals)
    for correction in corrections:
        if correction.was_there:
            right = union((*right, *clipped([correction.span], periods)))
        else:
            right = minus(right, correction.span)
    return right


def attended(
    stays: Iterable[Interval], periods: Sequence[Interval], corrections: Sequence[Put] = ()
) -> Attended | None:
    """Return one person's attendance in the periods, or nothing when they were not there in them."""
    measured = union(clipped(stays, periods))
    bridged = clipped(union(measured, BRIDGED), periods)
    counted = put_right(measured, corrections, periods)
    if not measured and not counted:
        return None
    strict, with_gaps = total(measured), total(bridged)
    return Attended(
        measured=measured,
        strict=strict,
        bridged=with_gaps,
        counted=counted,
        counted_strict=total(counted) if corrections else strict,
        counted_bridged=(
            total(put_right(bridged, corrections, periods)) if corrections else with_gaps
        ),
    )


def attendance(
    leases: Iterable[LeaseRow],
    periods: Sequence[Interval],
    corrections: Mapping[UUID, Sequence[Put]] | None = None,
) -> Mapping[UUID, Attended]:
    """Return who was there in the periods, over all their tabs and devices, corrections included."""
    put = corrections or {}
    stays: dict[UUID, list[Interval]] = defaultdict(list)
    for lease in leases:
        stays[lease.person].append(stay(lease))
    found = {
        person: attended(stays.get(person, ()), periods, put.get(person, ()))
        for person in [*stays, *(one for one in put if one not in stays)]
    }
    return {person: there for person, there in found.items() if there is not None}


def presence(people: Iterable[Sequence[Interval]]) -> list[tuple[datetime, int]]:
    """Return how many people were there over time, as steps: from this instant on, so many.

    One person's intervals don't overlap, so that each counts once at any instant.
    """
    changes: dict[datetime, int] = defaultdict(int)
    for intervals in people:
        for one in intervals:
            changes[one.start] += 1
            changes[one.end] -= 1
    steps, count = [], 0
    for at in sorted(changes):
        if changes[at]:
            count += changes[at]
            steps.append((at, count))
    return steps


def at_most(steps: Sequence[tuple[datetime, int]], spans: Sequence[Interval]) -> list[int]:
    """Return for each of the spans, in order of time, the most people that were there within it."""
    found, place, count = [], 0, 0
    for span in spans:
        while place < len(steps) and steps[place][0] <= span.start:
            count, place = steps[place][1], place + 1
        most = count
        while place < len(steps) and steps[place][0] < span.end:
            count, place = steps[place][1], place + 1
            most = max(most, count)
        found.append(most)
    return found
