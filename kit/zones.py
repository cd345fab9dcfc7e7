"""Time is a place: an instant told in a zone, with the city's name and the zone's abbreviation."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

# Places of the demonstration and the commonest elsewhere have a name in both languages; any other
# zone is called by the last part of its tz name, as the tz database spells it.
CITIES = {
    "Europe/Moscow": gettext_lazy("Moscow"),
    "America/New_York": gettext_lazy("Washington"),
    "Europe/Kaliningrad": gettext_lazy("Kaliningrad"),
    "Asia/Vladivostok": gettext_lazy("Vladivostok"),
    "Asia/Novosibirsk": gettext_lazy("Novosibirsk"),
    "Asia/Yekaterinburg": gettext_lazy("Yekaterinburg"),
    "America/Chicago": gettext_lazy("Chicago"),
    "America/Denver": gettext_lazy("Denver"),
    "America/Los_Angeles": gettext_lazy("Los Angeles"),
    "America/Anchorage": gettext_lazy("Anchorage"),
    "Europe/Brussels": gettext_lazy("Brussels"),
    "Europe/Berlin": gettext_lazy("Berlin"),
    "Europe/London": gettext_lazy("London"),
    "UTC": gettext_lazy("UTC"),
}


@dataclass(frozen=True, slots=True)
class Local:
    """An instant as a clock on the wall of one city shows it."""

    instant: datetime
    zone: str

    @property
    def wall(self) -> datetime:
        """Return the aware wall-clock time in the zone, from the tz database."""
        return self.instant.astimezone(ZoneInfo(self.zone))

    @property
    def date(self) -> date:
        """Return the calendar day in that city."""
        return self.wall.date()

    @property
    def day(self) -> str:
        """Return the day in words of the reader's language, e.g. "Mon 14 November 2011".

        Russian has no capital at the weekday (CLDR, days of locale "ru"); Django's texts have one.
        """
        words = formats.date_format(self.wall, "D j E Y")
        return words.lower() if get_language() == "ru" else words

    @property
    def time(self) -> str:
        """Return hours and minutes on a 24-hour clock."""
        return f"{self.wall:%H:%M}"

    @property
    def city(self) -> str:
        """Return the name of the place in the reader's language."""
        return city(self.zone)

    @property
    def abbreviation(self) -> str:
        """Return the zone's abbreviation, or its offset where the tz database has no letters."""
        name = self.wall.tzname() or ""
        return f"UTC{name}" if name[:1] in "+-" else name

    def __str__(self) -> str:
        return _("%(time)s %(city)s (%(zone)s)") % {
            "time": self.time,
            "city": self.city,
            "zone": self.abbreviation,
        }


def local(instant: datetime, zone: str) -> Local:
    """Return an aware instant as told in the zone (an IANA name)."""
    return Local(instant, zone)


def city(zone: str) -> str:
    """Return the place that a zone is called after, in the reader's language where known."""
    known = CITIES.get(zone)
    return zone.rsplit("/", 1)[-1].replace("_", " ") if known is None else str(known)


@cache
def zone_names() -> tuple[str, ...]:
    """Return the IANA names a person may choose from: places, without the historic aliases."""
    areas = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Pacific/")
    return ("UTC", *sorted(z for z in available_timezones() if z.startswith(areas)))


def validate_zone(value: str) -> None:
    """Refuse a name that the tz database does not know."""
    if value not in available_timezones():
        raise ValidationError(
            gettext_lazy("“%(zone)s” is not a time zone; write it like Europe/Moscow."),
            code="zone.unknown",
            params={"zone": value},
        )
