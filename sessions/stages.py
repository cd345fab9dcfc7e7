"""A session's stage: a title card, a link to audio and video elsewhere, or a video inside the page."""

from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from kit.refusals import Refused
from live.hub import publish, verb
from sessions.models import Session, StageKind
from sessions.protocol import StageChanged, StageName
from sessions.rules import demand_while

_LONGEST = 500
_https = URLValidator(schemes=["https"])

audit.name_acts({"stage.set": _("Stage changed")})


@verb
def set_stage(*, actor: Person, session: Session, kind: str, url: str = "") -> Session:
    """Say what the room shows as its stage, until it is over; a title card keeps no address."""
    demand_while("sessions.moderate", actor, session)
    row = Session.objects.select_for_update(no_key=True).get(pk=session.pk)
    if put(row, kind, url):
        row.save(update_fields=["stage_kind", "stage_url"])
        tell(row, actor)
        audit.record(actor=actor, act="stage.set", room=str(row.live_room), subject=row.pk)
    session.stage_kind, session.stage_url = row.stage_kind, row.stage_url
    return session


def put(session: Session, kind: str, url: str, *, field: str = "url") -> bool:
    """Write a stage into a session that the caller saves, and say whether it differs from before.

    An address is https, as nothing else may stand in the page; a video's service is one that the
    site allows. `field` is what the refusal calls the address.
    """
    url = url.strip()
    if kind == StageKind.CARD:
        url = ""
    elif not url:
        raise Refused("stage.no_address", _("Give the address."), field=field)
    else:
        _check(url, field)
    if kind == StageKind.EMBED and host_of(url) not in settings.STAGE_EMBED_HOSTS:
        text = _("Only videos of these services can stand inside the page: %(hosts)s.")
        hosts = ", ".join(settings.STAGE_EMBED_HOSTS)
        raise Refused("stage.host_not_allowed", text % {"hosts": hosts}, field=field)
    is_new = (session.stage_kind, session.stage_url) != (kind, url)
    session.stage_kind, session.stage_url = kind, url
    return is_new


def tell(session: Session, actor: Person) -> None:
    """Tell the room what its stage is now; inside a verb."""
    event = StageChanged(kind=cast("StageName", session.stage_kind), url=session.stage_url)
    publish(session.live_room, event, actor=actor.pk)


def embed_host(session: Session) -> str:
    """Return the service whose video the room's page may hold, or nothing.

    Asked of the settings once more: a service that the site no longer allows is not framed.
    """
    host = host_of(session.stage_url) if session.stage_kind == StageKind.EMBED else ""
    return host if host in settings.STAGE_EMBED_HOSTS else ""


def host_of(url: str) -> str:
    """Return the host that an address names, with its port where it names one."""
    return urlsplit(url).netloc.lower()


def _check(url: str, field: str) -> None:
    if len(url) > _LONGEST:
        raise Refused("stage.address_too_long", _("At most 500 characters."), field=field)
    try:
        _https(url)
    except ValidationError:
        text = _("This is not an address that begins with https://.")
        raise Refused("stage.address_not_https", text, field=field) from None
