"""The feeds: valid by RFC 4287, the same for everybody, with nothing that not everyone may see."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from lxml import etree

from accounts.models import Person
from conferences.models import Conference
from groups.models import Group
from live import clock
from portal.news import stories
from portal.news.models import Kind
from records.deliveries.models import Addressee, Channel, Delivery
from records.models import Record
from sessions.models import State
from tests import build
from tests.hours import stopped
from tests.portal.news.conftest import Write, facts

pytestmark = pytest.mark.django_db

SCHEMA = etree.RelaxNG(etree.parse(str(Path(__file__).with_name("atom.rng"))))
ATOM = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(client: Client, address: str = "/news/en.atom") -> Any:
    """Return a feed that is valid: by the schema, and by the rules that the RFC states beside it."""
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (
        200,
        "application/atom+xml; charset=utf-8",
    )
    read = etree.fromstring(answer.content)
    SCHEMA.assertValid(read)
    assert read.xpath("a:author", namespaces=ATOM)
    assert len(read.xpath("a:link[@rel='self']", namespaces=ATOM)) == 1
    for entry in read.xpath("a:entry", namespaces=ATOM):
        assert entry.xpath("a:link[@rel='alternate'] or a:content", namespaces=ATOM)
        assert entry.get(LANG) in {"en", "ru"}
    ids = texts(read, "a:entry/a:id")
    assert len(ids) == len(set(ids))
    return read


def texts(read: Any, path: str) -> list[str]:
    return [str(each.text) for each in read.xpath(path, namespaces=ATOM)]


@pytest.mark.parametrize("address", ["/news/en.atom", "/news/ru.atom", "/g/environment/news/en.atom",
                                     "/records/recommendations/ru.atom",
                                     "/c/forum/proceedings/ru.atom"])  # fmt: skip
def test_empty_feed_is_valid(
    client: Client, circle: Group, forum: Conference, address: str
) -> None:
    assert texts(feed(client, address), "a:entry/a:title") == []


def test_feed_tells_each_story_in_the_feed_s_language_or_says_that_it_is_another(
    client: Client, ada: Person, publish: Write
) -> None:
    publish(ada, title={"en": "Winners", "ru": "Победители"}, text={"en": "**Six**", "ru": "Шесть"})
    publish(ada, title={"ru": "Только по-русски"}, text={}, source_language="ru")
    english, russian = feed(client), feed(client, "/news/ru.atom")
    assert texts(english, "a:entry/a:title") == ["Только по-русски", "Winners"]
    assert texts(russian, "a:entry/a:title") == ["Только по-русски", "Победители"]
    assert [each.get(LANG) for each in english.xpath("a:entry", namespaces=ATOM)] == ["ru", "en"]
    assert texts(english, "a:entry/a:content")[1] == "<p><strong>Six</strong></p>"
    both = {*texts(english, "a:entry/a:id"), *texts(russian, "a:entry/a:id")}
    assert len(both) == 4
    assert all(each.startswith("urn:uuid:") for each in both)


@pytest.mark.parametrize("name", ["", "eve", "frank", "dmitri", "clara", "boris", "ada"])
def test_feed_is_the_same_for_everybody_and_sets_no_cookie(
    client: Client,
    request: pytest.FixtureRequest,
    ada: Person,
    boris: Person,
    circle: Group,
    forum: Conference,
    publish: Write,
    name: str,
) -> None:
    closed = build.conference("closed", is_public=False)
    publish(ada, title={"en": "Open"}, session=build.session(closed, title="Retreat"))
    stories.write(actor=ada, facts=facts(title={"en": "Draft"}))
    stories.write(actor=boris, group=circle, facts=facts(title={"en": "Group's draft"}))
    if name:
        client.force_login(request.getfixturevalue(name))
    for address, titles in (("/news/en.atom", ["Open"]), ("/g/environment/news/en.atom", [])):
        answer = client.get(address)
        assert "Set-Cookie" not in answer.headers
        assert not answer.cookies
        assert "Retreat" not in answer.content.decode()
        assert texts(feed(client, address), "a:entry/a:title") == titles
    assert client.get("/c/closed/proceedings/en.atom").status_code == 404


def test_id_stays_and_updated_moves_with_real_changes_only(
    client: Client, ada: Person, publish: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = stopped(monkeypatch)
    said = {"title": {"en": "Winners"}, "kind": Kind.ANNOUNCEMENT}
    story = publish(ada, **said)
    before = [texts(feed(client), f"a:entry/a:{name}") for name in ("id", "updated", "published")]
    hour.shift(60)
    story = stories.revise(actor=ada, story=story, facts=facts(is_pinned=True, **said), edition=2)
    after = [texts(feed(client), f"a:entry/a:{name}") for name in ("id", "updated", "published")]
    assert after == before
    renamed = facts(**{**said, "title": {"en": "All the winners"}})
    stories.revise(actor=ada, story=story, facts=renamed, edition=story.edition)
    changed = [texts(feed(client), f"a:entry/a:{name}") for name in ("id", "updated", "published")]
    assert (changed[0], changed[2]) == (before[0], before[2])
    assert changed[1] == [clock.wire(hour.instant)]
    assert texts(feed(client), "a:updated") == changed[1]


def test_feed_that_has_not_changed_is_not_sent_again(
    client: Client, ada: Person, publish: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = stopped(monkeypatch)
    story = publish(ada)
    first = client.get("/news/en.atom")
    known = {"If-None-Match": first["ETag"]}
    since = {"If-Modified-Since": first["Last-Modified"]}
    assert client.get("/news/en.atom", headers=known).status_code == 304
    assert client.get("/news/en.atom", headers=since).status_code == 304
    hour.shift(60)
    stories.withdraw(actor=ada, story=story)
    for asked in (known, since):
        answer = client.get("/news/en.atom", headers=asked)
        assert (answer.status_code, b"<entry" in answer.content) == (200, False)


def test_feed_holds_the_last_thirty(client: Client, ada: Person, publish: Write) -> None:
    for number in range(32):
        publish(ada, title={"en": f"News {number}"})
    found = texts(feed(client), "a:entry/a:title")
    assert found == [f"News {number}" for number in range(31, 1, -1)]


def test_group_s_feed_holds_its_own_news_alone(
    client: Client, ada: Person, boris: Person, circle: Group, publish: Write
) -> None:
    publish(ada, title={"en": "Programme"})
    publish(boris, circle, title={"en": "Circle"})
    assert texts(feed(client, "/g/environment/news/en.atom"), "a:entry/a:title") == ["Circle"]
    assert texts(feed(client), "a:entry/a:author/a:name") == [
        "Environmental protection",
        "Conference platform",
    ]


def test_hostile_words_leave_the_feed_whole(client: Client, ada: Person, publish: Write) -> None:
    publish(
        ada,
        title={"en": "]]> <b>&amp;\ufffe"},
        text={"en": "<script>x</script> [a](javascript:x) \ufffe"},
    )
    read = feed(client)
    assert texts(read, "a:entry/a:title") == ["]]> <b>&amp;"]
    assert "<script" not in texts(read, "a:entry/a:content")[0]
    assert 'javascript:x"' not in texts(read, "a:entry/a:content")[0]


def test_feed_of_records_holds_public_ones_alone(
    client: Client, forum: Conference, circle: Group
) -> None:
    hour_ago = clock.now() - timedelta(hours=1)
    past: dict[str, Any] = {"state": State.ENDED, "starts_at": hour_ago}
    for held in (
        build.session(forum, title="Public", **past),
        build.session(forum, title="Private", is_record_public=False, **past),
        build.session(forum, title="Live again", starts_at=hour_ago),
    ):
        Record.objects.create(session=held, made_at=clock.now())
    build.session(forum, title="Without a record", state=State.ENDED, starts_at=hour_ago)
    read = feed(client, "/c/forum/proceedings/en.atom")
    assert texts(read, "a:entry/a:title") == ["Public"]


@pytest.mark.parametrize("address", ["/news/de.atom", "/g/environment/news/de.atom", "/g/nowhere/news/en.atom",
                                     "/records/recommendations/de.atom",
                                     "/c/forum/proceedings/de.atom", "/c/nowhere/proceedings/en.atom"])  # fmt: skip
def test_feed_in_no_language_of_ours_is_not_here(
    client: Client, circle: Group, forum: Conference, address: str
) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("/", "/news/en.atom"),
        ("/news/", "/news/ru.atom"),
        ("/g/environment/", "/g/environment/news/ru.atom"),
        ("/g/environment/news/", "/g/environment/news/en.atom"),
        ("/c/forum/", "/c/forum/proceedings/en.atom"),
    ],
)
def test_pages_name_their_feeds(
    client: Client, circle: Group, forum: Conference, page: str, address: str
) -> None:
    found = client.get(page).content.decode()
    assert '<link rel="alternate" type="application/atom+xml"' in found
    assert f'href="{address}"' in found


@pytest.mark.parametrize("some", [1, 3])
def test_feed_costs_the_same_for_one_and_for_three(
    client: Client, ada: Person, boris: Person, circle: Group, publish: Write, some: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    for _ in range(some):
        publish(boris, circle)
    # The programme, the stories with their groups, the last withdrawal.
    with django_assert_num_queries(3):
        client.get("/news/en.atom")


@pytest.mark.parametrize("missing", ["id", "updated", "title", "entry/a:id", "entry/a:updated"])
def test_schema_finds_what_is_missing(
    client: Client, ada: Person, publish: Write, missing: str
) -> None:
    publish(ada)
    read = feed(client)
    [found, *_] = read.xpath(f"a:{missing}", namespaces=ATOM)
    found.getparent().remove(found)
    assert not SCHEMA.validate(read)


def test_feed_of_recommendations_has_what_was_adopted_and_delivered_in_each_language(
    client: Client, ada: Person, circle: Group
) -> None:
    adopted = build.version(build.recommendation(circle, standing="adopted"))
    build.recommendation(circle, title_en="Draft <b>", title_ru="Проект")
    imported = build.recommendation(None, standing="adopted", title_en="Imported", import_key="x")
    build.version(imported)
    office = Addressee.objects.create(office_en="Ministry <of> water", office_ru="Минводы")
    for contact, gone in (("Secret", None), ("Wrong", clock.now())):
        Delivery.objects.create(
            version=adopted,
            language="en",
            addressee=office,
            contact=contact,
            channel=Channel.POST,
            delivered_on=clock.now().date(),
            recorded_by=ada,
            recorded_at=clock.now(),
            withdrawn_at=gone,
        )
    english = feed(client, "/records/recommendations/en.atom")
    titles = ["R1 was delivered: Ministry <of> water", "R1 · Measure the rivers"]
    assert texts(english, "a:entry/a:title") == titles
    assert "Secret" not in etree.tostring(english, encoding="unicode")
    russian = feed(client, "/records/recommendations/ru.atom")
    assert texts(russian, "a:entry/a:title") == [
        "Рекомендация R1 вручена: Минводы",
        "R1 · Измерять реки",
    ]
    assert client.get("/records/recommendations/de.atom").status_code == 404
