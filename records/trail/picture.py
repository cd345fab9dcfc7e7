"""The picture of a trail: boxes in columns with lines between, laid out here, so that no script has to.

Every box says what the list beside it says, shorter. What has no room in a column is counted in its
last box: the list has it all.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from kit.zones import local
from records.deliveries.queries import Standing, Way
from records.trail import addresses
from records.trail.reading import Moment, Source, Taken, Trail

# In the units of the drawing, which are pixels where it has room.
WIDTH, GAP, SPACE, PAD = 158, 24, 14, 9
LINE, TOP, EDGE = 17, 30, 2
# What fits into a line of a box, of narrow letters and of wide ones, and into a box.
NARROW, WIDE, LINES = 19, 16, 3
MOST = 10
_CYRILLIC = re.compile("[А-Яа-я]")


@dataclass(frozen=True, slots=True)
class Box:
    """A box as it is drawn: where, its heading, its lines, where it leads; `tone` names its look."""

    key: str
    head: str
    lines: Sequence[str]
    url: str
    lang: str
    tone: str
    whole: str
    x: int = 0
    y: int = 0

    @property
    def height(self) -> int:
        """Return how high it is."""
        return 2 * PAD + LINE * (len(self.lines) + bool(self.head)) - 3

    @property
    def rows(self) -> list[tuple[int, str]]:
        """Return the lines with their places under the heading."""
        first = self.y + PAD + 11 + (LINE if self.head else 0)
        return [(first + LINE * at, text) for at, text in enumerate(self.lines)]

    @property
    def head_y(self) -> int:
        """Return the place of the heading."""
        return self.y + PAD + 11

    @property
    def text_x(self) -> int:
        """Return where its lines begin."""
        return self.x + PAD


@dataclass(frozen=True, slots=True)
class Column:
    """A step of the way with its name."""

    name: str
    x: int


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing: its size, the names of its columns, boxes, and the curves between them."""

    width: int
    height: int
    columns: Sequence[Column]
    boxes: Sequence[Box]
    curves: Sequence[str]
    box_width: int = WIDTH


@dataclass(slots=True)
class _Plan:
    """What is to be drawn, before it has its place."""

    columns: list[list[Box]] = field(default_factory=lambda: [[] for _ in range(6)])
    links: list[tuple[str, str]] = field(default_factory=list)

    def add(self, column: int, box: Box, *to: str) -> None:
        if all(box.key != each.key for each in self.columns[column]):
            self.columns[column].append(box)
        self.links += [(box.key, each) for each in to if (box.key, each) not in self.links]


def picture(trail: Trail) -> Picture:
    """Return the drawing of a trail in the reader's language; steps that were not taken are left out."""
    plan = _Plan()
    _draw_roots(plan, trail)
    _draw_adoption(plan, trail)
    for way in trail.ways:
        _draw_delivery(plan, way)
    return _placed(plan)


def _names() -> list[str]:
    return [
        pgettext("step of a trail", "Said"),
        pgettext("step of a trail", "Decided"),
        pgettext("step of a trail", "Written"),
        pgettext("step of a trail", "Adopted"),
        pgettext("step of a trail", "Delivered"),
        pgettext("step of a trail", "Answered"),
    ]


def _draw_roots(plan: _Plan, trail: Trail) -> None:
    for point in trail.points:
        key = f"p{point.number}"
        head = f"¶ {point.number}"
        text = point.text
        plan.add(2, _box(key, head, text.value, point.url, lang=text.lang), "adopted")
        for source in point.sources:
            plan.add(0, _said(source), key)
        for taken in point.decisions:
            box = _decided(taken)
            plan.add(1, box, key)
            for source in taken.sources:
                plan.add(0, _said(source), box.key)
    if trail.issued_by:
        head = pgettext("above the name of whoever issued it", "From")
        firsts = [f"p{point.number}" for point in trail.points]
        plan.add(0, _box("from", head, trail.issued_by, "", lang=""), *firsts)


def _said(source: Source) -> Box:
    moment = source.moment
    if moment.is_closed:
        return _closed("s-closed")
    words = {
        "question": _("A question"),
        "item": _("An agenda item"),
        "message": _("A message in the chat"),
        "decision": _("A decision"),
    }
    text = source.text
    said = text.value if text else words.get(source.kind, "")
    head = _hour(moment) + (f" · ▲ {source.supporters}" if source.supporters else "")
    if source.is_withdrawn:
        said = _("A decision, withdrawn since")
    key = f"s{moment.url}{moment.at}{source.kind}"
    tone = "gone" if source.is_withdrawn else ""
    return _box(key, head, said, moment.url, lang=text.lang if text else "", tone=tone)


def _decided(taken: Taken) -> Box:
    if taken.moment.is_closed:
        return _closed("d-closed")
    head = f"D{taken.number}"
    if taken.is_withdrawn:
        # Whether there was a quorum matters less, and has no room beside it.
        withdrawn = pgettext("a decision", "withdrawn")
        head = f"{head} · {withdrawn}"
    elif taken.is_quorate is not None:
        quorum = _("quorate") if taken.is_quorate else _("no quorum")
        head = f"{head} · {quorum}"
    text = taken.text
    said, lang = (text.value, text.lang) if text else ("", "")
    tone = "gone" if taken.is_withdrawn else ""
    return _box(f"d{taken.number}", head, said, taken.moment.url, lang=lang, tone=tone)


def _closed(key: str) -> Box:
    return _box(key, "", _("A closed session"), "", lang="", tone="closed")


