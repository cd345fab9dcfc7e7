"""News of the scene: of the programme, of the circle, a draft, and what was withdrawn."""

from typing import Any

from accounts.models import Person
from groups.models import Group
from live import clock
from portal.news.models import Story


def write_news(people: dict[str, Person], circle: Group) -> None:
    """Write news of the programme and of the circle, a draft of Dmitri's, and what was withdrawn."""
    now = clock.now()
    stamps = {"written_at": now, "changed_en_at": now, "changed_ru_at": now}
    told = {"published_at": now, **stamps}
    theirs = {"author": people["dmitri"], "group": circle}
    rows: dict[str, dict[str, Any]] = {
        "told": {"state": "published", "author": people["ada"], **told},
        "of-the-circle": {"state": "published", **theirs, **told},
        "draft": {"state": "draft", **theirs, **stamps},
        "gone": {"state": "withdrawn", "withdrawn_at": now, **told},
    }
    for slug, row in rows.items():
        Story.objects.create(slug=slug, title_en=slug.capitalize(), **row)


def news_bodies() -> dict[str, dict[str, Any]]:
    """Return what forms and requests about news say."""
    return {
        "story": {
            "title_en": "Rewritten",
            "source_language": "en",
            "kind": "news",
            "zone": "UTC",
            "edition": "1",
        },
        "publication": {"do": "publish"},
        "story_proposal": {"do": "propose"},
        "withdrawal": {"do": "withdraw"},
        "following": {"what": "news", "group": "environment", "is_on": "1"},
    }
