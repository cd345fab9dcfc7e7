"""Recommendations of the circle: a draft, an adopted one, one that is open to other delegates."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from accounts.models import Person
from groups.models import Group
from live import clock
from records.recommendations.models import Amendment, Comment
from tests import build


def recommended(people: dict[str, Person], circle: Group) -> dict[str, Any]:
    """Make a draft with a comment and an amendment, one that was adopted, and one under discussion."""
    draft = build.recommendation(circle, drafted_by=people["dmitri"])
    build.version(build.recommendation(circle))
    build.recommendation(circle, is_open=True)
    remark = {"recommendation": draft, "person": people["dmitri"], "at": clock.now()}
    return {
        "paragraph": draft.paragraphs.get(),
        "remark": Comment.objects.create(text="Which?", lang="en", **remark),
        "amendment": Amendment.objects.create(language="en", text="Lakes too.", **remark),
        "endorser": build.organisation(),
    }


def recommendation_bodies(places: Mapping[str, UUID]) -> dict[str, dict[str, Any]]:
    """Return what forms and requests about recommendations say."""
    return {
        "new_draft": {"title_en": "Test the wells"},
        "wording": {"title_en": "Test", "text_en": "Test.", "edition": 1},
        "step_out": {"do": "out"},
        "origin": {"origin": "D7"},
        "remark": {"text": "Which rivers?"},
        "amending": {"language": "en", "text": "Wells too."},
        "taking": {"do": "take"},
        "taken": {"state": "taken"},
        "endorsing": {"do": "endorse", "edition": 1, "organisation": str(places["endorser"])},
        "opening": {"do": "open"},
        "adopting": {"do": "adopt", "edition": 1},
    }
