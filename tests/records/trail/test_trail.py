"""The way of a recommendation: from a paragraph to the second of a session, and back, as one may know it."""

import json
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from accounts.models import Person
from conferences.models import Conference
from groups.models import Group
from kit.pages import fill
from live import clock
from live.models import Event
from records.deliveries import progress, replies
from records.deliveries.models import Delivery
from records.deliveries.replies import Said
from records.recommendations.models import AdoptedParagraph, Recommendation, Version
from records.trail.backwards import fed_by, fed_by_conference
from records.trail.picture import MOST, picture
from records.trail.reading import Trail, trail
from sessions.models import Session, State
from tests import build
from tests.records.adopted import (
    adopted,
    because_of,
    decision,
    delivered,
    question,
    rests_on,
    today,
)

pytestmark = pytest.mark.django_db

ANYONE = AnonymousUser()


@pytest.fixture
def version(circle: Group, ended: Session, boris: Person) -> Version:
    """R4: ¶1 rests on D7, which rests on a question; ¶2 on another question; ¶3 on nothing."""
    made = adopted(circle, "Registers are open.", "Whoever reports is safe.", "Schools teach it.")
    seqs = events(ended)
    taken = decision(ended, boris, seq=seqs[1])
    because_of(taken, question(ended, "Who can read them?").pk, seq=seqs[0])
    rests_on(made, 1, on=taken)
    rests_on(made, 2, on=question(ended, "Who is safe?"), seq=seqs[1])
    return made


def events(session: Session) -> list[int]:
    rows = Event.objects.filter(stream=str(session.live_room)).order_by("seq")
    return list(rows.values_list("seq", flat=True))


