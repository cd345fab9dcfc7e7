"""From leases to attendance: pure functions that join one person's stays and never count twice.

Two totals. The strict one counts only what a heartbeat proves: it is never too high, and each break
makes it too low by 15 s at most. The merged one also counts breaks of up to a minute (a reload, a
tunnel): it is too high by the sum of the breaks that it bridged at most, and that sum is known.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from live.presence import BEAT_SECONDS, FLUSH_SECONDS, LeaseRow

# A break of this length or less is bridged in the merged total.
BRIDGED = timedelta(seconds=60)
# What a stay may lack at its end: the last heartbeat, and the flush that wrote it down.
LOST_AT_A_BREAK = timedelta(seconds=BEAT_SECONDS + FLUSH_SECONDS)
NONE = timedelta(0)


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
class Attended:
    """One person's time in a session: when, and the two totals."""

    intervals: tuple[Interval, ...]
    strict: timedelta
    merged: timedelta

    @property
    def first_join(self) -> datetime:
        """Return when the person was first there."""
        return self.intervals[0].start

    @property
    def last_leave(self) -> datetime:
        """Return when the person was last there."""
        return self.intervals[-1].end

    @property
    def may_lack(self) -> timedelta:
        """Return by how much the strict total may be too low; too high it never is."""
        return LOST_AT_A_BREAK * len(self.intervals)

    @property
    def may_exceed(self) -> timedelta:
        """Return by how much the merged total may be too high: the breaks that it bridged."""
        return self.merged - self.strict


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


def total(intervals: Iterable[Interval]) -> timedelta:
    """Return the plain sum of lengths: of a union, the time covered."""
    return sum((interval.length for interval in intervals), NONE)


def stay(lease: LeaseRow) -> Interval:
    """Return a lease as an interval: it ends at the last heartbeat, whatever ended it, and when."""
    end = lease.last_seen if lease.ended_at is None else min(lease.ended_at, lease.last_seen)
    return Interval(lease.entered_at, max(lease.entered_at, end))


def attended(stays: Iterable[Interval], period: Interval) -> Attended | None:
    """Return one person's attendance in the period, or nothing when they were not there in it."""
    inside = (part for one in stays if (part := one.within(period)) is not None)
    intervals = union(inside)
    if not intervals:
        return None
    return Attended(intervals, total(intervals), total(union(intervals, BRIDGED)))


def attendance(leases: Iterable[LeaseRow], period: Interval) -> Mapping[UUID, Attended]:
    """Return who was there in the period, over all their tabs and devices."""
    stays: dict[UUID, list[Interval]] = defaultdict(list)
    for lease in leases:
        stays[lease.person].append(stay(lease))
    found = {person: attended(theirs, period) for person, theirs in stays.items()}
    return {person: there for person, there in found.items() if there is not None}
