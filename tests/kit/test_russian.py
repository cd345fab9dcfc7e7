"""Russian counts as Russian does: three forms, on pages and in the room's script."""

import gettext
import json

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import ngettext, override
from django.views.i18n import JSONCatalog

# The tens from 11 to 14 are the trap: they end in 1 to 4 and take the third form.
PEOPLE = {
    0: "0 человек",
    1: "1 человек",
    2: "2 человека",
    5: "5 человек",
    11: "11 человек",
    12: "12 человек",
    21: "21 человек",
    22: "22 человека",
    111: "111 человек",
}
MESSAGES = {
    0: "0 новых сообщений.",
    1: "1 новое сообщение.",
    2: "2 новых сообщения.",
    5: "5 новых сообщений.",
    11: "11 новых сообщений.",
    12: "12 новых сообщений.",
    21: "21 новое сообщение.",
    22: "22 новых сообщения.",
    111: "111 новых сообщений.",
}


def plain(text: str) -> str:
    """A number and its noun stay on one line; a person who compares does not see how."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(("count", "told"), PEOPLE.items())
def test_page_counts_people(count: int, told: str) -> None:
    with override("ru"):
        form = ngettext("%(people)s person", "%(people)s people", count)
    assert plain(form % {"people": count}) == told


def test_script_counts_messages() -> None:
    """Django's own Russian has a fourth form: a mixture of its rule and our texts goes wrong."""
    with override("ru"):
        page = JSONCatalog.as_view()(RequestFactory().get("/jsi18n/"))
    assert isinstance(page, HttpResponse)
    answer = json.loads(page.content)
    pick = gettext.c2py(answer["plural"].rpartition("plural=")[2].rstrip("; "))
    forms = answer["catalog"]["%(count)s new message."]
    told = {count: plain(forms[pick(count)] % {"count": count}) for count in MESSAGES}
    assert told == MESSAGES
