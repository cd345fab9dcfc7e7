"""Reports of errors: where the code broke, and nothing of who was there or what they sent."""

from typing import Any

from django.conf import settings
from django.views.debug import ExceptionReporter

# What a report keeps of the request's own table; an address or a cookie leads to a person.
_KEPT = ("REQUEST_METHOD", "PATH_INFO", "CONTENT_TYPE", "CONTENT_LENGTH", "SERVER_PROTOCOL")


class NamelessReporter(ExceptionReporter):
    """Leaves out the person, the address, the cookies, what was sent, and what variables held.

    Whoever asks a question that nobody shall know of would else stand in the mail about an error.
    """

    def get_traceback_data(self) -> dict[str, Any]:
        """Return what a report is made from; on a developer's own machine it is all of it."""
        data: dict[str, Any] = super().get_traceback_data()
        if settings.DEBUG:
            return data
        meta = data["request_meta"]
        nothing: dict[str, Any] = {
            "user_str": None,
            "filtered_POST_items": [],
            "request_GET_items": [],
            "request_FILES_items": [],
            "request_COOKIES_items": [],
            "request_meta": {name: meta[name] for name in _KEPT if name in meta},
            "frames": [{**frame, "vars": []} for frame in data["frames"]],
        }
        if self.request is not None:
            nothing["request_insecure_uri"] = self.request.path
        return data | nothing
