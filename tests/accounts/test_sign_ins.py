"""Coming in: a code by mail, the same page for everybody, and the way back out."""

import re
import subprocess
import sys

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts import people, tokens
from accounts.models import Person
from live.epochs import epochs
from tests import build

CODE = re.compile(r"^\d{4}-\d{4}$", re.MULTILINE)


@pytest.fixture(autouse=True)
def _no_rate_is_used_up() -> None:
    cache.clear()


def ask_for_code(client: Client, email: str, after: str = "") -> str:
    """Ask for a code and return the address of the page that wants it."""
    data = {"email": email} | ({"next": after} if after else {})
    answer = client.post(reverse("accounts:sign_in"), data)
    assert answer.status_code == 302
    return answer["Location"]


def code_in(message: mail.EmailMessage) -> str:
    found = CODE.search(str(message.body))
    assert found, message.body
    return found.group()


def enter(client: Client, page: str, code: str, after: str = "") -> str:
    data = {"code": code} | ({"next": after} if after else {})
    answer = client.post(page, data)
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_code_from_the_mail_signs_in(client: Client, boris: Person) -> None:
    page = ask_for_code(client, "BORIS@people.example")
    enter(client, page, code_in(mail.outbox[0]))
    assert signed_in_as(client) == str(boris.pk)
    assert len(mail.outbox) == 1


def test_the_mail_is_in_the_persons_language_and_in_the_programmes_name(
    client: Client, boris: Person
) -> None:
    build.programme()
    ask_for_code(client, boris.email)
    assert mail.outbox[0].subject.startswith("Программа двоих: ")
    assert "=?utf-8?" in mail.outbox[0].from_email
    assert mail.outbox[0].body.endswith("Программа двоих")


def test_an_unknown_address_gets_the_same_page(client: Client, boris: Person) -> None:
    known = Client()
    pages = []
    for visitor, email in ((known, boris.email), (client, "nobody@people.example")):
        page = ask_for_code(visitor, email)
        pages.append(visitor.get(page).content.decode().replace(email, "E"))
        assert re.sub(CSRF, "", pages[-1])
    assert re.sub(CSRF, "", pages[0]) == re.sub(CSRF, "", pages[1])
    assert [message.to for message in mail.outbox] == [[boris.email], ["nobody@people.example"]]
    assert not CODE.search(str(mail.outbox[1].body))


CSRF = r'name="csrfmiddlewaretoken" value="[^"]*"'


def test_wrong_codes_are_counted_alike_for_known_and_unknown(client: Client, boris: Person) -> None:
    answers = []
    for visitor, email in ((Client(), boris.email), (client, "nobody@people.example")):
        page = ask_for_code(visitor, email)
        codes = ["0000-0000"] * 5
        answers.append([visitor.post(page, {"code": code}).status_code for code in codes])
        assert signed_in_as(visitor) is None
    assert answers[0] == answers[1] == [200, 200, 200, 200, 302]


def test_the_right_code_is_dead_after_five_wrong_ones(client: Client, boris: Person) -> None:
    page = ask_for_code(client, boris.email)
    for _ in range(5):
        client.post(page, {"code": "0000-0000"})
    client.post(page, {"code": code_in(mail.outbox[0])})
    assert signed_in_as(client) is None


def test_another_browser_cannot_use_the_code(client: Client, boris: Person) -> None:
    ask_for_code(client, boris.email)
    thief = Client()
    page = ask_for_code(thief, "thief@people.example")
    thief.post(page, {"code": code_in(mail.outbox[0])})
    assert signed_in_as(thief) is None


def test_another_code_replaces_the_first(client: Client, boris: Person) -> None:
    page = ask_for_code(client, boris.email)
    client.post(page, {"action": "resend"})
    first, second = (code_in(message) for message in mail.outbox)
    assert client.post(page, {"code": first}).status_code == 200
    enter(client, page, second)
    assert signed_in_as(client) == str(boris.pk)


def test_somebody_shut_out_is_answered_as_unknown(client: Client, frank: Person) -> None:
    Person.objects.filter(pk=frank.pk).update(is_active=False)
    ask_for_code(client, frank.email)
    assert not CODE.search(str(mail.outbox[0].body))


def test_an_expired_sign_in_leads_back_to_where_it_was(client: Client, boris: Person) -> None:
    answer = client.get(reverse("accounts:me"))
    assert answer["Location"] == "/sign-in/?next=/me/"
    page = ask_for_code(client, boris.email, "/me/")
    assert page == "/sign-in/code/?next=%2Fme%2F"
    assert enter(client, page, code_in(mail.outbox[0]), "/me/") == "/me/"


