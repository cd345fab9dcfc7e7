"""Letters about grants, each in the language of the person who gets it."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import formats, translation
from django.utils.translation import gettext as _

from accounts import letters, programmes
from accounts.letters import Content, Draft
from accounts.models import Person
from grants.models import (
    Application,
    Decision,
    Invitation,
    Mandate,
    MandateState,
    Milestone,
    Outcome,
    Partner,
    Report,
)
from kit.bilingual import said
from kit.links import absolute
from kit.zones import local
from live.hub import verb

_LINK = re.compile(r"(?i)\S*(?:://|www\.|@)\S*|\b[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?:[/:]\S*)?")


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says: its subject, its paragraphs, and where to go on."""

    subject: str
    paragraphs: tuple[str, ...]
    link: str = ""


@verb
def tell(people: Iterable[Person], key: str, words: Callable[[Person], Words]) -> None:
    """Put one letter to each into the outbox; the key makes it one, however often this is called."""
    drafts = []
    for person in sorted({each.pk: each for each in people}.values(), key=lambda each: each.pk):
        with translation.override(person.language):
            drafts.append(Draft(person, f"{key}:{person.pk}", _content(person, words(person))))
    letters.write(drafts)


def acting(application: Application) -> list[Person]:
    """Return who acts for the partners of an application."""
    rows = application.partners.filter(left_at=None, person__is_active=True)
    return [each.person for each in rows.select_related("person")]


def invite(invitation: Invitation) -> None:
    """Tell somebody that they are asked to join for their organisation."""
    application = invitation.application

    def words(person: Person) -> Words:
        call = application.call
        closes = local(application.due_at or call.closes_at, call.zone)
        host = application.partners.filter(person=invitation.invited_by_id, left_at=None).first()
        house = without_links(str(host.organisation.name)) if host else ""
        return Words(
            _("Apply together: %(title)s") % {"title": call.title},
            (
                _(
                    "%(house)s asks your organisation to be a partner in an application under the"
                    " call “%(call)s”."
                )
                % {"house": house, "call": call.title},
                _("Title: %(title)s") % {"title": without_links(str(application.title))}
                if application.title
                else _("It has no title yet."),
                _(
                    "Open the address below to see it and to answer. If you have not been here"
                    " before, sign in with this mail address: a code is sent to it."
                ),
                _("The application must be signed by all its partners by %(day)s, %(time)s.")
                % {"day": closes.day, "time": closes},
            ),
            absolute("grants:invitation", invitation.pk),
        )

    tell([invitation.person], f"grants.invitation:{invitation.pk}", words)


def unsigned(application: Application, partners: Iterable[Partner]) -> None:
    """Tell those who had signed that what they signed was changed, so that they must sign again."""

    def words(person: Person) -> Words:
        return Words(
            _("Changed after you signed: %(title)s") % {"title": title_of(application)},
            (
                _(
                    "A partner has changed the application “%(title)s” after you signed it, so your"
                    " signature no longer counts. Read what is new and sign again."
                )
                % {"title": title_of(application)},
            ),
            absolute("grants:application", application.pk),
        )

    key = f"grants.unsigned:{application.pk}:{application.edition}"
    tell([each.person for each in partners], key, words)


def submitted(application: Application) -> None:
    """Tell all partners that the application was handed in."""

    def words(person: Person) -> Words:
        call = application.call
        at = local(application.submitted_at or call.closes_at, person.zone)
        return Words(
            _("Submitted: %(title)s") % {"title": title_of(application)},
            (
                _(
                    "All partners have signed, and the application “%(title)s” was submitted on"
                    " %(day)s at %(time)s."
                )
                % {"title": title_of(application), "day": at.day, "time": at},
            ),
            absolute("grants:application", application.pk),
        )

    # Handed in again without a change it is the same edition, and another moment.
    key = f"grants.submitted:{application.pk}:{application.submitted_at:%Y%m%d%H%M%S%f}"
    tell(acting(application), key, words)


def withdrawn(application: Application, actor: Person) -> None:
    """Tell the other partners that one of them has withdrawn the application."""

    def words(person: Person) -> Words:
        return Words(
            _("Withdrawn: %(title)s") % {"title": title_of(application)},
            (
                _("A partner has withdrawn the application “%(title)s”. Its text stays readable.")
                % {"title": title_of(application)},
            ),
            absolute("grants:application", application.pk),
        )

    others = [each for each in acting(application) if each.pk != actor.pk]
    tell(others, f"grants.withdrawn:{application.pk}", words)


def decided(decision: Decision) -> None:
    """Tell all partners of a decision that was released, once."""
    application = decision.application

    def words(person: Person) -> Words:
        reason = said(decision, "reason", person.language)
        subject, sentence = _verdict(decision, application)
        paragraphs = [sentence]
        if reason:
            paragraphs += [_("The organisers wrote:"), reason.value]
        return Words(subject, tuple(paragraphs), absolute("grants:application", application.pk))

    tell(acting(application), f"grants.decision:{decision.pk}", words)


