"""The page of the style guide: there where STYLEGUIDE is on, nowhere else."""

from django.conf import settings
from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kit.refusals import NotHere
from portal.styleguide import samples
from portal.styleguide.forms import samples as forms

BUTTONS = (
    "btn-primary", "", "btn-outline", "btn-ghost", "btn-warning", "btn-sm btn-primary", "btn-sm",
    "btn-sm btn-outline", "btn-xs", "btn-link",
)  # fmt: skip
LINES = (
    ("up", "", "up to date"),
    ("connecting", "", "connecting…"),
    ("polling", "", "up to date, without a live connection"),
    ("behind", "", "behind since 14:02 Moscow (MSK)"),
    ("up", "line-troubled", "the server can’t reach its records since 14:02"),
    ("closed", "line-over", "the session is over"),
)
ICONS = ("search", "sun", "moon", "log-out", "menu", "check", "triangle-alert")


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show each part in each state, from the templates that pages use."""
    if not settings.STYLEGUIDE:
        raise NotHere
    context = {
        "buttons": BUTTONS,
        "icons": ICONS,
        "lines": LINES,
        "forms": forms(),
        "states": samples.states(),
        "texts": (samples.ENGLISH, samples.RUSSIAN, samples.STALE, samples.HEBREW),
        "people": samples.people(),
        "sessions": samples.sessions(),
        "one": samples.sessions()[0],
        "on_air": samples.on_air(),
        "cards": samples.cards(),
        "recommendations": samples.recommendations(),
        "stories": samples.stories(),
        "rows": samples.messages(),
        "questions": samples.questions(),
        "items": samples.items(),
        "told": _told(),
        "told_texts": [samples.RUSSIAN.value, samples.HEBREW.value],
        "pages": Paginator(range(30), 10).page(2),
        "noon": samples.NOON,
        "zone": samples.ZONE,
    }
    return render(request, "portal/styleguide.html", context)


def _told() -> list[Message]:
    return [
        Message(messages.SUCCESS, _("Saved.")),
        Message(messages.WARNING, samples.RUSSIAN.value),
        Message(messages.ERROR, _("You may not do this.")),
    ]
