"""Sites that are there already: what the migrations of discretion make of their rows, on both databases."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import environ
import pytest
from django.apps.registry import Apps
from django.db import DatabaseError, connections, transaction

from tests.services.postgres import PostgresServer
from tests.upgrades.earlier import ALIAS, AT, A, Earlier, Rows, database

BEFORE = [
    ("accounts", "0006_former_houses"),
    ("grants", "0002_mandates_and_kept_marks"),
    ("groups", "0005_asked_first"),
    ("records", "0008_discretion"),
]
APPS = ("accounts", "grants", "groups", "records")

SIDES = [
    {"name_en": "Russia", "name_ru": "Россия", "present": 5, "members": 6},
    {"name_en": "United States", "name_ru": "США", "present": 3, "members": 4},
]
TOLD = [{"name_en": side["name_en"], "name_ru": side["name_ru"], "at_least": 3} for side in SIDES]
WORDS = {"text_en": "Ivan pays", "text_ru": "Иван платит"}

# What the rows of some tables must say by the rules of the database.
GIVEN: dict[str, dict[str, Any]] = {
    "grants.call": {"closes_at": AT + timedelta(days=30)},
    "grants.attachment": {"call": A("grants.call")},
    "grants.file": {"call": A("grants.call")},
    "grants.decision": {"outcome": "award", "amount": 100},
    "grants.review": {"declared": "conflict", "conflict": "work"},
    "records.decision": {"quorum_rule": {"each_side": 3, "sides": SIDES}},
    "records.action": {"group": A("groups.group")},
    "records.addressee": {"office_en": "The ministry"},
    "records.progress": {"text_en": "It goes on"},
    "records.origin": {"kind": "decision", "decision": A("records.decision")},
    "groups.plan": {"group": A("groups.group")},
    "groups.revision": {"file": ""},
    "cspp_sessions.session": {"group": A("groups.group")},
}


class Site:
    """A site of before with a row in each table, and what the log told; upgraded."""

    def __init__(self) -> None:
        self.earlier = Earlier(BEFORE, GIVEN)
        self.events: dict[str, Any] = {}
        with transaction.atomic(using=ALIAS):
            self._write()
        self.before = self.earlier.read()
        self.bodies = self._bodies()
        self.apps: Apps = self.earlier.upgrade()
        self.after = {each: self._body(pk) for each, pk in self.events.items()}

    def objects(self, label: str) -> Any:
        return self.apps.get_model(label).objects.using(ALIAS)

    def _write(self) -> None:
        labels = [model._meta.label_lower for model in self.earlier.models()]
        for label in labels:
            if label.partition(".")[0] in APPS:
                self.earlier.model(label).objects.using(ALIAS).exists() or self.earlier.make(label)
        decision = self.earlier.model("records.decision").objects.using(ALIAS).get().pk
        met = {"is_met": True, "sides": SIDES}
        self._event("met", "decision.taken", decision, quorum=met)
        self._event("of a decision that is gone", "decision.taken", uuid4(), quorum=met)
        unmet = {"is_met": False, "sides": SIDES}
        self._event("not met", "decision.taken", decision, quorum=unmet)
        self._event("without a rule", "decision.taken", decision, quorum=None)
        now = {"is_met": True, "sides": TOLD}
        self._event("told as now", "decision.taken", decision, quorum=now)
        origin = {"session": str(uuid4()), "title_en": "Behind doors", "title_ru": "За дверями"}
        self._event("carried", "action.carried", uuid4(), origin=origin)
        self._event("carried from nowhere", "action.carried", uuid4(), origin=None)
        self._event("of another kind", "message.posted", uuid4(), origin=origin, quorum=met)

    def _event(self, known_as: str, name: str, subject: UUID, **data: Any) -> None:
        seq = len(self.events) + 1
        event = self.earlier.make(
            "live.event", stream="session.x", seq=seq, name=name, subject=subject, at=AT
        )
        said = {name.partition(".")[0]: str(subject), **WORDS, **data}
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        self.earlier.make("live.eventbody", event=event, data=text)
        self.events[known_as] = event.pk

    def _bodies(self) -> dict[str, str]:
        rows = self.earlier.model("live.eventbody").objects.using(ALIAS)
        known = dict(rows.values_list("event_id", "data"))
        return {each: known[pk] for each, pk in self.events.items()}

    def _body(self, event: int) -> str:
        found: str = self.objects("live.eventbody").get(event_id=event).data
        return found


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def site(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Site]:
    """One for all tests of a kind: they only read it, or take back what they try."""
    settings: dict[str, Any] = {"NAME": ":memory:"}
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        settings = dict(environ.Env.db_url_config(server.create_database("earlier")))
        settings["OPTIONS"] = {}
    with django_db_blocker.unblock(), database(settings):
        yield Site()


@pytest.mark.services
def test_no_row_and_no_value_is_lost(site: Site) -> None:
    written = {table for table, rows in site.before.items() if rows}
    assert {table for table in written if table.split("_")[0] in APPS} == {
        model._meta.db_table for model in site.earlier.models() if model._meta.app_label in APPS
    }
    kept: Rows = site.earlier.read(site.before)
    for table in written - {"live_eventbody"}:
        assert kept[table] == site.before[table], table


@pytest.mark.services
def test_the_log_forgets_what_was_counted_and_keeps_what_was_asked_for(site: Site) -> None:
    met, unmet = (json.loads(site.after[each]) for each in ("met", "not met"))
    assert met["quorum"] == {"is_met": True, "sides": TOLD}
    assert unmet["quorum"] == {"is_met": False, "sides": []}
    assert {name: met[name] for name in WORDS} == WORDS
    gone = json.loads(site.after["of a decision that is gone"])
    assert gone["quorum"] == {"is_met": True, "sides": []}
    assert "present" not in "".join(
        text for each, text in site.after.items() if each != "of another kind"
    )


@pytest.mark.services
def test_the_log_forgets_the_titles_of_where_actions_come_from(site: Site) -> None:
    before, after = (json.loads(each["carried"]) for each in (site.bodies, site.after))
    assert after["origin"] == {"session": before["origin"]["session"]}
    assert after == {**before, "origin": after["origin"]}


@pytest.mark.services
def test_what_told_no_more_than_it_may_stays_to_the_letter(site: Site) -> None:
    for each in ("without a rule", "told as now", "carried from nowhere", "of another kind"):
        assert site.after[each] == site.bodies[each], each


@pytest.mark.services
def test_new_columns_hold_what_was_true_before(site: Site) -> None:
    assert site.objects("records.wording").get().redacted_at is None
    assert site.objects("records.actionchange").get().redacted_reason == ""
    assert site.objects("grants.partner").get().standing == ""
    assert site.objects("groups.application").get().told_at is None
    member = site.objects("groups.membership").get()
    assert member.confirmed_by_id is None


@pytest.mark.services
@pytest.mark.parametrize("label", ["records.version", "records.adoptedparagraph", "records.reply"])
def test_adopted_texts_can_not_be_changed_after_the_upgrade_either(site: Site, label: str) -> None:
    table = site.apps.get_model(label)._meta.db_table
    assert site.objects(label).exists()
    for deed in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}"):  # noqa: S608 - our own name
        with (
            pytest.raises(DatabaseError, match="never changes"),
            transaction.atomic(using=ALIAS),
            connections[ALIAS].cursor() as cursor,
        ):
            cursor.execute(deed)
