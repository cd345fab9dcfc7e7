"""The days in which an announcement is of use, in words of the reader's language with the city."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kit.zones import city
from portal.news.models import Story


def days_of(story: Story) -> str:
    """Return when an announcement is of use; nothing where no day is named."""
    first, last = story.useful_from, story.useful_until
    words = {
        "first": date_format(first, "j E Y") if first else "",
        "last": date_format(last, "j E Y") if last else "",
        "city": city(story.zone),
    }
    if first and last:
        if first == last:
            return _("%(first)s, %(city)s time") % words
        return _("%(first)s – %(last)s, %(city)s time") % words
    if first:
        return _("from %(first)s, %(city)s time") % words
    return _("until %(last)s, %(city)s time") % words if last else ""
