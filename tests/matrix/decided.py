"""What has been decided in the sessions of the scene, and who owes what."""

from datetime import timedelta
from typing import Any

from groups.models import Group
from live import clock
from records.decisions.models import Action, Decision


def decided_bodies() -> dict[str, dict[str, Any]]:
    """Return what is said of decisions."""
    return {"decision": {"text": "We meet again"}}


def decided(circle: Group, made: dict[str, Any]) -> dict[str, Any]:
    """Make a decision of a public session, one of a closed one, one of a group's, and an action."""
    at = clock.now() - timedelta(hours=1)
    stamps = {"by": made["gleb"], "taken_at": at, "seq": 1}
    for number, place in ((951, "concluded"), (952, "retreat"), (953, "meeting")):
        text = f"Decided in {made[place].title_en}"
        Decision.objects.create(number=number, session=made[place], text_en=text, **stamps)
    owed = {"owner": made["gleb"], "text_en": "Call", "taken_at": at, "seq": 2}
    return {
        "decision": Decision.objects.get(number=953),
        "action": Action.objects.create(session=made["meeting"], group=circle, **owed),
    }
