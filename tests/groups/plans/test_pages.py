"""The pages of a plan, as each of the cast gets them; a file of it; who is named to whom."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Person, ShownAs
from groups.models import Group
from groups.plans import aims, queries, steps
from groups.plans.models import Aim, Step
from live import clock
from tests import build
from tests.groups.plans.conftest import Add

pytestmark = pytest.mark.django_db

PLAN = "/g/environment/plan/"
HOSTILE = "<script>alert(1)</script> \u202eevil\u200b =1+1"


def read(client: Client, address: str, who: Person | None = None, language: str = "en") -> str:
    if who is None:
        client.logout()
    else:
        client.force_login(who)
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def step(add: Add, dmitri: Person) -> Step:
    return add(owner=dmitri, due_on=date(2020, 5, 1), title_ru="Проверить реку", note_en="Monthly")


def base(step: Step) -> str:
    return f"/plans/{step.aim.plan_id}/"


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_page_renders_in_both_languages(
    client: Client, step: Step, boris: Person, language: str
) -> None:
    own = base(step)
    for path in (
        PLAN,
        f"{PLAN}?arrange=1",
        f"{PLAN}?overdue=1&state=planned&owner=me",
        f"{own}history/",
        f"{own}away/",
        f"{own}aims/new/",
        f"{own}aims/{step.aim_id}/",
        f"{own}aims/{step.aim_id}/steps/new/",
        f"{own}steps/{step.pk}/",
        "/g/environment/",
    ):
        text = read(client, path, boris, language)
        assert f'<html lang="{language}"' in text
        assert (
            {"en": "Clean water", "ru": "Чистая вода"}[language] in text
            or path[-5:]
            in {
                "away/",
                "/new/",
            }
            or "aims" in path
            or "owner=me" in path
        )


def test_empty_plan_says_what_to_do(client: Client, circle: Group, boris: Person) -> None:
    assert "The co-chairs write the aims." in read(client, PLAN)
    assert "A plan begins with an aim" in read(client, PLAN, boris)


def test_filters_show_what_was_asked_for(
    client: Client, step: Step, add: Add, dmitri: Person
) -> None:
    add("Train people", state="under_way")
    late = read(client, f"{PLAN}?overdue=1", dmitri)
    assert ("Test the river" in late, "Train people" in late) == (True, False)
    assert "1 step of 2 is shown." in late
    going = read(client, f"{PLAN}?state=under_way&owner=", dmitri)
    assert ("Test the river" in going, "Train people" in going) == (False, True)
    mine = read(client, f"{PLAN}?owner=me", dmitri)
    assert ("Test the river" in mine, "Train people" in mine) == (True, False)
    assert "No step is like that." in read(client, f"{PLAN}?state=done", dmitri)
    assert "Train people" in read(client, f"{PLAN}?state=nonsense&owner=", dmitri)


def test_owner_is_named_to_whom_the_group_names_them(
    client: Client, step: Step, circle: Group, dmitri: Person, boris: Person, eve: Person
) -> None:
    pages = (PLAN, f"{base(step)}steps/{step.pk}/", f"{base(step)}history/")

    def seen(who: Person | None) -> set[bool]:
        return {"Dmitri" in read(client, page, who) for page in pages}

    # He has not agreed to be named: his own pages name him, and an organiser's.
    assert (seen(None), seen(eve), seen(boris), seen(dmitri)) == ({False}, {False}, {False}, {True})
    circle.memberships.filter(person=dmitri).update(is_listed=True)
    assert (seen(None), seen(eve), seen(boris)) == ({False}, {False}, {True})
    circle.memberships.filter(person=dmitri).update(role="chair")
    assert seen(None) == {True}
    # Who takes their name back takes it out of the history too.
    dmitri.shown_as = ShownAs.DELEGATE
    dmitri.save()
    assert seen(None) == {False}


def test_pseudonym_taken_later_stands_nowhere_in_the_history(
    client: Client, step: Step, circle: Group, dmitri: Person
) -> None:
    circle.memberships.filter(person=dmitri).update(is_listed=True, role="chair")
    dmitri.shown_as, dmitri.pseudonym = ShownAs.PSEUDONYM, "Sosna"
    dmitri.save()
    text = read(client, f"{base(step)}history/")
    assert ("Sosna" in text, "Dmitri" in text) == (False, False)


def test_plan_for_members_is_not_there_for_others(
    client: Client, step: Step, circle: Group, boris: Person, dmitri: Person, eve: Person
) -> None:
    aims.open_to(actor=boris, plan=queries.plan_of(circle), is_public=False)
    own = base(step)
    for path in (PLAN, f"{own}history/", f"{own}plan.csv", f"{own}steps/{step.pk}/", f"{own}away/"):
        client.logout()
        assert client.get(path).status_code == 404
        client.force_login(eve)
        assert client.get(path).status_code == 404
        client.force_login(dmitri)
        assert client.get(path).status_code == 200
    assert "Clean water" not in read(client, "/g/environment/")


def test_what_was_put_away_is_out_of_the_sight_of_strangers(
    client: Client, step: Step, boris: Person, dmitri: Person, eve: Person
) -> None:
    """What names somebody who must not be named is taken out of a public plan, history and all."""
    steps.change(actor=dmitri, step=step, note_en="Ask Vera at home")
    steps.put_away(actor=boris, step=step)
    own = base(step)
    one, history, away = f"{own}steps/{step.pk}/", f"{own}history/", f"{own}away/"
    for reader in (None, eve):
        client.logout()
        if reader:
            client.force_login(reader)
        assert [client.get(path).status_code for path in (one, away, history)] == [404, 404, 200]
        assert b"Vera" not in client.get(history).content
    client.force_login(dmitri)
    assert [client.get(path).status_code for path in (one, away, history)] == [200] * 3
    assert b"Vera" in client.get(history).content


def test_form_keeps_what_was_typed_and_shows_the_clash(
    client: Client, step: Step, dmitri: Person, boris: Person
) -> None:
    address = f"{base(step)}steps/{step.pk}/"
    sent = {
        "edition": "1",
        "title_en": "Test the well",
        "title_ru": "Проверить реку",
        "state": "done",
        "due_on": "2020-05-01",
        "owner": "keep",
        "aim": str(step.aim_id),
        "note_en": "Monthly",
    }
    steps.change(actor=dmitri, step=step, title_en="Test the lake", note_en="Weekly")
    client.force_login(boris)
    answer = client.post(address, sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "There now:" in text or "Сейчас там:" in text
    assert ("Test the lake" in text, "Test the well" in text) == (True, True)
    # What he left alone is shown as it is now, and saving again takes nothing of it away.
    form = answer.context["form"]
    assert (form["note_en"].value(), form["edition"].value()) == ("Weekly", "2")
    again = {name: form[name].value() or "" for name in form.fields}
    assert client.post(address, again).status_code == 302
    step.refresh_from_db()
    assert (step.title_en, step.note_en, step.state) == ("Test the well", "Weekly", "done")
    assert step.owner == dmitri


def test_refusal_stands_at_its_field(client: Client, step: Step, dmitri: Person) -> None:
    client.force_login(dmitri)
    answer = client.post(
        f"{base(step)}steps/{step.pk}/",
        {"edition": "1", "title_en": "Kept", "state": "given_up", "aim": str(step.aim_id)},
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors["reason_en"]
    assert 'value="Kept"' in answer.content.decode()


def test_hostile_words_do_no_harm(client: Client, aim: Aim, dmitri: Person) -> None:
    made = steps.add(actor=dmitri, aim=aim, title_en=HOSTILE, note_en=HOSTILE + "x" * 3900)
    text = read(client, PLAN)
    assert ("<script>alert" in text, "\u202e" in text) == (False, False)
    client.force_login(dmitri)
    body = client.get(f"{base(made)}plan.csv").content
    assert body.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert len(rows) == 2
    steps.change(actor=dmitri, step=made, title_en='=HYPERLINK("http://x.example")')
    rows = list(
        csv.reader(io.StringIO(client.get(f"{base(made)}plan.csv").content.decode("utf-8-sig")))
    )
    assert rows[1][2] == '\'=HYPERLINK("http://x.example")'


def test_moving_by_buttons(client: Client, add: Add, dmitri: Person, eve: Person) -> None:
    first, second = add("First"), add("Second")
    move = f"{base(first)}move/"
    client.force_login(dmitri)
    answer = client.post(move, {"down": f"step:{first.pk}"})
    assert answer.headers["Location"] == f"{PLAN}?arrange=1#step-{first.pk}"
    text = read(client, f"{PLAN}?arrange=1", dmitri)
    assert text.index("Second</a>") < text.index("First</a>")
    assert client.post(move, {"up": "step:nonsense"}).status_code == 404
    client.force_login(eve)
    assert client.post(move, {"up": f"step:{first.pk}"}).status_code == 403
    assert second.pk != first.pk


@pytest.mark.parametrize("who", ["nobody", "boris"])
def test_plan_costs_the_same_for_one_step_and_for_three(
    request: pytest.FixtureRequest,
    client: Client,
    add: Add,
    circle: Group,
    boris: Person,
    dmitri: Person,
    who: str,
) -> None:
    if who == "boris":
        client.force_login(boris)
    dmitri.organisation = build.organisation()
    add("First", owner=dmitri)

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    plan = queries.plan_of(circle)
    paths = (PLAN, f"/plans/{plan.pk}/history/", f"/plans/{plan.pk}/plan.csv", "/g/environment/")
    for path in paths:
        cost(path)
    before = [cost(path) for path in paths]
    for number in range(2):
        other = aims.add(actor=boris, plan=plan, title_en=f"Aim {number}")
        steps.add(actor=dmitri, aim=other, title_en=f"Step {number}", owner=dmitri)
        add(f"Other {number}", actor=boris, owner=boris)
    assert [cost(path) for path in paths] == before


def test_sixty_steps_stand_on_one_page(client: Client, add: Add) -> None:
    for number in range(60):
        add(f"Step {number}.")
    text = read(client, PLAN)
    assert all(f"Step {number}." in text for number in range(60))


def test_news_are_marked_for_members_only(
    client: Client, add: Add, boris: Person, dmitri: Person
) -> None:
    with clock.telling(clock.now() - timedelta(days=3)):
        add("Old")
        read(client, PLAN, boris)
    add("New")
    assert "1 change since you last looked" in read(client, "/g/environment/", boris)
    text = read(client, PLAN, boris)
    assert "1 step has changed since you last looked." in text
    only = read(client, f"{PLAN}?new=1", boris)
    assert ("New</a>" in only, "Old</a>" in only) == (True, False)
    assert "since you last looked" not in read(client, PLAN)