def close(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(is_record_public=False)


def page(reader: Any, place: str, subject: object) -> str:
    request = RequestFactory().get("/")
    request.user = reader
    return "".join(fill(place, request, subject))


def drawn(told: Trail) -> list[str]:
    return [box.whole for box in picture(told).boxes]


def test_paragraph_leads_to_decision_question_and_second(version: Version, ended: Session) -> None:
    told = trail(ANYONE, version)
    first, second, third = told.points
    [taken] = first.decisions
    seqs = events(ended)
    assert (taken.number, str(taken.text), taken.is_quorate) == (7, "Registers are opened", True)
    assert taken.moment.url == f"/s/{ended.pk}/record/#e{seqs[1]}"
    assert taken.moment.at == Event.objects.get(stream=str(ended.live_room), seq=seqs[1]).at
    # What the rule asked for is told; what was counted is not.
    assert [(str(side.name), side.organisations) for side in taken.sides] == [("US", 2), ("RU", 2)]
    [source] = taken.sources
    assert (source.kind, str(source.text)) == ("question", "Who can read them?")
    [source] = second.sources
    assert (str(source.text), source.moment.url) == (
        "Who is safe?",
        f"/s/{ended.pk}/record/#e{seqs[1]}",
    )
    assert not third.is_rooted
    assert [side.code for side in told.consents] == ["us", "ru"]


def test_link_leads_to_a_line_that_the_record_has(
    client: Client, version: Version, ended: Session
) -> None:
    """An event without a line of its own (a message) is found at the line before."""
    rests_on(version, 3, on=question(ended), seq=events(ended)[-1] + 100)
    read = client.get(f"/s/{ended.pk}/record/").content.decode()
    for point in trail(ANYONE, version).points:
        moments = [each.moment for each in point.decisions]
        for moment in (*moments, *(each.moment for each in point.sources)):
            assert f'id="{moment.url.split("#")[1]}"' in read


def test_closed_session_is_only_that_there_was_one(
    version: Version, ended: Session, boris: Person, eve: Person
) -> None:
    close(ended)
    for reader in (ANYONE, eve):
        told = trail(reader, version)
        first, second, _third = told.points
        assert (first.decisions[0].moment.is_closed, first.decisions[0].number) == (True, 0)
        assert first.decisions[0].sources == ()
        assert (second.sources[0].moment.is_closed, second.sources[0].text) == (True, None)
        read = page(reader, "recommendation.main", version.recommendation)
        assert "A decision of a closed session." in read
        for secret in (
            "Hearing",
            "Registers are opened",
            "Who is safe?",
            str(ended.pk),
            "D7<",
            "D7 ",
        ):
            assert secret not in read
        assert fed_by_conference(ended.conference, reader) == []  # type: ignore[arg-type]
    assert trail(boris, version).points[0].decisions[0].number == 7


def test_session_that_goes_on_tells_nothing_yet(version: Version, ended: Session) -> None:
    Session.objects.filter(pk=ended.pk).update(state=State.LIVE)
    assert trail(ANYONE, version).points[0].decisions[0].moment.is_closed


def test_what_was_taken_back_is_not_told(version: Version, ended: Session) -> None:
    ended.questions.update(state="retracted")
    source = trail(ANYONE, version).points[1].sources[0]
    assert (source.text, source.supporters, source.moment.is_closed) == (None, 0, False)


def test_merged_paragraph_keeps_all_its_origins(
    version: Version, forum: Conference, boris: Person
) -> None:
    other = build.session(forum, title="Workshop", state=State.ENDED)
    rests_on(version, 1, on=decision(other, boris, number=9))
    rests_on(version, 1, on=question(other, "And who pays?"))
    point = trail(ANYONE, version).points[0]
    assert [taken.number for taken in point.decisions] == [7, 9]
    assert [str(source.text) for source in point.sources] == ["And who pays?"]
    assert {"D7 · quorate: Registers are opened", "D9 · quorate: Registers are opened"} <= set(
        drawn(trail(ANYONE, version))
    )


def test_way_goes_on_to_reply_commitment_and_progress(
    version: Version, boris: Person, eve: Person
) -> None:
    made = delivered(version, boris)
    said = Said("accepted", "We will.", "By May.", replied_on=today())
    replies.enter(actor=boris, delivery=made, said=said)
    progress.note(actor=boris, delivery=made, on=today(), text_en="A law is drafted")
    late = delivered(version, boris)
    Delivery.objects.filter(pk=late.pk).update(due_on=today().replace(year=2020))
    told = trail(eve, version)
    assert (len(told.ways), told.answered, told.overdue) == (2, 1, 1)
    read = page(eve, "recommendation.main", version.recommendation)
    for word in (
        "By May.",
        "A law is drafted",
        "Overdue since",
        "at least 2 organisations",
        "quorum: yes",
    ):
        assert word in read
    assert "post@ministry.example" not in read


def test_back_from_a_session_and_a_conference(
    client: Client, version: Version, ended: Session, boris: Person
) -> None:
    delivered(version, boris)
    [fed] = fed_by(ended, ANYONE)
    assert (fed.recommendation.number, fed.paragraphs, fed.deliveries) == (4, [1, 2], 1)
    assert fed.url == "/records/recommendations/4/#p1"
    for address in (f"/s/{ended.pk}/record/", "/c/forum/proceedings/"):
        assert fed.url in client.get(address).content.decode()
    assert len(fed_by_conference(ended.conference, ANYONE)) == 1  # type: ignore[arg-type]


def test_newer_version_stands_for_the_recommendation(version: Version, ended: Session) -> None:
    old = version.paragraphs.get(number=2)
    fresh = Version.objects.create(
        recommendation=version.recommendation,
        number=2,
        title_en="Protect all who report",
        adopted_at=version.adopted_at,
        digest="1" * 64,
    )
    AdoptedParagraph.objects.create(
        version=fresh, number=1, paragraph=old.paragraph, text_en="Whoever reports is very safe."
    )
    [fed] = fed_by(ended, ANYONE)
    assert (str(fed.title), fed.paragraphs) == ("Protect all who report", [1])


def test_number_of_queries_does_not_grow(
    version: Version,
    ended: Session,
    boris: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    delivered(version, boris)
    with django_assert_num_queries(21) as one:
        trail(ANYONE, version)
    for number in (8, 9):
        taken = decision(ended, boris, number=number)
        because_of(taken, question(ended).pk, seq=number)
        rests_on(version, 3, on=taken)
        delivered(version, boris)
    with django_assert_num_queries(len(one.captured_queries)):
        trail(ANYONE, version)


def test_picture_is_sound_and_says_what_the_list_says(
    version: Version, boris: Person, ended: Session
) -> None:
    delivered(version, boris)
    read = page(ANYONE, "recommendation.main", version.recommendation)
    svg = read[read.index("<svg") : read.index("</svg>") + 6]
    root = ET.fromstring(svg)  # noqa: S314 - our own
    spaced = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{spaced}title") is not None
    assert root.find(f"{spaced}desc") is not None
    links = [each.get("href") for each in root.iter(f"{spaced}a")]
    listed = read[read.index("</svg>") :]
    assert len(links) >= 6
    for link in links:
        assert f'href="{link}"' in listed
    assert "style=" not in svg
    assert "<script" not in svg


def test_picture_is_laid_out_without_overlaps(version: Version, boris: Person) -> None:
    for _ in range(3):
        delivered(version, boris)
    shown = picture(trail(ANYONE, version))
    for one in shown.boxes:
        assert one.y >= 0
        assert one.y + one.height <= shown.height
        assert one.x + shown.box_width <= shown.width
        for two in shown.boxes:
            if one.key < two.key and one.x == two.x:
                assert one.y + one.height < two.y or two.y + two.height < one.y


def test_picture_of_many_is_bounded(version: Version, boris: Person) -> None:
    for _ in range(MOST + 3):
        delivered(version, boris)
    words = drawn(trail(ANYONE, version))
    assert sum(word == "and 4 more" for word in words) == 2
    assert len(trail(ANYONE, version).ways) == MOST + 3


def test_hostile_words_stay_words(circle: Group, boris: Person) -> None:
    version = adopted(circle, "</text><script>alert(1)</script>" + "x" * 4000)
    read = page(ANYONE, "recommendation.main", version.recommendation)
    assert "<script" not in read
    ET.fromstring(read[read.index("<svg") : read.index("</svg>") + 6])  # noqa: S314 - our own


def test_paragraph_shows_where_it_comes_from(version: Version) -> None:
    first, _second, third = version.paragraphs.order_by("number")
    assert "Registers are opened" in page(ANYONE, "recommendation.paragraph", first)
    assert page(ANYONE, "recommendation.paragraph", third) == ""


def test_trail_is_read_once_for_a_page(
    version: Version, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = RequestFactory().get("/")
    request.user = ANYONE
    first, second, _third = version.paragraphs.order_by("number")
    fill("recommendation.paragraph", request, first)
    with django_assert_num_queries(0):
        fill("recommendation.paragraph", request, second)


def test_trail_by_rest(client: Client, version: Version, boris: Person, ended: Session) -> None:
    made = delivered(version, boris)
    said = Said("noted", "Noted.", answered_by="A. Clerk", replied_on=today())
    replies.enter(actor=boris, delivery=made, said=said)
    address = "/api/v1/recommendations/4/trail/"
    answer = client.get(address)
    found = answer.json()
    assert found["paragraphs"][0]["decisions"][0]["number"] == 7
    assert found["paragraphs"][0]["decisions"][0]["sources"][0]["kind"] == "question"
    assert found["deliveries"][0]["replies"][0]["stance"] == "noted"
    assert found["deliveries"][0]["replies"][0]["answered_by"] == ""
    assert found["consents"] == ["us", "ru"]
    for secret in ("post@ministry.example", "A. Clerk"):
        assert secret not in json.dumps(found)
    # Nor to who manages it: contacts are in no answer of the API.
    client.force_login(boris)
    assert "post@ministry.example" not in client.get(address).content.decode()
    close(ended)
    client.logout()
    closed = client.get(address).json()["paragraphs"][0]["decisions"][0]
    assert (closed["number"], closed["moment"]["is_closed"], closed["moment"]["url"]) == (
        0,
        True,
        "",
    )
    assert client.get("/api/v1/recommendations/99/trail/").status_code == 401


def test_draft_has_no_trail(client: Client, version: Version, circle: Group) -> None:
    Recommendation.objects.create(number=5, group=circle, drafted_at=version.adopted_at)
    assert client.get("/api/v1/recommendations/5/trail/").status_code == 401


def test_withdrawn_decision_is_marked_wherever_it_is_a_source(
    client: Client, circle: Group, ended: Session, boris: Person
) -> None:
    made = adopted(circle, "Registers are open.")
    seqs = events(ended)
    taken = decision(ended, boris, seq=seqs[1])
    earlier = decision(ended, boris, number=6, seq=seqs[0])
    taken.sources.create(kind="decision", subject=earlier.pk, seq=seqs[0])
    rests_on(made, 1, on=taken)
    for row in (taken, earlier):
        row.withdrawn_at, row.withdrawn_reason = clock.now(), "Misheard"
        row.save()
    told = trail(ANYONE, made)
    [point] = told.points
    [of] = point.decisions
    assert (of.is_withdrawn, [each.is_withdrawn for each in of.sources]) == (True, [True])
    words = drawn(told)
    assert "D7 · withdrawn: Registers are opened" in words
    assert any("A decision, withdrawn since" in each for each in words)
    text = page(ANYONE, "recommendation.main", made.recommendation)
    # In the drawing, and in words: of the decision, and of what that rests on.
    assert text.count("withdrawn since") >= 3
    assert "withdrawn since" in page(ANYONE, "recommendation.paragraph", made.paragraphs.get())
    address = f"/api/v1/recommendations/{made.recommendation.number}/trail/"
    [paragraph] = client.get(address).json()["paragraphs"]
    [by_rest] = paragraph["decisions"]
    assert (by_rest["is_withdrawn"], by_rest["sources"][0]["is_withdrawn"]) == (True, True)
    read = client.get("/records/decisions/7/", headers={"accept-language": "en"})
    assert "withdrawn since" in read.content.decode()
