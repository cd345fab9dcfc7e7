"""Expected failure: one exception that every door translates into its own words."""

from math import ceil
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Refused(Exception):
    """A person asked for something that can't be done now, and is told why.

    `code` is `noun.reason`, stable for programs; `text` is a sentence for the reader, translated
    when it is shown; `field` names the input at fault; `retry_in` is in seconds; `status` is the
    HTTP status that a web door answers with.
    """

    def __init__(
        self,
        code: str,
        text: Words,
        *,
        field: str | None = None,
        status: int = 409,
        retry_in: float | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        self.field = field
        self.status = status
        self.retry_in = retry_in

    def as_json(self) -> dict[str, Any]:
        """Return the refusal as every JSON door shows it: code, text, and what else is known."""
        answer: dict[str, Any] = {"code": self.code, "text": str(self.text)}
        if self.field is not None:
            answer["field"] = self.field
        if self.retry_in is not None:
            answer["retry_in"] = tenths_up(self.retry_in)
        return answer


class NotHere(Refused):
    """What a person may not know exists answers exactly as what does not exist (404)."""

    def __init__(self) -> None:
        super().__init__("not_found", _("There is nothing here for you."), status=404)


class Forbidden(Refused):
    """A person may see the thing, but not do this to it (403)."""

    def __init__(self, text: Words | None = None) -> None:
        super().__init__("forbidden", text or _("You may not do this."), status=403)


def tenths_up(seconds: float) -> float:
    """Return seconds in tenths, never fewer: who waits as long as they were told is taken then."""
    return ceil(round(seconds * 10, 6)) / 10
