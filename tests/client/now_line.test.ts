import assert from "node:assert/strict";
import { test } from "node:test";
import { nextToBegin } from "../../static/src/pages/now_line.ts";
import { wallHour } from "../../static/src/pages/own_times.ts";

test("the line stands before the first session that has not begun", () => {
  const starts = [10, 10, 20, 30];
  const places = [9, 10, 19, 20, 29, 30].map((now) => nextToBegin(starts, now));
  assert.deepEqual(places, [0, 2, 2, 3, 3, -1]);
  assert.equal(nextToBegin([], 1), -1);
});

test("the hour on the wall is the zone's own, also when its clocks were other ones", () => {
  const at = new Date("2011-11-14T06:00:00Z");
  assert.equal(wallHour(at, "Europe/Moscow", "ru"), "10:00");
  assert.equal(wallHour(at, "America/New_York", "en"), "01:00");
  assert.equal(wallHour(new Date("2014-11-14T06:00:00Z"), "Europe/Moscow", "en"), "09:00");
});
