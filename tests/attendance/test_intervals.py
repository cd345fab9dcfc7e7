"""Leases to intervals: golden cases, a foreign report, and what holds for every history."""

import csv
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from attendance.intervals import (
    BRIDGED,
    Attended,
    Interval,
    attendance,
    attended,
    stay,
    total,
    union,
)
from live.presence import LeaseRow

START = datetime(2011, 11, 14, 6, 0, tzinfo=UTC)
PERIOD = Interval(START, START + timedelta(hours=2))
ZOOM = Path(__file__).parents[3] / "shared/data/attendance/zoom-participants-heroes.csv"


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def span(start: float, end: float) -> Interval:
    return Interval(at(start), at(end))


def lease(
    start: float, seen: float, ended: float | None = None, person: UUID | None = None
) -> LeaseRow:
    over = None if ended is None else at(ended)
    return LeaseRow(person or uuid4(), at(start), at(seen), over, "ws")


def minutes(time: timedelta) -> float:
    return time.total_seconds() / 60


def there(*leases: LeaseRow, period: Interval = PERIOD) -> Attended:
    found = attended(map(stay, leases), period)
    assert found is not None
    return found


def test_two_devices_at_once_count_once() -> None:
    found = there(lease(0, 60), lease(10, 70))
    assert (found.intervals, minutes(found.strict)) == ((span(0, 70),), 70)


def test_device_inside_another_adds_nothing() -> None:
    assert minutes(there(lease(0, 60), lease(20, 30)).strict) == 60


def test_switch_from_phone_to_laptop_without_a_gap_is_one_interval() -> None:
    assert there(lease(0, 30), lease(30, 60)).intervals == (span(0, 60),)


def test_rejoin_after_a_long_break_counts_both_stays() -> None:
    found = there(lease(0, 30), lease(40, 60))
    assert found.intervals == (span(0, 30), span(40, 60))
    assert (minutes(found.strict), minutes(found.merged)) == (50, 50)
    assert (found.first_join, found.last_leave) == (at(0), at(60))


def test_break_of_a_minute_is_bridged_in_the_merged_total_only() -> None:
    found = there(lease(0, 30), lease(31, 60))
    assert (minutes(found.strict), minutes(found.merged)) == (59, 60)
    assert found.may_exceed == timedelta(minutes=1)


def test_break_of_a_minute_and_a_second_is_not_bridged() -> None:
    found = there(lease(0, 30), lease(31 + 1 / 60, 60))
    assert found.merged == found.strict


def test_each_break_may_cost_fifteen_seconds() -> None:
    assert there(lease(0, 30), lease(40, 60)).may_lack == timedelta(seconds=30)


def test_kill_ends_at_the_last_heartbeat() -> None:
    assert there(lease(0, 42)).last_leave == at(42)


def test_end_written_after_the_last_heartbeat_does_not_count_the_silence() -> None:
    assert there(lease(0, 42, ended=43)).last_leave == at(42)


def test_lease_that_saw_no_heartbeat_is_a_moment() -> None:
    found = there(lease(5, 5))
    assert (found.intervals, found.strict) == ((span(5, 5),), timedelta(0))


def test_waiting_before_the_start_and_staying_after_the_end_do_not_count() -> None:
    assert there(lease(-15, 130)).intervals == (PERIOD,)


def test_who_left_before_the_start_was_not_there() -> None:
    assert attended([span(-15, -1)], PERIOD) is None


def test_who_came_after_the_end_was_not_there() -> None:
    assert attended([span(121, 125)], PERIOD) is None


def test_night_of_daylight_saving_has_its_true_length() -> None:
    washington = ZoneInfo("America/New_York")
    # The hour from one to two came twice in the night to 6 November 2011.
    evening = datetime(2011, 11, 6, 0, 30, tzinfo=washington)
    morning = datetime(2011, 11, 6, 2, 30, tzinfo=washington)
    night = Interval(evening.astimezone(UTC), morning.astimezone(UTC))
    found = attended([night], night)
    assert found is not None
    assert found.strict == timedelta(hours=3)


def test_people_are_counted_apart() -> None:
    ann, bob = uuid4(), uuid4()
    found = attendance([lease(0, 60, person=ann), lease(30, 60, person=bob)], PERIOD)
    assert {person: minutes(one.strict) for person, one in found.items()} == {ann: 60, bob: 30}


def test_who_was_only_in_the_lobby_has_no_line() -> None:
    assert attendance([lease(-10, -5)], PERIOD) == {}


# A real report's shape, kept outside the repository; where it is missing there is no such test,
# rather than one that is skipped.
if ZOOM.exists():

    def test_foreign_report_of_31_stays_and_27_people_is_38_48_52_not_40_39_33() -> None:
        stays = zoom_stays()
        naive = sum((total(each) for each in stays.values()), timedelta(0))
        joined = sum((total(union(each)) for each in stays.values()), timedelta(0))
        assert (sum(map(len, stays.values())), len(stays)) == (31, 27)
        assert naive == timedelta(hours=40, minutes=39, seconds=33)
        assert joined == timedelta(hours=38, minutes=48, seconds=52)


def zoom_stays() -> dict[str, list[Interval]]:
    stays: dict[str, list[Interval]] = defaultdict(list)
    lines = ZOOM.read_text(encoding="utf-8-sig").splitlines()[4:]
    for row in csv.DictReader(lines, ("name", "email", "join", "leave")):
        stays[row["email"]].append(Interval(zoom_time(row["join"]), zoom_time(row["leave"])))
    return stays


def zoom_time(text: str) -> datetime:
    return datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p").replace(tzinfo=UTC)


seconds = st.integers(min_value=0, max_value=7200)
spans = st.tuples(seconds, seconds).map(lambda pair: span(min(pair) / 60, max(pair) / 60))
histories = st.lists(spans, max_size=12)
bridges = st.sampled_from([timedelta(0), BRIDGED])


@given(histories)
def test_union_never_exceeds_the_naive_sum(history: list[Interval]) -> None:
    assert total(union(history)) <= total(history)


@given(histories.flatmap(lambda h: st.tuples(st.just(h), st.permutations(h))), bridges)
def test_union_does_not_depend_on_order(
    histories: tuple[list[Interval], list[Interval]], bridging: timedelta
) -> None:
    history, shuffled = histories
    assert union(history, bridging) == union(shuffled, bridging)


@given(histories, bridges)
def test_union_of_a_union_is_the_same(history: list[Interval], bridging: timedelta) -> None:
    once = union(history, bridging)
    assert union(once, bridging) == once


@given(histories)
def test_union_covers_exactly_the_seconds_of_its_intervals(history: list[Interval]) -> None:
    def covered(intervals: list[Interval]) -> set[int]:
        return {
            second
            for one in intervals
            for second in range(
                int((one.start - START).total_seconds()), int((one.end - START).total_seconds())
            )
        }

    joined = list(union(history))
    assert covered(joined) == covered(history)
    assert total(joined) == timedelta(seconds=len(covered(history)))


@given(histories)
def test_merged_lies_between_strict_and_strict_with_its_breaks(history: list[Interval]) -> None:
    found = attended(history, PERIOD)
    if found is None:
        assert history == []
        return
    breaks = len(found.intervals) - 1
    assert found.strict <= found.merged <= found.strict + BRIDGED * breaks
    assert found.merged <= found.last_leave - found.first_join
