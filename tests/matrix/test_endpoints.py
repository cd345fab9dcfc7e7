"""Each address of the site as each of the cast: the answers are those written in endpoints.py."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from uuid import UUID

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from groups.plans.models import Look
from live import snapshots
from live.models import Lease
from tests.matrix.endpoints import TABLES, every_line, lines
from tests.matrix.scene import WHO, Scene
from tests.matrix.tables import Contents, Line, contents, writes

pytestmark = pytest.mark.django_db

BACK_OFFICE = "back-office/"
UNSAFE = ("POST", "PUT", "PATCH", "DELETE")

# Answer any method alike, and so nothing can come of it: health, redirects, the language switch.
ANSWERS_ANYTHING = {"healthz", "readyz", "i18n/", "me/address/"}
# allauth's own views; what they take beside GET and POST they take as a POST.
DOORS = {"sign-in/", "sign-in/code/", "sign-up/", "sign-up/code/", "sign-out/", "sign-in/closed/"}


def routes(
    patterns: list[URLPattern | URLResolver], before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Return every address of a resolver as a route, with its pattern."""
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route, pattern


def route_of(line: Line) -> str:
    """Return the route that a row's address takes."""
    filled = re.sub(r"{\w+}", str(UUID(int=0)), line.heads[1])
    return str(resolve(filled).route)


def test_every_address_has_a_row() -> None:
    """A new one belongs into a table of endpoints.py, with a cell for each of the cast."""
    known = {route_of(line) for line in every_line()}
    ours = {route for route, _ in routes(get_resolver().url_patterns)}
    assert {route for route in ours if not route.startswith(BACK_OFFICE)} == known


@dataclass(frozen=True, slots=True)
class Before:
    """How things stand before anybody asks: the tables, and what each is told where nothing is."""

    contents: Contents
    blanks: dict[tuple[str, bool], str]


@pytest.mark.parametrize("title", TABLES)
def test_address_answers_as_written(scene: Scene, title: str) -> None:
    nowhere = {False: "/c/nowhere/", True: "/api/v1/conferences/nowhere/"}
    blanks = {
        (name, is_api): bare(scene.ask(name, "GET", nowhere[is_api]))
        for name, is_api in product(WHO, nowhere)
    }
    before = Before(contents(Lease, Look), blanks)
    expected = lines(title)
    found = [
        replace(line, cells={name: answer(scene, name, line, before) for name in WHO})
        for line in expected
    ]
    assert list(map(str, found)) == list(map(str, expected))


def answer(scene: Scene, name: str, line: Line, before: Before) -> str:
    """Return a cell as it is found.

    `!` is a change where none may be, `?` a 404 that says more than one where nothing has ever been.
    """
    method, address, body = line.heads
    with transaction.atomic():
        snapshots.forget_all()
        with writes() as sent:
            response = scene.ask(name, method, address, body)
        is_same = not sent or contents(Lease, Look) == before.contents
        transaction.set_rollback(True)
    is_door = response.headers.get("Location", "").startswith("/sign-in/?next=")
    status = "door" if is_door else str(response.status_code)
    if status == "404" and bare(response) != before.blanks[name, address.startswith("/api/")]:
        return "404?"
    if method == "GET" or status == "door" or int(status) >= 400:
        return status if is_same else f"{status}!"
    return f"{status}=" if is_same else status


def bare(response: HttpResponse) -> str:
    """Return a page without its forms' token and the ways back to where the reader is."""
    page = re.sub(r'value="\w{64}"', "", response.content.decode())
    return re.sub(r'(name="next" value="|\?next=)[^"]*"', "", page)


def test_address_takes_no_other_method(scene: Scene) -> None:
    """What is not written as a row is 405, for Ada, to whom most is open."""
    taken: dict[str, set[str]] = {}
    at: dict[str, str] = {}
    for line in every_line():
        route = route_of(line)
        taken.setdefault(route, set()).add(line.heads[0])
        if route not in at or line.cells["ada"][0] in "23":
            at[route] = line.heads[1]
    for route in taken.keys() - ANSWERS_ANYTHING - DOORS:
        for method in {"GET", *UNSAFE} - taken[route]:
            with transaction.atomic():
                answered = scene.ask("ada", method, at[route])
                transaction.set_rollback(True)
            assert (route, method, answered.status_code) == (route, method, 405)


def test_no_form_is_taken_from_another_site(scene: Scene) -> None:
    """Without the token of our own page a change is refused, whoever asks and for whatever."""
    posts = {line.heads[:2]: line.heads[2] for line in every_line() if line.heads[0] in UNSAFE}
    before = contents()
    for (method, address), body in posts.items():
        answered = scene.ask("ada", method, address, body, is_strict=True)
        assert (method, address, answered.status_code) == (method, address, 403)
    assert contents() == before


def back_office() -> list[str]:
    """Return every address of the back office, with a one for whatever it asks."""
    inside = [route for route, _ in routes(get_resolver().url_patterns) if BACK_OFFICE in route]
    plain = [re.sub(r"\^?\(\?P<app_label>.*", "accounts/", route) for route in inside]
    plain = [re.sub(r"\(\?P<url>.*", "nowhere/", route) for route in plain]
    return ["/" + re.sub(r"<[^>]+>", "1", route) for route in plain]


@pytest.mark.parametrize("name", WHO)
def test_back_office_is_for_operators_only(scene: Scene, name: str) -> None:
    addresses = set(back_office())
    assert len(addresses) > 60
    before = contents()
    for address in addresses - {"/back-office/login/", "/back-office/logout/"}:
        response = scene.ask(name, "POST" if name == "ada" else "GET", address)
        assert response.status_code == 302, address
        assert response.headers["Location"].startswith("/back-office/login/?next=")
    assert scene.ask(name, "GET", "/back-office/login/").status_code == 200
    assert scene.ask(name, "GET", "/back-office/logout/").headers["Location"] == "/back-office/"
    assert contents() == before
