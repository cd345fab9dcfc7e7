"""Panels of the room page as a document: each app above adds its own when the site starts."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Panel:
    """A piece of the room: `template` with its forms, `log` as it is read in the log page."""

    order: int
    template: str
    log: str = ""


_panels: list[Panel] = []


def offer(template: str, *, order: int, log: str = "") -> None:
    """Add a panel; its templates get `slices`, `draft` and `room_config` from the room's view."""
    _panels.append(Panel(order, template, log))


def panels() -> list[Panel]:
    """Return all panels in their order."""
    return sorted(_panels)
