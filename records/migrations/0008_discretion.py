"""Earlier wordings can be taken out of sight; and the log forgets what it should not have told.

Events of before held how many member organisations of a side were present, and the titles of the
sessions that actions were carried over from. Both tell more than everyone in a room may know.
"""

import json
from typing import Any

from django.db import migrations, models


def forget(apps: Any, editor: Any) -> None:
    used = editor.connection.alias
    bodies = apps.get_model("live", "EventBody").objects.using(used)
    decisions = apps.get_model("records", "Decision").objects.using(used)
    rules = {str(pk): rule for pk, rule in decisions.values_list("pk", "quorum_rule")}
    rows = bodies.filter(event__name__in=("decision.taken", "action.carried"))
    for row in rows.select_related("event").iterator(chunk_size=500):
        data = json.loads(row.data)
        told = _quorum(data, rules) if row.event.name == "decision.taken" else _origin(data)
        if told:
            row.data = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
            row.save(update_fields=["data"])


def _quorum(data: dict[str, Any], rules: dict[str, Any]) -> bool:
    quorum = data.get("quorum")
    if not quorum or not any("present" in side for side in quorum["sides"]):
        return False
    asked = rules.get(data["decision"], {}).get("each_side", 0) if quorum["is_met"] else 0
    quorum["sides"] = [
        {"name_en": side["name_en"], "name_ru": side["name_ru"], "at_least": asked}
        for side in quorum["sides"]
        if asked
    ]
    return True


def _origin(data: dict[str, Any]) -> bool:
    origin = data.get("origin")
    if not origin or set(origin) == {"session"}:
        return False
    data["origin"] = {"session": origin["session"]}
    return True


class Migration(migrations.Migration):

    dependencies = [
        ("records", "0007_speakers"),
        ("live", "0004_receipts_by_command"),
    ]

    operations = [
        migrations.AddField(
            model_name="wording",
            name="redacted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="wording",
            name="redacted_reason",
            field=models.TextField(blank=True),
        ),
        migrations.RunPython(forget, migrations.RunPython.noop, elidable=True),
    ]
