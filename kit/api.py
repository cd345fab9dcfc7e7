"""How the REST doors answer: lists by the page, and what can't be done in one shape for every error."""

from typing import Any

from rest_framework import exceptions
from rest_framework.pagination import LimitOffsetPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from kit.refusals import Refused


class Pages(LimitOffsetPagination):
    """A list by the page: whoever asks for all at once gets so many."""

    max_limit = 500


def answer_refusal(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a refusal, or the framework's own errors, as `{"code", "text", "field"?}`."""
    if isinstance(error, Refused):
        set_rollback()
        return Response(error.as_json(), status=error.status)
    if isinstance(error, exceptions.ValidationError):
        return Response(_first_fault(error), status=error.status_code)
    response = exception_handler(error, context)
    if response is not None:
        detail = getattr(error, "detail", "")
        code = getattr(detail, "code", "not_found")
        response.data = {"code": code, "text": str(detail or response.data["detail"])}
    return response


def _first_fault(error: exceptions.ValidationError) -> dict[str, Any]:
    field = ""
    detail: Any = error.get_full_details()
    while not (isinstance(detail, dict) and "message" in detail and "code" in detail):
        if isinstance(detail, dict):
            name, detail = next(iter(detail.items()))
            field = field or str(name)
        else:
            detail = next(filter(None, detail))  # a list tells of its sound entries too
    answer = {"code": f"invalid.{detail['code']}", "text": str(detail["message"])}
    if field and field != "non_field_errors":
        answer["field"] = field
    return answer
