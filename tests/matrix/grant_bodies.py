"""What forms and requests about grants say, in the scene that the matrix plays in."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from grants.models import Call
from live.clock import wire
from tests import granting

Body = dict[str, Any]


class _Pdf(BytesIO):
    """A file that can be sent as often as one likes."""

    name = "plan.pdf"

    def read(self, _size: int | None = -1, /) -> bytes:
        return granting.PDF


def _terms(call: Call) -> Body:
    """Return the terms of a call with another title, as its form sends them."""
    zone = ZoneInfo(call.zone)
    later = call.closes_at + timedelta(days=1)
    return {
        "title_en": "Renamed",
        "source_language": "en",
        "ceiling": "70000",
        "currency": "USD",
        "least_share": "20",
        "zone": call.zone,
        "opens_at": f"{call.opens_at.astimezone(zone):%Y-%m-%dT%H:%M}",
        "closes_at": f"{later.astimezone(zone):%Y-%m-%dT%H:%M}",
        "edition": str(call.edition),
    }


def bodies(grants: dict[str, Any]) -> dict[str, Body]:
    """Return them by name; those that go to the API begin with `rest_`."""
    call, draft, submitted = grants["call"], grants["draft"], grants["submitted"]
    draft.refresh_from_db()
    plan = draft.sections.get(kind="plan")
    terms = _terms(call)
    both = {"source_language": "en"}
    hours = {"opens_at": wire(call.opens_at), "closes_at": wire(call.closes_at)}
    due = f"{grants['milestone'].due_on}"
    return {
        "grant_call": {**terms, "slug": "another"},
        "grant_terms": terms,
        "grant_house": {"organisation_name": "Roots", "country": "US"},
        "head": {"title_en": "Other", **both, "edition": str(draft.head_edition)},
        "late_head": {"title_en": "Other", **both, "edition": str(submitted.head_edition)},
        "part": {"text_en": "Other", **both, "edition": str(plan.edition)},
        "no_budget": {"count": "0", "edition": str(draft.budget_edition)},
        "partner": {"email": "gleb@people.example", "language": "en"},
        "paper": {"file": _Pdf()},
        "signature": {"edition": str(draft.edition)},
        "criterion": {"name_en": "Cost", "weight": "1", "scale": "5"},
        "reviewer": {"email": "eve@people.example"},
        "no_conflict": {"declared": "none"},
        "marks": {"edition": "0", "remarks": "Good"},
        "verdict": {"outcome": "refuse", "reason_en": "No", **both},
        "described": {"title_en": "Better", **both, "edition": "1"},
        "milestone": {"title_en": "Third", "due_on": due},
        "report": {"text_en": "Done", **both},
        "accepted": {"answer": "accept"},
        "rest_terms": {**terms, **hours, "closes_at": wire(call.closes_at + timedelta(days=1))},
        "rest_call": {**terms, **hours, "slug": "another"},
        "rest_budget": {"lines": [], "edition": draft.budget_edition},
        "rest_marks": {"marks": [], "remarks": "Good", "edition": 0},
        "ticked": {"application": str(submitted.pk)},
        "house_proof": {"proof": "Ask our chair."},
        "unproved": {"reason": "Nobody there knows them."},
        "rest_accepted": {"is_accepted": True},
    }
