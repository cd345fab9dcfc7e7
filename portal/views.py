"""The front door, the organisers' desk, and what browsers and robots ask for."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers
from django_vite.core.asset_loader import DjangoViteAssetLoader

from accounts import letters, programmes
from accounts.models import Person
from attendance import queries as attendance
from groups.queries import cards
from kit.refusals import NotHere, Refused
from kit.rules import allows
from live import clock
from portal import outcomes, queries
from portal.news.queries import front
from portal.waiting import waiting
from sessions.models import State
from sessions.queries import on_now_and_next

# The light theme's ground (--color-base-100), for what reads no style sheet.
GROUND = "#fdfcf8"
# Letters on a page.
LETTERS = 50

# Rooms, desks and people are for those who may enter: nothing there for a search engine.
ROBOTS = """User-agent: *
Disallow: /accounts/
Disallow: /api/
Disallow: /desk/
Disallow: /me/
Disallow: /news/stop/
Disallow: /s/
Disallow: /search/
"""


@never_cache
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what is on and what is next, the conferences, and the working groups."""
    context = {
        "on": on_now_and_next(request.user),
        "seasons": queries.seasons(request.user),
        "cards": cards(),
        "news": front(),
        "outcomes": outcomes.latest(),
        "now": clock.now(),
    }
    return render(request, "portal/home.html", context)


@never_cache
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Show organisers the day: its sessions, what waits, their conferences; to others it is not here."""
    context = {
        "waiting": waiting(_organiser(request)),
        "rows": queries.desk_rows(),
        "held": attendance.held(states=(State.ENDED,), most=12),
    }
    return render(request, "portal/desk.html", context)


@never_cache
@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    """Show organisers the letters that did not arrive, and those that are being tried again."""
    _organiser(request)
    page = Paginator(letters.undelivered(), LETTERS).get_page(request.GET.get("page"))
    return render(request, "portal/mail.html", {"page": page})


@require_POST
def send_again(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Have one letter that was given up sent once more."""
    actor = _organiser(request)
    try:
        letters.send_again(actor=actor, letter=letter_id)
    except NotHere:
        raise
    except Refused as refused:
        messages.error(request, str(refused.text))
    else:
        messages.success(request, _("The letter goes out within a minute."))
    return redirect("portal:mail")


def _organiser(request: HttpRequest) -> Person:
    person = request.user
    if not isinstance(person, Person) or not allows("accounts.desk", person):
        raise NotHere
    return person


@cache_control(max_age=86400, public=True)
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell search engines what is not for them."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


@cache_control(max_age=3600, public=True)
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Lead a browser that asks at the old address to the mark."""
    return redirect(_icon("mark.svg"))


@cache_control(max_age=3600, public=True)
@vary_on_headers("Accept-Language", "Cookie")
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Tell a telephone under which name and picture the site stands on its first screen."""
    programme = programmes.current()
    told = {
        "name": programme.name.value,
        "short_name": programme.short_name,
        "lang": programme.name.lang,
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "background_color": GROUND,
        "theme_color": GROUND,
        "icons": [
            {"src": _icon("mark.svg"), "sizes": "any", "type": "image/svg+xml"},
            *(
                {
                    "src": _icon(f"icon-{size}.png"),
                    "sizes": f"{size}x{size}",
                    "type": "image/png",
                    "purpose": "any maskable",
                }
                for size in (192, 512)
            ),
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")


def _icon(name: str) -> str:
    loader = DjangoViteAssetLoader.instance()
    return str(loader.generate_vite_asset_url(f"static/src/icons/{name}"))
