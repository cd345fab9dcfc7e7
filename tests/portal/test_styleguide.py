"""The style guide: there in development, in both languages, and nowhere else."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from portal.styleguide import samples


@pytest.mark.parametrize("language", ["en", "ru"])
def test_each_part_is_shown(
    client: Client, db: None, language: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.cookies["django_language"] = language
    with django_assert_max_num_queries(3):
        answer = client.get("/styleguide/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in page
    for part in (
        'class="btn btn-primary"', "notice-error", 'aria-invalid="true"', 'class="errors"', "disabled",
        'class="empty"', "session-row", "sheet-link", "message-own", "message-tombstone", "question-staged",
        "agenda-current", "line-behind", 'rel="next"', "tab-active", "<dialog", "<table", 'class="typed"',
        'type="file"', "state-cancelled", "mark-stale",
    ):  # fmt: skip
        assert part in page, part
    for text in (samples.RUSSIAN, samples.HEBREW, samples.ENGLISH):
        assert text.value in page


def test_where_it_is_off_nothing_is_there(client: Client, db: None, settings: Settings) -> None:
    settings.STYLEGUIDE = False
    assert client.get("/styleguide/").status_code == 404
