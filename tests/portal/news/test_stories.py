"""Writing, proposing, publishing once, changing without loss, withdrawing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from accounts.deeds import AuditEntry
from accounts.models import Person
from conferences.models import Conference
from groups.models import Group
from kit.bilingual import TranslationState
from kit.refusals import Forbidden, NotHere, Refused
from live import clock
from portal.news import queries, stories
from portal.news.models import Kind, Standing, Story
from portal.news.stories import Clash
from tests import build
from tests.hours import stopped
from tests.portal.news.conftest import Write, facts

pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("at", "id").values_list("act", flat=True))


@pytest.mark.parametrize("name", ["boris", "clara", "dmitri", "eve", "frank"])
def test_programme_s_news_are_written_by_organisers_only(
    request: pytest.FixtureRequest, circle: Group, name: str
) -> None:
    with pytest.raises(NotHere):
        stories.write(actor=request.getfixturevalue(name), facts=facts())
    assert not Story.objects.exists()


def test_member_proposes_and_co_chair_publishes(
    circle: Group, dmitri: Person, boris: Person
) -> None:
    made = stories.write(actor=dmitri, group=circle, facts=facts())
    with pytest.raises(Forbidden):
        stories.publish(actor=dmitri, story=made)
    assert stories.propose(actor=dmitri, story=made).state == Standing.PROPOSED
    published = stories.publish(actor=boris, story=made)
    assert (published.state, published.is_published) == (Standing.PUBLISHED, True)
    assert acts() == ["news.publish"]
    with pytest.raises(Forbidden):
        stories.revise(actor=dmitri, story=made, facts=facts(), edition=published.edition)


@pytest.mark.parametrize("name", ["clara", "eve", "frank"])
def test_group_s_news_are_not_for_strangers_to_write(
    request: pytest.FixtureRequest, circle: Group, boris: Person, name: str
) -> None:
    stranger = request.getfixturevalue(name)
    with pytest.raises(NotHere):
        stories.write(actor=stranger, group=circle, facts=facts())
    draft = stories.write(actor=boris, group=circle, facts=facts())
    for verb in (stories.propose, stories.hold, stories.publish, stories.withdraw):
        with pytest.raises(NotHere):
            verb(actor=stranger, story=draft)


def test_form_that_is_sent_twice_writes_one_story(ada: Person) -> None:
    key = uuid4()
    assert {stories.write(actor=ada, facts=facts(), key=key).pk for _ in range(2)} == {key}


def test_form_with_the_key_of_somebody_else_s_story_writes_nothing(
    ada: Person, circle: Group, boris: Person
) -> None:
    story = stories.write(actor=ada, facts=facts())
    with pytest.raises(NotHere):
        stories.write(actor=boris, group=circle, facts=facts(), key=story.pk)
    assert Story.objects.get().author == ada


def test_scheduled_story_is_published_at_its_hour_and_once(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = stopped(monkeypatch)
    draft = stories.write(actor=ada, facts=facts())
    stories.publish(actor=ada, story=draft, at=clock.now() + timedelta(hours=1))
    assert (stories.publish_due(), queries.published().count()) == (0, 0)
    hour.shift(3600)
    assert (stories.publish_due(), stories.publish_due()) == (1, 0)
    found = queries.published().get()
    assert (found.pk, found.published_at) == (draft.pk, hour.instant)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_publish_each_story_once(ada: Person) -> None:
    for _ in range(6):
        draft = stories.write(actor=ada, facts=facts())
        Story.objects.filter(pk=draft.pk).update(
            state=Standing.SCHEDULED, publish_at=clock.now() - timedelta(minutes=1)
        )
    both = Barrier(2)

    def work() -> int:
        both.wait(10)
        try:
            return stories.publish_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as workers:
        counts = [job.result(60) for job in (workers.submit(work), workers.submit(work))]
    assert sum(counts) == 6
    assert set(Story.objects.values_list("state", "edition")) == {("published", 2)}


def test_hour_that_is_over_is_refused(ada: Person) -> None:
    draft = stories.write(actor=ada, facts=facts())
    with pytest.raises(Refused, match=r"news\.past"):
        stories.publish(actor=ada, story=draft, at=clock.now() - timedelta(seconds=1))


def test_scheduled_story_that_is_put_back_does_not_appear(
    ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = stopped(monkeypatch)
    draft = stories.write(actor=ada, facts=facts())
    stories.publish(actor=ada, story=draft, at=clock.now() + timedelta(hours=1))
    stories.hold(actor=ada, story=draft)
    hour.shift(7200)
    assert stories.publish_due() == 0


def test_saving_over_a_newer_text_is_refused_with_what_stands(ada: Person) -> None:
    draft = stories.write(actor=ada, facts=facts())
    newer = stories.revise(actor=ada, story=draft, facts=facts(title={"en": "Mine"}), edition=1)
    with pytest.raises(Clash) as clash:
        stories.revise(actor=ada, story=draft, facts=facts(title={"en": "Theirs"}), edition=1)
    assert (clash.value.story.title_en, newer.edition) == ("Mine", 2)


def test_change_is_stamped_for_its_own_language_and_only_when_it_is_one(
    ada: Person, publish: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = stopped(monkeypatch)
    both = {"en": "Winners", "ru": "Победители"}
    story = publish(ada, title=both, text={})
    began = hour.instant
    hour.shift(60)
    same = stories.revise(
        actor=ada, story=story, facts=facts(title=both, text={}), edition=story.edition
    )
    assert (same.changed_en_at, same.changed_ru_at, same.edition) == (began, began, story.edition)
    corrected = facts(title={"en": "Winners", "ru": "Победители названы"}, text={})
    changed = stories.revise(actor=ada, story=story, facts=corrected, edition=story.edition)
    assert (changed.changed_en_at, changed.changed_ru_at) == (began, hour.instant)
    assert acts() == ["news.publish", "news.revise"]


def test_translation_under_a_new_original_is_stale_until_somebody_has_looked(ada: Person) -> None:
    both = {"en": "Winners", "ru": "Победители"}
    story = stories.write(actor=ada, facts=facts(title=both, text={}))
    assert story.translation_state == TranslationState.TRANSLATED
    renamed = {"en": "All winners", "ru": "Победители"}
    story = stories.revise(actor=ada, story=story, facts=facts(title=renamed, text={}), edition=1)
    assert story.translation_state == TranslationState.STALE
    looked = facts(title=renamed, text={}, is_translation_current=True)
    story = stories.revise(actor=ada, story=story, facts=looked, edition=2)
    assert story.translation_state == TranslationState.TRANSLATED


def test_withdrawn_story_is_gone_and_its_withdrawal_is_in_the_audit(
    ada: Person, publish: Write
) -> None:
    story = publish(ada, kind=Kind.ANNOUNCEMENT, is_pinned=True)
    gone = stories.withdraw(actor=ada, story=story, reason="A wrong date")
    assert (gone.state, gone.is_pinned) == (Standing.WITHDRAWN, False)
    assert list(queries.published()) == []
    assert not queries.front()
    assert AuditEntry.objects.get(act="news.withdraw").reason == "A wrong date"
    with pytest.raises(NotHere):
        stories.revise(actor=ada, story=story, facts=facts(), edition=gone.edition)


def test_announcement_s_days_are_days_of_its_own_city(
    ada: Person, publish: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    hour = stopped(monkeypatch)
    hour.instant = hour.instant.replace(year=2026, month=3, day=1, hour=22, minute=30)
    day = date(2026, 3, 2)
    said = {"kind": Kind.ANNOUNCEMENT, "useful_from": day, "useful_until": day}
    moscow = publish(ada, zone="Europe/Moscow", is_pinned=True, **said)
    washington = publish(ada, zone="America/New_York", is_pinned=True, **said)
    assert (queries.is_of_use(moscow), queries.is_of_use(washington)) == (True, False)
    assert [story.pk for story in queries.front().pinned] == [moscow.pk]


def test_only_organisers_pin(circle: Group, boris: Person) -> None:
    with pytest.raises(Refused, match=r"news\.pin"):
        stories.write(
            actor=boris, group=circle, facts=facts(kind=Kind.ANNOUNCEMENT, is_pinned=True)
        )


def test_link_to_what_the_writer_may_not_know_is_refused_as_one_to_nothing(
    circle: Group, boris: Person
) -> None:
    closed = build.conference("closed", is_public=False)
    for link in ({"conference": closed}, {"session": build.session(closed)}):
        with pytest.raises(Refused, match=r"news\.link"):
            stories.write(actor=boris, group=circle, facts=facts(**link))


def test_reader_is_told_of_a_link_only_where_they_may_read_it(
    ada: Person, clara: Person, eve: Person, publish: Write, plenary: object
) -> None:
    closed = build.conference("closed", is_public=False)
    build.registration(clara, closed)
    retreat = build.session(closed, title="Retreat")
    story = publish(ada, session=retreat, conference=closed)
    assert queries.about(story, clara).session == retreat
    assert not queries.about(story, eve)


def test_hostile_words_are_cleaned(ada: Person) -> None:
    title = "Win\u202eners\u200b <script>alert(1)</script>\0"
    story = stories.write(actor=ada, facts=facts(title={"en": title}))
    assert story.title_en == "Winners <script>alert(1)</script>"
    with pytest.raises(Refused, match=r"news\.too_long"):
        stories.write(actor=ada, facts=facts(text={"en": "x" * 20_001}))


def test_address_is_made_of_the_english_title_and_is_never_taken_twice(ada: Person) -> None:
    first, second = (stories.write(actor=ada, facts=facts()) for _ in range(2))
    assert first.slug == "winners-are-announced"
    assert second.slug == f"winners-are-announced-{second.pk.hex[:8]}"
    reserved = stories.write(actor=ada, facts=facts(title={"en": "New"}))
    assert reserved.slug == f"new-{reserved.pk.hex[:8]}"


def test_what_a_conference_s_end_takes_away_leaves_the_story(
    ada: Person, publish: Write, forum: Conference
) -> None:
    story = publish(ada, conference=build.conference("other"))
    Conference.objects.filter(slug="other").delete()
    story.refresh_from_db()
    assert story.conference is None
