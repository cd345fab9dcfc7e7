"""The command that knows whether every text is translated."""

import io
from pathlib import Path

import polib
import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

CODE = """
from django.utils.translation import gettext as _, ngettext
hello = _("Hello, %(name)s")
count = ngettext("%(n)d person", "%(n)d people", 2)
"""
PEOPLE = {0: "%(n)d человек", 1: "%(n)d человека", 2: "%(n)d человек", 3: "%(n)d человек"}


@pytest.fixture
def house(tmp_path: Path, settings: Settings) -> Path:
    """A site of one app and one page."""
    settings.BASE_DIR = tmp_path
    for folder in ("app", "tests", "templates"):
        (tmp_path / folder).mkdir()
    (tmp_path / "app" / "__init__.py").write_text(CODE)
    (tmp_path / "tests" / "__init__.py").write_text(CODE.replace("Hello", "Not for people"))
    page = "{% load i18n %}{% translate 'Sign in' %}"
    (tmp_path / "templates" / "page.html").write_text(page)
    return tmp_path / "locale" / "ru" / "LC_MESSAGES" / "django.po"


def translate(path: Path, **texts: str) -> None:
    """Fill the catalogue; `hello` and `sign_in` name the two single texts."""
    catalogue = polib.pofile(str(path))
    singles = {"Hello, %(name)s": "hello", "Sign in": "sign_in"}
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = PEOPLE
        else:
            entry.msgstr = texts.get(singles[entry.msgid], "")
    catalogue.save(str(path))


def check() -> str:
    """Return what the check names, nothing when all is well."""
    err = io.StringIO()
    try:
        call_command("translations", "--check", stderr=err)
    except CommandError:
        return err.getvalue()
    return ""


def test_what_is_missing_is_named(house: Path) -> None:
    told = check()
    for text in ("'Hello, %(name)s'", "'%(n)d person'", "'Sign in'"):
        assert f"missing: {text}" in told
    assert "Not for people" not in told
    assert not house.exists()


def test_a_complete_catalogue_passes_and_is_left_as_it_is(house: Path) -> None:
    call_command("translations", "--update", stdout=io.StringIO())
    translate(house, hello="Здравствуйте, %(name)s", sign_in="Войти")
    call_command("translations", "--update", stdout=io.StringIO())
    written = house.read_text()
    assert check() == ""
    out = io.StringIO()
    call_command("translations", "--update", stdout=out)
    assert (out.getvalue(), house.read_text()) == ("", written)
    assert "Creation-Date" not in written
    assert "#: " not in written


def test_a_changed_text_is_fuzzy_until_somebody_looks(house: Path) -> None:
    call_command("translations", "--update", stdout=io.StringIO())
    translate(house, hello="Здравствуйте, %(name)s", sign_in="Войти")
    code = house.parents[3] / "app" / "__init__.py"
    code.write_text(CODE.replace("Hello, ", "Hello there, "))
    assert check() == f"{house}: fuzzy: 'Hello there, %(name)s'\n"


def test_each_form_of_a_plural_is_asked_for(house: Path) -> None:
    call_command("translations", "--update", stdout=io.StringIO())
    translate(house, hello="Здравствуйте, %(name)s", sign_in="Войти")
    catalogue = polib.pofile(str(house))
    entry = next(entry for entry in catalogue if entry.msgid_plural)
    entry.msgstr_plural = {0: PEOPLE[0], 1: PEOPLE[1]}
    catalogue.save(str(house))
    assert check() == f"{house}: missing: '%(n)d person'\n"


def test_a_lost_placeholder_is_named(house: Path) -> None:
    call_command("translations", "--update", stdout=io.StringIO())
    translate(house, hello="Здравствуйте, %(nmae)s", sign_in="Войти")
    assert check() == f"{house}: other placeholders than the original: 'Hello, %(name)s'\n"


def test_gathering_touches_no_folder_of_the_site(house: Path) -> None:
    templates = house.parents[3] / "templates"
    before = templates.stat().st_mtime_ns
    check()
    assert templates.stat().st_mtime_ns == before


def test_one_of_the_two_must_be_said() -> None:
    with pytest.raises(CommandError, match="one of the arguments --check --update is required"):
        call_command("translations")
