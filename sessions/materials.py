"""Materials: links that belong to a session and stay with its record."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from kit import finding
from kit.bilingual import TranslationState, other
from kit.names import clean_name
from kit.refusals import NotHere, Refused
from live import clock
from live.hub import verb
from sessions.models import Material, Session
from sessions.rules import demand

MOST = 100
_LONGEST_TITLE = 200
_LONGEST_ADDRESS = 500
_ANY_LENGTH = 10_000
_address = URLValidator(schemes=["https", "http"])

audit.name_acts(
    {
        "material.add": _("Material added"),
        "material.remove": _("Material removed"),
    }
)


@verb
def add(
    *, actor: Person, session: Session, url: str, title_en: str = "", title_ru: str = ""
) -> Material:
    """Add a link with a title in one language or both; at any hour, since the record shows it too."""
    demand("sessions.moderate", actor, session)
    Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    material = keep(session, url, title_en=title_en, title_ru=title_ru)
    _record(actor, session, "material.add", material.pk)
    return material


def keep(session: Session, url: str, *, title_en: str = "", title_ru: str = "") -> Material:
    """Write a link, inside a verb that has judged who may and holds the session's row."""
    if Material.objects.filter(session=session).count() >= MOST:
        raise Refused("material.too_many", _("A session has at most 100 materials."))
    titles = {"en": _title(title_en, "title_en"), "ru": _title(title_ru, "title_ru")}
    source = session.source_language
    if not any(titles.values()):
        text = _("Give it a title, in one language at least.")
        raise Refused("material.untitled", text, field=f"title_{source}")
    if not titles[source]:
        source = other(source)
    is_translated = all(titles.values())
    return Material.objects.create(
        session=session,
        title_en=titles["en"],
        title_ru=titles["ru"],
        url=_checked(url),
        source_language=source,
        translation_state=(
            TranslationState.TRANSLATED if is_translated else TranslationState.MISSING
        ),
        added_at=clock.now(),
    )


@verb
def remove(*, actor: Person, session: Session, material: UUID) -> None:
    """Take a link away, from the room and from the record."""
    demand("sessions.moderate", actor, session)
    gone, _rows = Material.objects.filter(session=session, pk=material).delete()
    if not gone:
        raise NotHere
    finding.touch("material", material)
    _record(actor, session, "material.remove", material)


def _title(text: str, field: str) -> str:
    title = clean_name(text, _ANY_LENGTH)
    if len(title) > _LONGEST_TITLE:
        raise Refused("material.title_too_long", _("At most 200 characters."), field=field)
    return title


def _checked(url: str) -> str:
    url = url.strip()
    if len(url) > _LONGEST_ADDRESS:
        raise Refused("material.address_too_long", _("At most 500 characters."), field="url")
    try:
        _address(url)
    except ValidationError:
        text = _("This is not an address that begins with https:// or http://.")
        raise Refused("material.no_address", text, field="url") from None
    return url


def _record(actor: Person, session: Session, act: str, material: UUID) -> None:
    audit.record(actor=actor, act=act, room=str(session.live_room), subject=material)
