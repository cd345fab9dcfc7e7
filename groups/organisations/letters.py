"""Letters about applications, each in the language of the person who gets it."""

from django.template.loader import render_to_string
from django.utils import translation

from accounts import letters, programmes
from accounts.letters import Content, Draft
from groups.organisations.models import Application
from kit.bilingual import said
from kit.links import absolute


def tell_decision(application: Application, address: str) -> None:
    """Write to who applied that they are admitted, or refused and why."""
    _write(application, str(application.state), address)


def tell_brought(application: Application) -> None:
    """Ask who was proposed by a colleague whether they agree."""
    _write(application, "brought", absolute("groups:detail", application.group.slug))


def _write(application: Application, letter: str, address: str) -> None:
    key = f"group.application.{letter}:{application.pk}"
    content = _content(application, letter, address)
    letters.write([Draft(application.person, key, content)])


def _content(application: Application, letter: str, address: str) -> Content:
    with translation.override(application.person.language):
        context = {
            "application": application,
            "group": application.group,
            "organisation": said(application.organisation, "name"),
            "programme": programmes.current(),
            "address": address,
        }
        subject = render_to_string(f"groups/letters/{letter}_subject.txt", context)
        return Content(subject, render_to_string(f"groups/letters/{letter}.txt", context))