def test_nobody_is_led_to_another_site(client: Client, boris: Person) -> None:
    away = "https://evil.example/"
    page = ask_for_code(client, boris.email, away)
    assert enter(client, page, code_in(mail.outbox[0]), away) == "/"


def test_signing_up_asks_for_the_code_and_then_for_what_others_see(
    client: Client, db: None
) -> None:
    answer = client.post(
        reverse("accounts:sign_up"),
        {
            "email": "new@people.example",
            "name": "  Ну\u200bр  Сай ",
            "country": "RU",
            "language": "ru",
            "zone": "Europe/Moscow",
        },
    )
    assert answer.status_code == 302, answer.content.decode()
    page = enter(client, answer["Location"], code_in(mail.outbox[0]))
    assert page == "/me/#profile"
    person = Person.objects.get(email="new@people.example")
    assert signed_in_as(client) == str(person.pk)
    assert (person.name, person.country.code, person.language, person.zone) == (
        "Нур Сай",
        "RU",
        "ru",
        "Europe/Moscow",
    )
    assert people.shown(person) == people.Shown("delegate", country="RU")


def test_signing_up_twice_tells_only_the_mailbox(client: Client, boris: Person) -> None:
    data = {"name": "Mallory", "country": "US", "language": "en", "zone": "UTC"}
    pages = []
    for email in (boris.email, "new@people.example"):
        visitor = Client()
        answer = visitor.post(reverse("accounts:sign_up"), data | {"email": email})
        page = visitor.get(answer["Location"]).content.decode()
        pages.append(re.sub(CSRF, "", page.replace(email, "E")))
    assert pages[0] == pages[1]
    assert "/sign-in/" in mail.outbox[0].body
    assert not CODE.search(str(mail.outbox[0].body))
    boris.refresh_from_db()
    assert boris.name == "Boris"


def test_passwords_have_no_pages(client: Client, db: None) -> None:
    for path in ("/accounts/login/", "/accounts/password/reset/", "/accounts/password/change/"):
        assert client.get(path).status_code == 404


def test_signing_out_ends_the_rights_of_open_sockets(client: Client, boris: Person) -> None:
    client.force_login(boris)
    client.post(reverse("accounts:sign_out"))
    assert signed_in_as(client) is None
    assert epochs([boris.pk]) == {boris.pk: 1}


def test_signing_out_everywhere_ends_other_browsers_and_tokens(
    client: Client, boris: Person
) -> None:
    other = Client()
    for browser in (client, other):
        browser.force_login(boris)
    token = tokens.issue(boris)
    client.post(reverse("accounts:sign_out_everywhere"))
    for browser in (client, other):
        assert browser.get(reverse("accounts:me")).status_code == 302
    bearer = {"authorization": f"Bearer {token}"}
    assert client.get(reverse("api-me"), headers=bearer).status_code == 401
    assert epochs([boris.pk])[boris.pk] >= 1


def test_demonstration_people_come_in_by_one_click(client: Client, db: None) -> None:
    person = build.person("P", email="p001@demo.example", is_demonstration=True)
    page = client.get(reverse("accounts:sign_in")).content.decode()
    assert page.count('value="p001@demo.example"') == 1
    answer = client.post(reverse("accounts:demo_sign_in"), {"email": person.email, "next": "/me/"})
    assert answer["Location"] == "/me/"
    assert signed_in_as(client) == str(person.pk)


def test_nobody_else_comes_in_by_one_click(client: Client, boris: Person) -> None:
    answer = client.post(reverse("accounts:demo_sign_in"), {"email": boris.email})
    assert answer.status_code == 404
    assert signed_in_as(client) is None


def test_production_has_no_one_click_sign_in() -> None:
    asked = (
        "import django; django.setup()\n"
        "from django.urls import NoReverseMatch, reverse\n"
        "from accounts.demonstration import doors\n"
        "assert doors() == []\n"
        "try:\n"
        "    reverse('accounts:demo_sign_in', 'accounts.urls')\n"
        "    reverse('demo_sign_in', 'accounts.urls')\n"
        "except NoReverseMatch:\n"
        "    print('absent')\n"
    )
    surroundings = {
        "CSPP_ENV": "production",
        "SECRET_KEY": "k" * 60,
        "ALLOWED_HOSTS": "conference.example",
        "EMAIL_URL": "smtp://mail.example:25",
        "DJANGO_SETTINGS_MODULE": "cspp_live.settings",
    }
    done = subprocess.run(
        [sys.executable, "-c", asked], env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.stdout == "absent\n", done.stderr
