"""Pages for what goes wrong: status, language, what to do and whom to ask; never a trace nor a secret."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django import Settings

from accounts.models import Person
from conferences.models import Conference
from kit.refusals import Forbidden, Refused

SECRET = "a-secret-in-the-trace"
HELP = "help@programme.example"
LONG = "Everything that I had to say,\nin two lines."


@pytest.fixture(autouse=True)
def named_contact(settings: Settings) -> None:
    settings.CONTACT_EMAIL = HELP


def breaks(error: Exception) -> Callable[..., Any]:
    def view(*_args: object, **_named: object) -> None:
        raise error

    return view


def read(answer: Any, status: int, language: str) -> str:
    """Return a page of error, of which all that holds for each of them has been looked at."""
    page = str(answer.content.decode())
    assert answer.status_code == status
    assert f'<html lang="{language}"' in page
    assert f'href="mailto:{HELP}"' in page
    assert "Traceback" not in page
    assert SECRET not in page
    assert len(re.findall("<h1>", page)) == 1
    return page


WORDS = {
    "large": ("This is more than we take at once", "Это больше, чем мы принимаем за один раз"),
    "unreadable": ("We could not read that", "Запрос не удалось прочесть"),
    "away": ("The site can’t reach its records", "Сайт не может обратиться к своим данным"),
    "broken": ("Something broke on our side", "На нашей стороне произошла ошибка"),
    "not here": ("Nothing here for you", "Здесь для вас ничего нет"),
    "nothing": ("Nothing to see at this address", "По этому адресу смотреть нечего"),
    "stale": ("This form was not sent", "Форма не отправлена"),
    "signed out": ("You are no longer signed in", "Вход больше не действует"),
    "forbidden": ("This is not yours to do", "На это у вас нет права"),
    "often": ("Too many attempts", "Слишком много попыток"),
}
BOTH = pytest.mark.parametrize(("language", "nth"), [("en", 0), ("ru", 1)])


def browser(language: str, **options: Any) -> Client:
    return Client(raise_request_exception=False, headers={"accept-language": language}, **options)


@BOTH
@pytest.mark.parametrize(
    ("error", "status", "what"),
    [
        (ValueError(SECRET), 500, "broken"),
        (OperationalError(SECRET), 503, "away"),
        (Forbidden(), 403, "forbidden"),
        (Refused("often", "Wait.", status=429, retry_in=5), 429, "often"),
    ],
    ids=["bug", "database", "forbidden", "often"],
)
def test_a_view_that_breaks_is_told_in_both_languages(
    db: None, monkeypatch: pytest.MonkeyPatch, language: str, nth: int, error: Exception, status: int,
    what: str,
) -> None:  # fmt: skip
    monkeypatch.setattr("portal.views.on_now_and_next", breaks(error))
    answer = browser(language).get("/")
    assert WORDS[what][nth] in read(answer, status, language)
    assert answer.headers.get("Retry-After") == ("30" if what == "away" else None)


@BOTH
def test_the_page_of_a_bug_needs_no_database(
    monkeypatch: pytest.MonkeyPatch, language: str, nth: int
) -> None:
    """Without the mark `django_db` each query would fail this test: the page asks none."""
    monkeypatch.setattr("portal.views.robots", breaks(ValueError(SECRET)))
    monkeypatch.setattr("django.core.handlers.base.BaseHandler._get_response", breaks(OperationalError(SECRET)))  # fmt: skip
    assert WORDS["away"][nth] in read(browser(language).get("/robots.txt"), 503, language)


def test_a_bug_keeps_the_theme_that_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.core.handlers.base.BaseHandler._get_response", breaks(ValueError(SECRET)))  # fmt: skip
    client = browser("en")
    client.cookies["theme"] = "dark"
    assert 'data-theme="cspp-dark"' in read(client.get("/"), 500, "en")


@BOTH
def test_what_is_too_large_is_told_so(
    db: None, settings: Settings, language: str, nth: int
) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = browser(language).post("/sign-in/", {"email": "x" * 2000})
    assert WORDS["large"][nth] in read(answer, 413, language)


def test_too_many_fields_are_too_large(db: None, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    answer = browser("en").post("/sign-in/", {"a": "1", "b": "2", "c": "3"})
    assert WORDS["large"][0] in read(answer, 413, "en")


@BOTH
def test_what_can_t_be_read_is_told_so(language: str, nth: int) -> None:
    answer = browser(language).get("/", headers={"host": "elsewhere.example"})
    assert WORDS["unreadable"][nth] in read(answer, 400, language)


@BOTH
def test_an_address_that_is_none_offers_the_sign_in(db: None, language: str, nth: int) -> None:
    page = read(browser(language).get("/nowhere/"), 404, language)
    assert WORDS["not here"][nth] in page
    assert 'href="/sign-in/?next=/nowhere/"' in page


def test_who_is_signed_in_is_not_asked_to_sign_in(client: Client, dmitri: Person) -> None:
    client.force_login(dmitri)
    page = read(client.get("/nowhere/"), 404, "en")
    assert "/sign-in/" not in page
    assert dmitri.email not in page


@BOTH
def test_an_address_for_forms_only_says_so(client: Client, db: None, language: str, nth: int) -> None:  # fmt: skip
    answer = browser(language).get("/demo-sign-in/")
    assert WORDS["nothing"][nth] in read(answer, 405, language)
    assert answer.headers["Allow"] == "POST"


def strict(person: Person) -> Client:
    """Return a browser whose forms need their token, as real ones do."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    return client