def _verdict(decision: Decision, application: Application) -> tuple[str, str]:
    named = {"title": title_of(application), "call": application.call.title}
    if decision.outcome == Outcome.AWARD:
        money = {"amount": f"{decision.amount:,.2f}", "currency": application.call.currency}
        return (
            _("Awarded: %(title)s") % named,
            _("“%(title)s” is awarded %(amount)s %(currency)s under the call “%(call)s”.")
            % {**named, **money},
        )
    if decision.outcome == Outcome.REFUSE:
        return (
            _("Not awarded: %(title)s") % named,
            _("“%(title)s” is not awarded a grant under the call “%(call)s”.") % named,
        )
    due = local(decision.due_at or application.call.closes_at, application.call.zone)
    return (
        _("More is asked for: %(title)s") % named,
        _(
            "Before they decide on “%(title)s”, the organisers ask you for more. Change the"
            " application, have all partners sign it again, and it is submitted again, by %(day)s,"
            " %(time)s."
        )
        % {**named, "day": due.day, "time": due},
    )


def vouched(mandate: Mandate) -> None:
    """Tell somebody whether the organisers confirmed that they act for an organisation."""

    def words(person: Person) -> Words:
        house = {"house": said(mandate.organisation, "name", person.language)}
        if mandate.state == MandateState.CONFIRMED:
            subject = _("Confirmed: you act for %(house)s") % house
            sentence = _(
                "The organisers have confirmed that you act for %(house)s. You can sign for it now."
            )
            return Words(subject, (sentence % house,), absolute("grants:home"))
        if mandate.state == MandateState.ENDED:
            subject = _("Taken back: you act for %(house)s") % house
            sentence = _(
                "The organisers no longer confirm that you act for %(house)s. What you signed for it"
                " and what is not decided yet does not count."
            )
        else:
            subject = _("Not confirmed: you act for %(house)s") % house
            sentence = _(
                "The organisers could not confirm that you act for %(house)s. You can ask again,"
                " with something else by which it can be checked."
            )
        paragraphs = (sentence % house, _("The organisers wrote:"), mandate.reason)
        return Words(subject, paragraphs, absolute("grants:home"))

    tell([mandate.person], f"grants.mandate:{mandate.pk}:{mandate.state}", words)


def judged(report: Report) -> None:
    """Tell the partners whether a report was accepted."""
    award = report.milestone.award

    def words(person: Person) -> Words:
        named = {
            "title": said(report.milestone, "title", person.language),
            "grant": said(award, "title", person.language),
        }
        if report.state == "accepted":
            subject = _("Report accepted: %(title)s") % named
            sentence = _("Your report on “%(title)s” (%(grant)s) is accepted.") % named
        else:
            subject = _("Report returned: %(title)s") % named
            sentence = (
                _(
                    "Your report on “%(title)s” (%(grant)s) was returned. Send a new one when it is mended."
                )
                % named
            )
        paragraphs = (sentence, _("The organisers wrote:"), report.note)
        return Words(
            subject, paragraphs if report.note else (sentence,), absolute("grants:award", award.pk)
        )

    tell(acting(award.application), f"grants.report:{report.pk}:{report.state}", words)


def due(milestone: Milestone, *, is_overdue: bool) -> None:
    """Remind the partners of a report that is due soon, or that has not come."""
    award = milestone.award

    def words(person: Person) -> Words:
        day = {
            "title": said(milestone, "title", person.language),
            "grant": said(award, "title", person.language),
            "day": local_day(milestone),
        }
        if is_overdue:
            subject = _("Overdue: report on %(title)s") % day
            sentence = _("The report on “%(title)s” (%(grant)s) was due on %(day)s.") % day
        else:
            subject = _("Due soon: report on %(title)s") % day
            sentence = _("The report on “%(title)s” (%(grant)s) is due on %(day)s.") % day
        return Words(subject, (sentence,), absolute("grants:award", award.pk))

    told = milestone.overdue_told_on if is_overdue else milestone.due_on
    kind = "overdue" if is_overdue else "due"
    tell(acting(award.application), f"grants.{kind}:{milestone.pk}:{told}", words)


def without_links(text: str) -> str:
    """Return what somebody wrote, for a stranger's mail: nothing in it that a mail program opens."""
    return _LINK.sub("…", text)


def local_day(milestone: Milestone) -> str:
    """Return the day on which a milestone is due, in words."""
    return formats.date_format(milestone.due_on, "j E Y")


def title_of(application: Application) -> str:
    """Return what an application is called in a letter, also before it has a title."""
    return application.title.value or _("an application without a title")


def _content(person: Person, words: Words) -> Content:
    context = {"person": person, "words": words, "programme": programmes.current()}
    return Content(words.subject, render_to_string("grants/letters/letter.txt", context))
