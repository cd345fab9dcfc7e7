"""Files that are broken, or made to break: each is refused with its place, and nothing is written."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from conferences.models import Conference, Room, Speaker, Track
from kit.refusals import Refused
from sessions.models import Session
from sessions.schedules import gathering
from sessions.schedules.gathering import MAX_ABSTRACT, MAX_BYTES
from sessions.schedules.imported import Import
from tests.sessions.schedules.bringing import MODERN, SMALL, bring, document, event

EVENT = 'schedule.conference.days[0].rooms["Great Hall"]'
HEAD = "<schedule><conference><title>T</title>"

# name -> the file, and how the refusal begins
BAD = {
    "xml cut off": (SMALL[: len(SMALL) // 2], "Line 2"),
    "xml wrong root": ("<rss/>", "Line 1: the file begins with <rss>"),
    "xml bomb": (
        "<!DOCTYPE s [<!ENTITY a 'x'>\n<!ENTITY b '&a;&a;'>]><schedule>&b;</schedule>",
        "Line 1: the file declares entities",
    ),
    "xml outside": (
        "<!DOCTYPE s [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><schedule>&a;</schedule>",
        "Line 1: the file declares entities",
    ),
    "xml outside dtd": (
        "<!DOCTYPE s SYSTEM 'http://forum.example/s.dtd'><schedule/>",
        "Line 1: ",
    ),
    "xml encoding": ('<?xml version="1.0" encoding="nonsense"?><schedule/>', "Line 1: "),
    "xml deep": ("<schedule>" + "<x>" * 1000, "Line 1: <x> is nested too deep"),
    "xml year": (
        MODERN.replace("<date>2031-", "<date>9999-"),
        "Line 17: <date>: the year 9999 is not between 1970 and 2100",
    ),
    "xml day of year 9999": (
        SMALL.replace('date="2031-05-10"', 'date="9999-12-31"'),
        "Line 12: <day>: the year 9999",
    ),
    "xml twice": (
        SMALL.replace('<event id="2">', '<event id="1">'),
        "Line 33: <event>: the event 1 stands in the file twice",
    ),
    "xml negative": (
        SMALL.replace("<duration>02:00<", "<duration>-02:00<"),
        "Line 35: <duration>: “-02:00” is no date or time",
    ),
    "xml end first": (
        SMALL.replace("<end>2031-05-11<", "<end>2031-05-09<"),
        "Line 8: <end>: the end (2031-05-09) is before the beginning (2031-05-10)",
    ),
    "xml day ends first": (
        MODERN.replace('end="2031-05-10', 'end="2031-05-09'),
        "Line 13: <day>: the end",
    ),
    "xml zone": (
        MODERN.replace("Europe/Moscow", "Europe/Moskva"),
        "Line 10: <time_zone_name>: “Europe/Moskva” is not a time zone",
    ),
    "xml key": (
        SMALL.replace('<event id="2">', f'<event id="{"2" * 300}">'),
        "Line 33: <event>: there is neither a guid nor an id",
    ),
    "json cut off": (document(event(1))[:200], "Line 1, column "),
    "json wrong root": ("[1, 2]", "At $: this should be an object"),
    "json other object": ('{"talks": []}', "At $: there is no “schedule”"),
    "json no conference": ('{"schedule": {}}', "At schedule: there is no “conference”"),
    "json no days": (document(days=[]), "At schedule.conference: there is no “days”"),
    "json deep": ('{"schedule": ' + "[" * 60 + "]" * 60 + "}", "At schedule"),
    "json very deep": ("[" * 100_000, "At $: the file is nested too deep"),
    "json nan": (
        document(event(1)).replace('"id": 1', '"id": NaN'),
        f"At {EVENT}[0].id: “NaN” is no number",
    ),
    "json infinite": (
        document(event(1)).replace('"id": 1', '"id": 1e999'),
        f"At {EVENT}[0].id: “inf” is no number",
    ),
    "json huge number": (
        document(event(1)).replace('"id": 1', f'"id": {"9" * 10_000}'),
        f"At {EVENT}[0].id: “999",
    ),
    "json fraction": (
        document(event(1)).replace('"id": 1', '"id": 1.5'),
        f"At {EVENT}[0].id: this should be a text",
    ),
    "json member twice": (
        document(event(1)).replace('"id": 1', '"id": 1, "id": 2'),
        f"At {EVENT}[0]: “id” is there twice",
    ),
    "json event twice": (
        document(event(1), event(1)),
        f"At {EVENT}[1]: the event {event(1)['guid']} stands in the file twice",
    ),
    "json year": (
        document(event(1, date="9999-12-31T23:00:00+00:00")),
        f"At {EVENT}[0].date: the year 9999",
    ),
    "json negative": (
        document(event(1, duration="-00:30")),
        f"At {EVENT}[0].duration: “-00:30” is no date or time",
    ),
    "json end first": (
        document(event(1, duration=None, end="2031-05-10T08:00:00+03:00")),
        f"At {EVENT}[0].end: the end (2031-05-10 08:00:00+03:00) is before the beginning",
    ),
    "json mixed clocks": (
        document(event(1, duration=None, end="2031-05-10T18:00:00")),
        f"At {EVENT}[0].end: the beginning and the end are told in different ways",
    ),
    "json conference ends first": (
        document(event(1), end="2031-05-09"),
        "At schedule.conference.end: the end (2031-05-09) is before",
    ),
    "json text": (
        document(event(1, title={"en": "Talk"})),
        f"At {EVENT}[0].title: this should be a text",
    ),
    "json no title": (document(event(1, title="")), f"At {EVENT}[0]: there is no “title”"),
    "json rooms": (
        document(event(1)).replace('"rooms": {"Great', '"rooms": 7, "x": {"Great'),
        "At schedule.conference.days[0].rooms: this should be an object",
    ),
    "json half a letter": (
        document(event(1)).replace("Talk 1", "Talk \\ud83d"),
        f"At {EVENT}[0].title: this text has half a letter",
    ),
    "json zone": (
        document(event(1), time_zone_name="CEST"),
        "At schedule.conference.time_zone_name: “CEST” is not a time zone",
    ),
    "text": ("Opening,10:00,Great Hall", "Line 1: this is neither XML nor JSON"),
    "nothing": ("", "Line 1: this is neither XML nor JSON"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_refused_with_its_place_and_leaves_nothing(name: str) -> None:
    text, expected = BAD[name]
    with pytest.raises(Refused) as refused:
        bring(text)
    assert refused.value.code == "schedule.unreadable"
    assert str(refused.value.text)[: len(expected)] == expected
    models = (Conference, Room, Track, Speaker, Session, Import)
    assert [model.objects.count() for model in models] == [0] * 6


# What makes a reader work hard: each is read by a process of its own, whose memory is measured.
HARD = {
    "200 MB": b"<schedule>" + b" " * (200 * 1024 * 1024),
    "binary": b"\x89PNG\r\n\x1a\n" + os.urandom(MAX_BYTES - 8),
    "zeros": b"\0" * MAX_BYTES,
    "elements": b"<schedule>" + b"<a/>" * (MAX_BYTES // 4 - 10),
    "blank lines": b"<schedule>" + b"\n" * (MAX_BYTES - 20),
    "attributes": b"<schedule " + b" ".join(b'a%d=""' % n for n in range(MAX_BYTES // 13)) + b"/>",
    "lists": b"[" + b"[]," * (MAX_BYTES // 3 - 10) + b"[]]",
    "numbers": b"[" + b"1," * (MAX_BYTES // 2 - 10) + b"1]",
    "brackets": b"[" * MAX_BYTES,
    "a long text": b'{"schedule": "' + b"x" * (MAX_BYTES - 40) + b'"}',
}
CEILING = 400 * 1024 * 1024


@pytest.mark.parametrize("name", HARD)
def test_memory_is_bounded_whatever_the_file_holds(name: str, tmp_path: Path) -> None:
    path = tmp_path / "schedule.xml"
    path.write_bytes(HARD[name])
    run = subprocess.run(
        [sys.executable, "-c", READS, str(path)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "CEILING": str(CEILING), "DJANGO_SETTINGS_MODULE": "cspp_live.settings"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (run.returncode, run.stdout.splitlines()[-1:]) == (0, ["refused"]), run.stderr[-2000:]


READS = """
import os, resource, sys
import django
django.setup()
from kit.refusals import Refused
from sessions.schedules import reading
from sessions.schedules.gathering import MAX_BYTES
with open("/proc/self/status") as status:
    used = next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmSize"))
most = used + int(os.environ["CEILING"])
resource.setrlimit(resource.RLIMIT_AS, (most, most))
try:
    with open(sys.argv[1], "rb") as file:
        reading.read(file.read(MAX_BYTES + 1))
except Refused as refused:
    print(refused.text)
    print("refused")
"""


def test_a_tag_is_looked_for_no_further_than_to_the_next_bracket() -> None:
    # Each search ends where the next begins, so that all of them together read a text once.
    found = gathering._TAG.search("<a" * 50 + ">")
    assert found is not None
    assert found.span() == (98, 101)


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["abstract", "description"])
def test_an_abstract_that_nobody_reads_to_its_end_is_refused_with_its_place(field: str) -> None:
    assert bring(document(event(1, **{field: "<a" * (MAX_ABSTRACT // 2)}))).sessions == 1
    with pytest.raises(Refused) as refused:
        bring(document(event(1, **{field: "<a" * (MAX_ABSTRACT // 2) + "<"})))
    assert str(refused.value.text) == (
        'At schedule.conference.days[0].rooms["Great Hall"][0]: an abstract is longer than 40000 '
        "characters. Shorten it."
    )