def test_a_form_without_its_token_gives_back_what_was_typed(dmitri: Person) -> None:
    sent = {"name": "Dmitri", "text": LONG, "password": "very secret words"}
    answer = strict(dmitri).post("/me/", sent, headers={"referer": "http://testserver/me/?a=1"})
    page = read(answer, 403, "en")
    assert WORDS["stale"][0] in page
    assert f'rows="3">\n{LONG}</textarea>' in page
    assert "very secret words" not in page
    assert 'href="/me/?a=1"' in page
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_a_form_without_its_token_in_russian(dmitri: Person) -> None:
    client = strict(dmitri)
    client.cookies["django_language"] = "ru"
    assert WORDS["stale"][1] in read(client.post("/me/", {}), 403, "ru")


def test_the_way_back_leads_to_no_other_site(dmitri: Person) -> None:
    answer = strict(dmitri).post("/me/", {}, headers={"referer": "http://elsewhere.example/me/"})
    assert "elsewhere" not in read(answer, 403, "en")


def test_a_program_without_its_token_gets_json(dmitri: Person) -> None:
    answer = strict(dmitri).post("/me/", {}, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (403, "request.stale")


@BOTH
def test_a_lost_sign_in_gives_back_what_was_typed(db: None, language: str, nth: int) -> None:
    came = {"origin": "http://testserver", "referer": "http://testserver/me/"}
    answer = browser(language).post("/me/", {"text": f"<script>{LONG}"}, headers=came)
    page = read(answer, 401, language)
    assert WORDS["signed out"][nth] in page
    assert f"&lt;script&gt;{LONG}</textarea>" in page
    assert 'href="/sign-in/?next=/me/"' in page


def test_a_lost_sign_in_with_nothing_typed_leads_to_the_door(db: None) -> None:
    answer = Client().post("/me/", {"name": "A"}, headers={"origin": "http://testserver"})
    assert answer.headers["Location"] == "/sign-in/?next=/me/"


def test_a_program_is_led_to_the_door(db: None) -> None:
    assert Client().post("/me/", {"text": LONG}).headers["Location"] == "/sign-in/?next=/me/"


def test_what_a_verb_refuses_gives_back_what_was_typed(
    client: Client, dmitri: Person, forum: Conference, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = Refused("full", "There is no room left.")
    monkeypatch.setattr("conferences.registrations.withdraw", breaks(refused))
    client.force_login(dmitri)
    page = read(client.post(f"/c/{forum.slug}/register/withdraw/", {"text": LONG}), 409, "en")
    assert "There is no room left." in page
    assert f"{LONG}</textarea>" in page


def test_programs_get_json_for_each(db: None, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:  # fmt: skip
    client = Client(raise_request_exception=False)
    assert client.get("/api/v1/nowhere/").json()["code"] == "not_found"
    where = "django.core.handlers.base.BaseHandler._get_response"
    for error, status, code in (
        (ValueError(SECRET), 500, "broken"),
        (OperationalError(SECRET), 503, "away"),
    ):
        with monkeypatch.context() as patched:
            patched.setattr(where, breaks(error))
            answer = Client(raise_request_exception=False).get("/api/v1/sessions/")
            assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_without_a_contact_nobody_is_named(db: None, settings: Settings) -> None:
    settings.CONTACT_EMAIL = ""
    assert "mailto:" not in Client().get("/nowhere/").content.decode()
