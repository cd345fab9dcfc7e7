"""Texts in two languages of equal rank, each knowing which is the original."""

import pytest
from django.template import Context, Template
from django.utils import translation

from accounts.models import Organisation
from kit.bilingual import Text, revise, said


def organisation(**fields: str) -> Organisation:
    return Organisation(**fields)


BOTH = {"name_en": "Our Yard", "name_ru": "Наш двор", "translation_state": "translated"}


@pytest.mark.parametrize(
    ("fields", "language", "text"),
    [
        (BOTH, "en", Text("Our Yard", "en", "original")),
        (BOTH, "ru", Text("Наш двор", "ru", "translated")),
        (BOTH | {"source_language": "ru"}, "ru", Text("Наш двор", "ru", "original")),
        (BOTH | {"translation_state": "stale"}, "ru", Text("Наш двор", "ru", "stale")),
        ({"name_en": "Our Yard"}, "ru", Text("Our Yard", "en", "missing")),
        (BOTH, "fr", Text("Our Yard", "en", "original")),
        ({}, "ru", Text("", "en", "missing")),
    ],
)
def test_a_reader_gets_their_language_or_the_one_there_is(
    fields: dict[str, str], language: str, text: Text
) -> None:
    assert said(organisation(**fields), "name", language) == text


def test_the_active_language_counts_when_none_is_named() -> None:
    with translation.override("ru"):
        assert str(organisation(**BOTH).name) == "Наш двор"


def test_the_filter_gives_the_text_with_its_state() -> None:
    template = Template(
        "{% load bilingual %}{{ o|said:'name' }}, {% with t=o|said:'name' %}{{ t.lang }}{% endwith %}"
    )
    with translation.override("ru"):
        assert template.render(Context({"o": organisation(**BOTH)})) == "Наш двор, ru"


def test_a_text_knows_whether_it_is_the_original() -> None:
    assert Text("x", "en", "original").is_original
    assert Text("x", "en", "missing").is_original
    assert not Text("x", "ru", "stale").is_original
    assert not Text("", "en", "missing")


def test_a_changed_original_makes_the_translation_stale() -> None:
    obj = organisation(**BOTH)
    revise(obj, language="en", name="Our Courtyard")
    assert (obj.name_en, obj.translation_state) == ("Our Courtyard", "stale")


def test_an_original_written_again_unchanged_leaves_the_state() -> None:
    obj = organisation(**BOTH)
    revise(obj, language="en", name="Our Yard")
    assert obj.translation_state == "translated"


def test_an_original_without_a_translation_stays_untranslated() -> None:
    obj = organisation(name_en="Our Yard")
    revise(obj, language="en", name="Our Courtyard")
    assert obj.translation_state == "missing"


def test_a_written_translation_is_up_to_date_and_an_emptied_one_missing() -> None:
    obj = organisation(**(BOTH | {"translation_state": "stale"}))
    revise(obj, language="ru", name="Наш дворик")
    assert obj.translation_state == "translated"
    revise(obj, language="ru", name="")
    assert obj.translation_state == "missing"
