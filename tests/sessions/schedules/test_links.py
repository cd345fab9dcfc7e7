"""Links come in as materials and go out again; what a moderator adds is nobody else's."""

from dataclasses import replace

import pytest

from accounts.models import Person
from conferences.models import Conference
from sessions import materials
from sessions.models import Material, Session
from sessions.schedules import imports, reading, undo
from tests.sessions.schedules.bringing import bring, document, event, figures, made
from tests.sessions.schedules.outgoing import FORMATS, check, written

pytestmark = pytest.mark.django_db

SLIDES = {"title": "Slides", "url": "https://files.example/slides.pdf"}
VIDEO = {"title": "Video", "url": "http://video.example/1?a=1&b=<2>", "type": "media"}
XML = """<schedule><conference><title>Linked</title><acronym>linked_31</acronym>
<time_zone_name>UTC</time_zone_name></conference><day date="2031-05-10"><room name="Hall">
<event id="1"><title>Talk</title><start>10:00</start><duration>00:30</duration>
<attachments><attachment href="https://files.example/a.pdf" type="paper">Paper</attachment></attachments>
<links><link href="https://files.example/a.pdf">Again</link><link href="https://b.example"> </link></links>
</event></room></day></schedule>"""


def linked() -> list[tuple[str, str, bool]]:
    rows = Material.objects.order_by("session__starts_at", "added_at")
    return [(row.title.value, row.url, row.is_public) for row in rows]


def test_links_become_materials_in_their_order() -> None:
    bring(document(event(1, links=[VIDEO, SLIDES, SLIDES])))
    assert linked() == [("Video", VIDEO["url"], True), ("Slides", SLIDES["url"], True)]


def test_attachments_of_an_xml_are_links_too_and_an_address_is_a_title() -> None:
    bring(XML)
    assert linked() == [
        ("Again", "https://files.example/a.pdf", True),
        ("https://b.example", "https://b.example", True),
    ]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "git://code.example/a",
        "/2021/stands",
        "https://",
        "https://files.example/\u202efdp.exe",
        "https://files.example/" + "a" * 500,
        "",
    ],
)
def test_what_is_no_address_on_the_web_stays_out_and_is_named(url: str) -> None:
    outcome = bring(document(event(1, links=[{"title": "X", "url": url}, SLIDES])))
    assert linked() == [("Slides", SLIDES["url"], True)]
    (said,) = outcome.skipped
    assert "a link that is no address on the web" in said
    assert "schedule.conference.days[0].rooms" in said


def test_more_links_than_a_session_holds_are_left_out() -> None:
    many = [{"title": str(n), "url": f"https://files.example/{n}"} for n in range(101)]
    outcome = bring(document(event(1, links=many)))
    assert len(linked()) == 100
    assert len(outcome.skipped) == 1


def test_title_is_cleaned_and_cut() -> None:
    bring(
        document(
            event(1, links=[{"title": "\u202eS\u200blides " + "x" * 300, "url": SLIDES["url"]}])
        )
    )
    ((title, _url, _is_public),) = linked()
    assert title.startswith("Slides xxx")
    assert len(title) == 200


@pytest.mark.parametrize("kind", FORMATS)
def test_round_trip_changes_nothing(kind: str) -> None:
    bring(document(event(1, links=[VIDEO, SLIDES]), event(2)))
    there = written(Conference.objects.get(), kind)
    assert check(there, kind) == []
    before = linked()
    outcome = bring(there.decode(), slug="modern_31")
    assert (figures(outcome), linked()) == ((0, 0, 0, 0), before)


def test_what_a_moderator_adds_does_not_go_out_and_is_not_touched(ada: Person) -> None:
    bring(document(event(1, links=[SLIDES])))
    session = Session.objects.get()
    materials.add(actor=ada, session=session, url="https://inner.example/", title_en="Inner draft")
    for kind in FORMATS:
        assert b"inner.example" not in written(Conference.objects.get(), kind)
    bring(document(event(1, links=[VIDEO])))
    assert sorted(linked()) == [
        ("Inner draft", "https://inner.example/", False),
        ("Video", VIDEO["url"], True),
    ]


def test_newer_file_changes_only_the_links_that_changed() -> None:
    bring(document(event(1, links=[SLIDES, VIDEO])))
    kept = Material.objects.get(url=VIDEO["url"]).pk
    paper = {"title": "Paper", "url": "https://files.example/p.pdf"}
    outcome = bring(document(event(1, links=[VIDEO, paper])))
    assert figures(outcome) == (0, 1, 0, 0)
    (change,) = outcome.changes
    assert [each.field for each in change.fields] == ["links"]
    assert [url for _title, url, _is_public in linked()] == [VIDEO["url"], paper["url"]]
    assert Material.objects.get(url=VIDEO["url"]).pk == kept


def test_link_that_was_removed_here_stays_away(ada: Person) -> None:
    bring(document(event(1, links=[SLIDES, VIDEO])))
    session, gone = Session.objects.get(), Material.objects.get(url=SLIDES["url"])
    materials.remove(actor=ada, session=session, material=gone.pk)
    outcome = bring(document(event(1, links=[SLIDES, VIDEO])))
    assert figures(outcome) == (0, 0, 0, 1)
    assert [title for title, _url, _is_public in linked()] == ["Video"]


def test_format_that_says_nothing_of_links_leaves_them_alone() -> None:
    bring(document(event(1, links=[SLIDES])))
    schedule = reading.read(document(event(1, title="Renamed")).encode())
    silent = tuple(replace(talk, links=None) for talk in schedule.talks)
    outcome = imports.bring_in(actor=None, schedule=replace(schedule, talks=silent))
    assert (figures(outcome), len(linked())) == ((0, 1, 0, 0), 1)


def test_undoing_puts_links_back_and_takes_away_what_came(ada: Person) -> None:
    first = bring(document(event(1, links=[SLIDES])))
    second = bring(document(event(1, links=[VIDEO])))
    undo.undo(actor=None, imported=made(second))
    assert linked() == [("Slides", SLIDES["url"], True)]
    undone = undo.undo(actor=None, imported=made(first))
    assert (undone.kept, Session.objects.count(), Material.objects.count()) == ([], 0, 0)


def test_session_with_a_material_of_a_moderators_is_not_deleted_by_undoing(ada: Person) -> None:
    outcome = bring(document(event(1, links=[SLIDES])))
    session = Session.objects.get()
    materials.add(actor=ada, session=session, url="https://inner.example/", title_en="Inner draft")
    assert undo.undo(actor=None, imported=made(outcome)).withdrawn == 1
    assert Session.objects.get().withdrawn_at is not None
