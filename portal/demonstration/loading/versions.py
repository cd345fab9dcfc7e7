"""The first version of the agenda of the conference to come: released once, its words mended since."""

from accounts.models import Person
from conferences.models import Conference
from portal.demonstration.facts import Words
from sessions.models import Release
from sessions.programme import releases

NAME = "1.0"
SAID = Words(
    "The first version. Halls are known; speakers follow **two months before** the opening.",
    "Первая версия. Залы известны; имена выступающих появятся **за два месяца** до открытия.",
    "ru",
)


def release(actor: Person, conference: Conference) -> None:
    """Release the agenda under a name, without its translation; then add that, as organisers do."""
    if Release.objects.filter(conference=conference).exists():
        return
    original = {"ru": SAID.ru}
    made = releases.release(
        actor=actor, conference=conference, name=NAME, texts=original, source_language="ru"
    )
    releases.reword(
        actor=actor,
        release=made,
        edition=made.edition,
        name=NAME,
        texts=original | {"en": SAID.en},
        source_language="ru",
    )
