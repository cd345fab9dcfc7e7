"""The API's reference as a page of the site: the schema in words, in our design and without script."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter, or a field of a body."""

    name: str
    kind: str
    note: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class Operation:
    """What one method at one address does."""

    method: str
    path: str
    text: str
    parameters: list[Field]
    body: list[Field]
    answer: str


@dataclass(frozen=True, slots=True)
class Shape:
    """What an answer or a body is made of."""

    name: str
    text: str
    fields: list[Field]


@dataclass(frozen=True, slots=True)
class Reference:
    """The whole API: its operations by tag, and the shapes that they name."""

    tags: dict[str, list[Operation]]
    shapes: list[Shape]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show everything that the API offers, to anyone."""
    return render(request, "portal/api_reference.html", {"reference": reference()})


@cache
def reference() -> Reference:
    """Return what the schema says; it can't change while the process runs."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    shapes = schema["components"]["schemas"]
    tags: dict[str, list[Operation]] = {}
    for path, methods in schema["paths"].items():
        for method, told in methods.items():
            tags.setdefault(told["tags"][0], []).append(_operation(method, path, told, shapes))
    named = [
        Shape(name, told.get("description", ""), list(_fields(told)))
        for name, told in sorted(shapes.items())
        if told.get("properties") and not name.startswith("Paginated")
    ]
    return Reference(tags, named)


def _operation(
    method: str, path: str, told: dict[str, Any], shapes: dict[str, dict[str, Any]]
) -> Operation:
    body = _content(told.get("requestBody", {}))
    parameters = [
        Field(
            each["name"],
            _kind(each["schema"]),
            each.get("description", ""),
            each.get("required", False),
        )
        for each in told.get("parameters", [])
    ]
    done = next(answer for status, answer in told["responses"].items() if status.startswith("2"))
    return Operation(
        method.upper(),
        path,
        told.get("description", ""),
        parameters,
        list(_fields(shapes[_name(body)] if "$ref" in body else body)),
        _kind(_content(done)),
    )


def _fields(shape: dict[str, Any]) -> Iterator[Field]:
    required = shape.get("required", [])
    for name, told in shape.get("properties", {}).items():
        note = str(told.get("description", "") or told.get("title", ""))
        yield Field(name, _kind(told), note, name in required)


def _content(told: dict[str, Any]) -> dict[str, Any]:
    by_type: dict[str, dict[str, Any]] = told.get("content", {})
    first: dict[str, Any] = next(iter(by_type.values()), {})
    schema: dict[str, Any] = first.get("schema", {})
    return schema


def _kind(told: dict[str, Any]) -> str:
    """Return a type in a word or two: a list by what it holds, a page by what it lists."""
    if parts := told.get("allOf") or told.get("oneOf") or told.get("anyOf"):
        return " | ".join(filter(None, map(_kind, parts)))
    if "$ref" in told:
        name = _name(told)
        return (
            f"{name.removeprefix('Paginated').removesuffix('List')}[]"
            if name.startswith("Paginated")
            else name
        )
    if told.get("type") == "array":
        return f"{_kind(told['items'])}[]"
    kinds = told.get("type", "")
    plain = kinds if isinstance(kinds, str) else " | ".join(kinds)
    return f"{plain} ({told['format']})" if "format" in told else plain


def _name(told: dict[str, Any]) -> str:
    return str(told["$ref"]).rpartition("/")[2]
