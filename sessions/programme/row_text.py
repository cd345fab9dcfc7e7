"""A row of an agenda as HTML.

A day has hundreds of rows, and a template takes a fifth of a millisecond for each: its twenty variables are
looked up, localised and escaped one by one. Here a row is one text, and what many rows have alike (hours,
rooms, tracks) is put together once a page. Only `Html` may stand in an `Html`: whatever comes from a row
passes `escape` on the line on which it is used.
"""

from collections.abc import Iterable
from functools import cached_property
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from conferences.models import Conference
from kit.bilingual import Text
from sessions.models import Session, State
from sessions.programme.rows import Hours, Row

Html = str


class Pen:
    """Writes the rows of one page for one reader, and is thrown away with it.

    `sprite` is where the icons are; only who has an account has stars.
    """

    def __init__(self, conference: Conference, sprite: str, *, has_stars: bool) -> None:
        self._conference = conference
        self._sprite = escape(sprite)
        self._has_stars = has_stars
        self._whens: dict[Hours, Html] = {}
        self._places: dict[Text, Html] = {}

    def row(self, row: Row) -> SafeString:
        """Return one session of the agenda."""
        look = " is-cancelled" if row.session.state == State.CANCELLED else ""
        return mark_safe(  # noqa: S308 - escaped as the module says
            f'<li class="session-row{look}" id="s{row.id}">\n'
            f'<div class="row-when text-sm">{self._when(row.hours)}</div>\n'
            f'<div><div class="row-title">{_title(row)}</div>\n'
            f"{_speakers(row.speakers)}\n"
            f'<p class="text-sm text-muted">{self._where(row)}{self._entry(row)}</p></div>\n'
            f'<div class="row-end">{_state(row.session)}{self._star(row)}</div></li>'
        )

    def _when(self, hours: Hours) -> Html:
        known = self._whens.get(hours)
        if known is None:
            hidden = "" if hours.own else " hidden"
            known = self._whens[hours] = (
                f'<span class="when"><span><time datetime="{escape(hours.starts_at)}" '
                f'data-zone="{escape(self._conference.zone)}">{escape(hours.starts)}</time>–'
                f'<time datetime="{escape(hours.ends_at)}">{escape(hours.ends)}</time> '
                f'{escape(hours.zone)}</span><span class="when-own" data-own-time{hidden}>'
                f"<time>{escape(hours.own)}</time> {escape(_('your time'))}</span></span>"
            )
        return known

    def _where(self, row: Row) -> Html:
        return " · ".join([self._place(place) for place in (row.track, row.room) if place])

    def _place(self, name: Text) -> Html:
        known = self._places.get(name)
        if known is None:
            known = self._places[name] = _named("span", name)
        return known

    def _entry(self, row: Row) -> Html:
        return "" if row.may_enter else self._way_in

    @cached_property
    def _way_in(self) -> Html:
        """Return what is said to who can't get in: how to, if there is a way."""
        if not self._conference.is_open_for_registration:
            return f" · {escape(_('for registered participants'))}"
        door = escape(reverse("conferences:register", args=[self._conference.slug]))
        return f' · <a class="relative" href="{door}">{escape(_("register to attend"))}</a>'

    def _star(self, row: Row) -> Html:
        if not self._has_stars:
            return ""
        name, pressed = ("unstar", "true") if row.is_starred else ("star", "false")
        return (
            f'<button class="star" form="stars" name="{name}" value="{row.id}" '
            f'aria-pressed="{pressed}" aria-label="{self._word}: {escape(row.title.value)}" '
            f'title="{self._word}"><svg class="icon" aria-hidden="true">'
            f'<use href="{self._sprite}#star"/></svg></button>'
        )

    @cached_property
    def _word(self) -> Html:
        return escape(_("Star"))


def _title(row: Row) -> Html:
    lang, title = escape(row.title.lang), escape(row.title.value)
    if row.may_enter:
        named = f'<a href="/s/{row.id}/" lang="{lang}">{title}</a>'
    else:
        named = f'<span lang="{lang}">{title}</span>'
    return f"<s>{named}</s>" if row.session.state == State.CANCELLED else named


def _speakers(names: Iterable[Text]) -> Html:
    told = ", ".join([_named("bdi", name) for name in names])
    return f'<p class="text-sm">{told}</p>' if told else ""


def _named(element: str, name: Text) -> Html:
    return f'<{element} lang="{escape(name.lang)}">{escape(name.value)}</{element}>'


def _state(session: Session) -> Html:
    if session.state == State.SCHEDULED:
        return ""
    shown = escape(capfirst(session.get_state_display()))
    return f'<span class="state state-{escape(session.state)}">{shown}</span>'