def _draw_adoption(plan: _Plan, trail: Trail) -> None:
    if trail.is_imported:
        plan.add(3, _box("adopted", f"R{trail.recommendation.number}", _("Imported"), "", lang=""))
        return
    count = len(trail.endorsed_by)
    parts = []
    if trail.consents:
        parts.append(", ".join(side.name for side in trail.consents))
    if count:
        parts.append(
            ngettext("%(count)d endorsement", "%(count)d endorsements", count) % {"count": count}
        )
    head = f"R{trail.recommendation.number} · {date_format(trail.version.adopted_at, 'j E Y')}"
    said = "; ".join(parts) or _("Adopted")
    box = _box("adopted", head, said, trail.url, lang="")
    plan.add(3, box)


def _draw_delivery(plan: _Plan, way: Way) -> None:
    delivery = way.delivery
    key = f"w{delivery.pk}"
    day = date_format(delivery.delivered_on, "j E Y") if delivery.delivered_on else ""
    office = delivery.addressee.office
    is_late = way.standing == Standing.OVERDUE
    url = addresses.delivery(delivery.pk)
    plan.links.append(("adopted", key))
    plan.add(4, _box(key, day, office.value, url, lang=office.lang, tone="late" if is_late else ""))
    answers = [answer for answer in way.answers if answer.is_public]
    for at, answer in enumerate(answers):
        reply = answer.reply
        said = str(reply.get_stance_display()).capitalize()
        when = date_format(reply.replied_on, "j E Y") if reply.replied_on else ""
        plan.add(5, _box(f"{key}a{at}", when, said, f"{url}#r{reply.pk}", lang=""))
        plan.links.append((key, f"{key}a{at}"))
    if not answers:
        said, tone = _open_words(way)
        plan.add(5, _box(f"{key}a", "", said, url, lang="", tone=tone))
        plan.links.append((key, f"{key}a"))


def _open_words(way: Way) -> tuple[str, str]:
    if way.standing == Standing.CHECKING:
        return _("A reply has come and is being checked"), "open"
    if way.standing == Standing.OVERDUE and way.delivery.due_on:
        day = date_format(way.delivery.due_on, "j E Y")
        return _("Overdue since %(day)s") % {"day": day}, "late"
    return _("No reply yet"), "open"


def _hour(moment: Moment) -> str:
    if moment.at is None:
        return ""
    return f"{local(moment.at, moment.zone).wall:%H:%M:%S}"


def _box(key: str, head: str, text: str, url: str, *, lang: str, tone: str = "") -> Box:
    flat = " ".join(text.split())
    return Box(key, head, _lines(flat), url, lang, tone, f"{head}: {flat}" if head else flat)


def _lines(text: str) -> list[str]:
    letters = WIDE if _CYRILLIC.search(text) else NARROW
    lines = wrap(text, letters) or [""]
    if len(lines) > LINES:
        last = lines[LINES - 1][: letters - 1].rstrip(" ,.;:")
        lines = [*lines[: LINES - 1], f"{last}…"]
    return lines


def _placed(plan: _Plan) -> Picture:
    """Give every box its place: columns side by side, each in the middle of the highest."""
    names = _names()
    used = [at for at, boxes in enumerate(plan.columns) if boxes]
    drawn = [_bounded(plan.columns[at], plan) for at in used]
    heights = [sum(box.height + SPACE for box in boxes) - SPACE for boxes in drawn]
    tallest = max(heights, default=0)
    boxes: dict[str, Box] = {}
    columns = []
    for place, (at, column, height) in enumerate(zip(used, drawn, heights, strict=True)):
        x = EDGE + place * (WIDTH + GAP)
        columns.append(Column(names[at], x))
        y = TOP + (tallest - height) // 2
        for box in column:
            boxes[box.key] = _at(box, x, y)
            y += box.height + SPACE
    curves = list(_curves(_links(plan, boxes)))
    width = 2 * EDGE + len(used) * (WIDTH + GAP) - GAP
    return Picture(width, TOP + tallest + EDGE, columns, list(boxes.values()), curves)


def _bounded(boxes: Sequence[Box], plan: _Plan) -> list[Box]:
    """Return the boxes of a column that have room; how many have not stands in the last."""
    if len(boxes) <= MOST:
        return list(boxes)
    left = len(boxes) - MOST + 1
    text = ngettext("and %(count)d more", "and %(count)d more", left) % {"count": left}
    rest = _box(f"more-{boxes[0].key}", "", text, "", lang="", tone="open")
    gone = {box.key for box in boxes[MOST - 1 :]}
    plan.links = [
        (rest.key if one in gone else one, rest.key if two in gone else two)
        for one, two in plan.links
    ]
    return [*boxes[: MOST - 1], rest]


def _links(plan: _Plan, boxes: dict[str, Box]) -> Iterator[tuple[Box, Box]]:
    seen = set()
    for one, two in plan.links:
        if one in boxes and two in boxes and (one, two) not in seen:
            seen.add((one, two))
            yield boxes[one], boxes[two]


def _at(box: Box, x: int, y: int) -> Box:
    return Box(box.key, box.head, box.lines, box.url, box.lang, box.tone, box.whole, x, y)


def _curves(links: Iterable[tuple[Box, Box]]) -> Iterator[str]:
    """Return a curve from the right edge of each box to the left edge of the one that it led to."""
    for one, two in links:
        x1, y1 = one.x + WIDTH, one.y + one.height // 2
        x2, y2 = two.x, two.y + two.height // 2
        middle = (x1 + x2) // 2
        yield f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}"
