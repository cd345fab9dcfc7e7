"""Letters about applications, each in the language of the person who gets it."""

from django.template.loader import render_to_string
from django.utils import translation

from accounts import letters, programmes
from accounts.letters import Content, Draft
from groups import queries
from groups.organisations.models import Application
from kit.bilingual import said
from kit.links import absolute


def tell_decision(application: Application, address: str) -> None:
    """Write to who applied that they are admitted, or refused and why."""
    there = queries.membership_of(application.person, application.group)
    is_delegate = there is not None and there.organisation_id == application.organisation_id
    _write(application, str(application.state), address, is_delegate=is_delegate)


def tell_brought(application: Application) -> None:
    """Ask who was proposed by a colleague whether they agree."""
    _write(application, "brought", absolute("groups:detail", application.group.slug))


def _write(
    application: Application, letter: str, address: str, *, is_delegate: bool = False
) -> None:
    key = f"group.application.{letter}:{application.pk}"
    content = _content(application, letter, address, is_delegate=is_delegate)
    letters.write([Draft(application.person, key, content)])


def _content(application: Application, letter: str, address: str, *, is_delegate: bool) -> Content:
    with translation.override(application.person.language):
        context = {
            "application": application,
            "group": application.group,
            "organisation": said(application.organisation, "name"),
            "programme": programmes.current(),
            "address": address,
            "is_delegate": is_delegate,
        }
        subject = render_to_string(f"groups/letters/{letter}_subject.txt", context)
        return Content(subject, render_to_string(f"groups/letters/{letter}.txt", context))
