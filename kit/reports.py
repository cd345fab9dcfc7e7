"""Reports of errors and lines of logs: where the code broke, and nothing of who was there or what they sent."""

import logging
import re
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.views.debug import ExceptionReporter

# What a report keeps of the request's own table; an address or a cookie leads to a person.
_KEPT = ("REQUEST_METHOD", "PATH_INFO", "CONTENT_TYPE", "CONTENT_LENGTH", "SERVER_PROTOCOL")


_CUT = "…"
_secrets: list[re.Pattern[str]] = []


def keep_secret(pattern: str) -> None:
    """Register what an address has in it that is a right by itself: all that matches is cut away.

    The expression must not match names of files: it is asked of tracebacks too.
    """
    _secrets.append(re.compile(pattern))


def without_secrets(text: str) -> str:
    """Return a text with the registered secrets cut out of it."""
    for secret in _secrets:
        text = secret.sub(_CUT, text)
    return text


class SecretsFilter(logging.Filter):
    """Cuts secrets out of a record, for all handlers: Django logs the address of what fails."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, without its secrets."""
        said = record.getMessage()
        if without_secrets(said) != said:
            record.msg, record.args = without_secrets(said), ()
        if record.exc_info and not record.exc_text:
            # An address that leads nowhere stands in the error that says so.
            trace = logging.Formatter().formatException(record.exc_info)
            if without_secrets(trace) != trace:
                record.exc_text = without_secrets(trace)
        return True


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
        if "PATH_INFO" in nothing["request_meta"]:
            nothing["request_meta"]["PATH_INFO"] = without_secrets(meta["PATH_INFO"])
        if "exception_value" in data:
            nothing["exception_value"] = without_secrets(data["exception_value"])
        if self.request is not None:
            path = without_secrets(self.request.path)
            nothing["request_insecure_uri"] = path
            # The report's own texts read the path from the request.
            method = {"REQUEST_METHOD": self.request.method}
            nothing["request"] = SimpleNamespace(path_info=path, META=method)
        return data | nothing
