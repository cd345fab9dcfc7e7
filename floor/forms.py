"""What plain forms ask for: one radio button says who sees the name, and so which command it is."""

from django.http import QueryDict

UNNAMED = "unnamed"
# The other ways of asking than openly, each of which has an id of its own in the form: sent twice in
# two ways, as by going back a page, one id would say that both came from one person.
_OWN_ID = ("hidden", UNNAMED)


def asking(posted: QueryDict) -> QueryDict:
    """Return the form that asks as a command of the room.

    Of an unnamed one nothing is taken that would have it kept: a place to come back to is where a
    refused text waits, and there it would stand beside its writer.
    """
    command = posted.copy()
    ids = {way: command.pop(f"id-{way}", [""])[-1] for way in _OWN_ID}
    own = ids.get(command.get("naming") or "")
    if own:
        command["id"] = own
    if command.get("naming") != UNNAMED:
        command["name"] = "question.ask"
        return command
    command["name"] = "question.ask_unnamed"
    for field in ("naming", "next", "writer"):
        command.pop(field, None)
    return command
