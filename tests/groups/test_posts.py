"""Posts on behalf of an organisation, and the comments below them."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import tokens
from accounts.deeds import AuditEntry
from accounts.models import Person, ShownAs
from accounts.people import revise_profile
from groups import memberships
from groups.models import Group, Membership
from groups.posts import comments, posts
from groups.posts.models import Comment, Post
from groups.posts.posts import Words
from groups.posts.queries import told
from groups.texts import Clash
from kit.api import Pages
from kit.refusals import Forbidden, NotHere, Refused
from live import clock
from tests import build


def words(
    said_in_it: str = "We planted **trees**.", *, is_public: bool = True, **more: Any
) -> Words:
    said = {"source_language": "en", "title": {"en": "Trees"}, "text": {"en": said_in_it}}
    return Words(**(said | {"is_public": is_public} | more))


@pytest.fixture
def trees(circle: Group, dmitri: Person) -> Post:
    Membership.objects.filter(person=dmitri).update(organisation=dmitri.organisation)
    return posts.post(actor=dmitri, group=circle, words=words())


@pytest.fixture
def inside(circle: Group, dmitri: Person) -> Post:
    return posts.post(actor=dmitri, group=circle, words=words(is_public=False))


def say(actor: Person, post: Post, text: str = "Well done") -> Comment:
    return comments.comment(actor=actor, post=post, text=text, language="en")


def code_of(call: Any, **said: Any) -> str:
    with pytest.raises(Refused) as refused:
        call(**said)
    return refused.value.code


def test_organisation_speaks_and_its_delegate_stands_beside_it_by_name_only(
    trees: Post, dmitri: Person
) -> None:
    shown = told(trees)
    assert (str(shown.organisation), shown.by and shown.by.name) == ("Civic Watch", "Dmitri")
    revise_profile(actor=dmitri, shown_as=ShownAs.PSEUDONYM, pseudonym="Kestrel")
    hidden = told(Post.objects.get(pk=trees.pk))
    assert (str(hidden.organisation), hidden.by) == ("Civic Watch", None)


def test_pseudonym_is_not_put_beside_the_organisation(circle: Group, dmitri: Person) -> None:
    Membership.objects.filter(person=dmitri).update(organisation=dmitri.organisation)
    revise_profile(actor=dmitri, shown_as=ShownAs.PSEUDONYM, pseudonym="Kestrel")
    dmitri.refresh_from_db()
    assert told(posts.post(actor=dmitri, group=circle, words=words())).by is None


def test_only_members_post(circle: Group, eve: Person) -> None:
    with pytest.raises(NotHere):
        posts.post(actor=eve, group=circle, words=words())
    assert not Post.objects.exists()


SEES = {
    "anon": {"public"},
    "eve": {"public"},
    "dmitri": {"public", "members", "hidden"},
    "member": {"public", "members"},
    "boris": {"public", "members", "hidden"},
    "ada": {"public", "members", "hidden"},
}


@pytest.mark.parametrize("who", SEES)
def test_everyone_sees_what_is_for_them(
    request: pytest.FixtureRequest,
    circle: Group,
    boris: Person,
    dmitri: Person,
    trees: Post,
    inside: Post,
    who: str,
) -> None:
    """Dmitri wrote them all: a hidden one he still sees, and why."""
    if who == "member":
        reader: Any = build.person("Mara")
        build.member(reader, circle)
    else:
        reader = AnonymousUser() if who == "anon" else request.getfixturevalue(who)
    hidden = posts.post(actor=dmitri, group=circle, words=words())
    posts.hide(actor=boris, post=hidden, reason="Rude")
    gone = posts.post(actor=dmitri, group=circle, words=words())
    posts.take_back(actor=dmitri, post=gone)
    names = {trees.pk: "public", inside.pk: "members", hidden.pk: "hidden", gone.pk: "gone"}
    found = Post.objects.visible_to(reader).values_list("pk", flat=True)
    assert {names[pk] for pk in found} == SEES[who]


def test_author_edits_from_the_edition_they_saw(trees: Post, dmitri: Person, boris: Person) -> None:
    said: dict[str, Any] = {"post": trees, "edition": 1}
    with pytest.raises(Forbidden):
        posts.edit(actor=boris, words=words("No"), **said)
    made = posts.edit(actor=dmitri, words=words("Two"), **said)
    assert (made.edition, made.text_en) == (2, "Two")
    assert made.edited_at is not None
    with pytest.raises(Clash):
        posts.edit(actor=dmitri, words=words("Three"), **said)


def test_translation_follows_and_falls_behind(trees: Post, dmitri: Person) -> None:
    both: dict[str, Any] = {
        "title": {"en": "Trees", "ru": "Деревья"},
        "text": {"en": "One", "ru": "Один"},
    }
    made = posts.edit(actor=dmitri, post=trees, edition=1, words=words(**both))
    assert made.translation_state == "translated"
    both["text"] = {"en": "Two", "ru": "Один"}
    made = posts.edit(actor=dmitri, post=trees, edition=2, words=words(**both))
    assert made.translation_state == "stale"


def test_taking_back_leaves_a_tombstone_without_words(
    client: Client, trees: Post, dmitri: Person, boris: Person, eve: Person
) -> None:
    say(eve, trees)
    with pytest.raises(Forbidden):
        posts.take_back(actor=boris, post=trees)
    posts.take_back(actor=dmitri, post=trees)
    trees.refresh_from_db()
    assert (trees.title_en, trees.text_en) == ("", "")
    client.cookies["django_language"] = "en"
    page = client.get(f"/g/environment/posts/{trees.pk}/").content.decode()
    assert "This post was taken back." in page
    assert "Well done" in page
    assert str(trees.pk) not in client.get("/g/environment/posts/").content.decode()
    with pytest.raises(NotHere):
        say(eve, trees)


def test_who_has_left_may_still_take_back_what_they_wrote(trees: Post, dmitri: Person) -> None:
    Membership.objects.filter(person=dmitri).update(ended_at=clock.now())
    posts.take_back(actor=dmitri, post=trees)
    assert not Post.objects.visible_to(dmitri).exists()


def test_hiding_needs_a_reason_and_is_audited(trees: Post, boris: Person, dmitri: Person) -> None:
    assert code_of(posts.hide, actor=boris, post=trees, reason=" ") == "post.no_reason"
    with pytest.raises(Forbidden):
        posts.hide(actor=dmitri, post=trees, reason="Mine")
    posts.hide(actor=boris, post=trees, reason="Rude")
    assert code_of(say, actor=dmitri, post=Post.objects.get()) == "post.hidden"
    posts.show(actor=boris, post=trees)
    acts = AuditEntry.objects.values_list("act", "person", "reason")
    assert set(acts) == {("post.hide", dmitri.pk, "Rude"), ("post.show", dmitri.pk, "")}


def test_comment_is_for_who_may_see(trees: Post, inside: Post, eve: Person, boris: Person) -> None:
    assert say(eve, trees).person == eve
    with pytest.raises(NotHere):
        say(eve, inside)
    assert say(boris, inside).person == boris


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "comment.empty"), ("\u200b\u2060", "comment.empty"), ("x" * 4001, "comment.too_long")],
)
def test_comment_is_bounded(trees: Post, eve: Person, text: str, code: str) -> None:
    assert code_of(say, actor=eve, post=trees, text=text) == code
    assert say(eve, trees, "x" * 4000).text == "x" * 4000


def test_comment_is_edited_for_five_minutes(trees: Post, eve: Person, boris: Person) -> None:
    made = say(eve, trees)
    with pytest.raises(Forbidden):
        comments.edit(actor=boris, comment=made, text="No")
    with clock.telling(made.at + timedelta(minutes=5)):
        assert comments.edit(actor=eve, comment=made, text="Better").edited_at is not None
    with clock.telling(made.at + timedelta(minutes=5, seconds=1)):
        late = code_of(comments.edit, actor=eve, comment=made, text="Late")
    assert late == "comment.too_late"
    assert Comment.objects.get().text == "Better"


def test_comment_is_taken_back_and_its_place_stays(trees: Post, eve: Person, boris: Person) -> None:
    made = say(eve, trees)
    with pytest.raises(Forbidden):
        comments.take_back(actor=boris, comment=made)
    comments.take_back(actor=eve, comment=made)
    assert Comment.objects.values_list("text", "standing").get() == ("", "taken_back")
    assert code_of(comments.edit, actor=eve, comment=made, text="x") == "post.taken_back"


def test_hidden_comment_is_read_by_who_manages_only(
    client: Client, trees: Post, eve: Person, boris: Person, dmitri: Person
) -> None:
    made = say(eve, trees, "Rubbish")
    with pytest.raises(Forbidden):
        comments.hide(actor=dmitri, comment=made, reason="Rude")
    comments.hide(actor=boris, comment=made, reason="Rude")
    address = f"/g/environment/posts/{trees.pk}/"
    found = {}
    for person in (eve, dmitri, boris):
        client.force_login(person)
        found[person.name] = "Rubbish" in client.get(address).content.decode()
    assert found == {"Eve": False, "Dmitri": False, "Boris": True}
    comments.show(actor=boris, comment=made)
    assert "Rubbish" in client.get(address).content.decode()


def test_who_writes_without_end_is_told_to_wait(trees: Post, eve: Person) -> None:
    for number in range(5):
        say(eve, trees, f"Again {number}")
    with pytest.raises(Refused) as refused:
        say(eve, trees)
    assert (refused.value.code, refused.value.retry_in) == ("rate.limited", 60)


def test_name_taken_back_leaves_the_comments(trees: Post, eve: Person, client: Client) -> None:
    say(eve, trees)
    revise_profile(actor=eve, shown_as=ShownAs.PSEUDONYM, pseudonym="Kestrel")
    page = client.get(f"/g/environment/posts/{trees.pk}/").content.decode()
    assert ">Eve</bdi>" not in page
    assert "Kestrel" not in page


@pytest.mark.parametrize("language", ["en", "ru"])
def test_pages_carry_a_post_from_writing_to_comments(
    client: Client, circle: Group, dmitri: Person, language: str
) -> None:
    client.force_login(dmitri)
    client.cookies["django_language"] = language
    said = {"title_ru": "Деревья", "text_ru": "<img src=x onerror=alert(1)> **лес**"}
    said |= {"source_language": "ru", "edition": "0", "is_public": "on"}
    assert client.post("/g/environment/posts/new/", said | {"title_ru": ""}).status_code == 422
    address = client.post("/g/environment/posts/new/", said).headers["Location"]
    client.logout()
    page = client.get(address).content.decode()
    assert "<img src=x" not in page
    assert "<strong>лес</strong>" in page
    assert '<div class="prose" lang="ru"' in page
    client.force_login(dmitri)
    hostile = {"text": "<script>x</script>\u202e", "language": "en"}
    answer = client.post(address, hostile)
    assert answer.headers["Location"].startswith(f"{address}?page=1#comment-")
    page = client.get(address).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "\u202e" not in page
    assert client.post(address, {"text": "", "language": "en"}).status_code == 422


def test_clash_shows_both_texts(client: Client, trees: Post, dmitri: Person) -> None:
    client.force_login(dmitri)
    posts.edit(actor=dmitri, post=trees, edition=1, words=words("Theirs"))
    said = {"title_en": "Trees", "text_en": "Mine", "source_language": "en", "edition": "1"}
    page = client.post(f"/g/environment/posts/{trees.pk}/edit/", said)
    assert page.status_code == 422
    assert "Theirs" in page.content.decode()
    assert "Mine" in page.content.decode()


@pytest.mark.parametrize("path", ["/g/environment/", "/g/environment/posts/", "{post}"])
def test_list_asks_as_often_for_one_as_for_three(
    client: Client, trees: Post, circle: Group, boris: Person, path: str
) -> None:
    client.force_login(boris)
    path = path.format(post=f"/g/environment/posts/{trees.pk}/")
    counts = []
    for names in (("Anna",), ("Bella", "Cleo")):
        for name in names:
            house = build.organisation(f"House of {name}")
            person = build.person(name, organisation=house, is_organiser=True)
            posts.post(actor=person, group=circle, words=words())
            say(person, trees)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_api_reads_posts_and_comments(
    client: Client, trees: Post, inside: Post, eve: Person, boris: Person
) -> None:
    comments.hide(actor=boris, comment=say(eve, trees, "Rubbish"), reason="Rude")
    say(boris, trees)
    headers = {"Authorization": f"Bearer {tokens.issue(eve)}"}
    address = "/api/v1/groups/environment/posts/"
    found = client.get(address, headers=headers).json()["results"]
    assert [(row["title_en"], row["comments"], row["by"]["name"]) for row in found] == [
        ("Trees", 1, "Dmitri")
    ]
    said = client.get(f"{address}{trees.pk}/comments/", headers=headers).json()["results"]
    assert [(row["text"], row["status"]) for row in said] == [
        ("", "hidden"),
        ("Well done", "shown"),
    ]
    assert "@" not in str(said)


def test_who_has_left_reads_their_own_words_but_not_what_members_say_to_them(
    client: Client, circle: Group, inside: Post, dmitri: Person, boris: Person
) -> None:
    made = say(boris, inside, "Between us only")
    mine = Membership.objects.get(person=dmitri, group=circle)
    memberships.end(actor=dmitri, membership=mine)
    with pytest.raises(NotHere):
        say(dmitri, inside)
    client.force_login(dmitri)
    address = f"/g/{circle.slug}/posts/{inside.pk}/"
    page = client.get(address).content.decode()
    assert ("trees" in page, "Between us only" in page, str(made.pk) in page) == (
        True,
        False,
        False,
    )
    answer = client.post(address, {"text": "Still here", "language": "en"})
    assert (answer.status_code, inside.comments.count()) == (422, 1)
    headers = {"Authorization": f"Bearer {tokens.issue(dmitri)}"}
    api = f"/api/v1/groups/{circle.slug}/posts/{inside.pk}/comments/"
    assert client.get(api, headers=headers).json()["results"] == []
    posts.take_back(actor=dmitri, post=inside)


def test_who_has_left_does_not_change_a_comment_in_the_group(
    circle: Group, inside: Post, dmitri: Person, boris: Person
) -> None:
    made = say(dmitri, inside)
    memberships.end(actor=dmitri, membership=Membership.objects.get(person=dmitri, group=circle))
    with pytest.raises(NotHere):
        comments.edit(actor=dmitri, comment=made, text="Otherwise")


def test_hidden_post_taken_back_does_not_bring_its_comments_to_light(
    client: Client, circle: Group, trees: Post, dmitri: Person, boris: Person, eve: Person
) -> None:
    say(eve, trees, "A quarrel")
    posts.hide(actor=boris, post=trees, reason="Rude")
    posts.take_back(actor=dmitri, post=trees)
    address = f"/g/{circle.slug}/posts/{trees.pk}/"
    assert client.get(address).status_code == 404
    client.force_login(dmitri)
    assert client.get(address).status_code == 404
    client.force_login(boris)
    assert b"A quarrel" in client.get(address).content


def test_nothing_is_said_to_a_post_that_was_hidden_meanwhile(
    trees: Post, boris: Person, eve: Person
) -> None:
    seen = Post.objects.get(pk=trees.pk)
    posts.hide(actor=boris, post=trees, reason="Rude")
    with pytest.raises(Refused):
        say(eve, seen)


def test_posts_of_a_day_are_bounded(
    circle: Group, dmitri: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posts, "MOST_IN_A_DAY", 2)
    for _turn in range(2):
        posts.post(actor=dmitri, group=circle, words=words())
    said = {"actor": dmitri, "group": circle, "words": words()}
    assert code_of(posts.post, **said) == "rate.limited"


def test_nobody_gets_a_list_whole_by_asking(trees: Post, eve: Person, client: Client) -> None:
    address = "/api/v1/groups/environment/posts/?limit=1000000&offset=0"
    headers = {"Authorization": f"Bearer {tokens.issue(eve)}"}
    assert Pages.max_limit == 500
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address, headers=headers).status_code == 200
    assert any("LIMIT 500" in query["sql"] for query in asked)


def test_post_that_members_have_answered_is_not_opened_to_everyone(
    inside: Post, dmitri: Person, boris: Person
) -> None:
    say(dmitri, inside, "My own word")
    made = say(boris, inside, "Between us")
    said: dict[str, Any] = {"actor": dmitri, "post": inside, "edition": 1, "words": words()}
    assert code_of(posts.edit, **said) == "post.answered"
    assert not Post.objects.get(pk=inside.pk).is_public
    comments.take_back(actor=boris, comment=made)
    assert posts.edit(**said).is_public
