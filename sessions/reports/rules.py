"""Who may do what with the reports of groups, one line a rule."""

from accounts.models import Person
from groups.queries import is_chair
from kit.refusals import Forbidden, NotHere
from kit.rules import allows, rule
from sessions.models import Session
from sessions.reports.models import Report
from sessions.rules import demand


@rule("sessions.lay_out_reports")
def lay_out_reports(person: Person, session: Session) -> bool:
    """Organisers, in a conference's session: it puts every group on the agenda."""
    return person.is_organiser and session.conference_id is not None


@rule("sessions.fill_slides")
def fill_slides(person: Person, report: Report) -> bool:
    """Co-chairs of the group bring its slides, whether registered or not; organisers too."""
    return person.is_organiser or is_chair(person, report.group)


def demand_lay_out(person: Person, session: Session) -> None:
    """Raise NotHere for who may not know the session, Forbidden for who only moderates or enters it."""
    if not allows("sessions.lay_out_reports", person, session):
        demand("sessions.moderate", person, session)
        raise Forbidden


def demand_fill(person: Person, report: Report) -> None:
    """Raise NotHere for who brings no slides of this group."""
    if not allows("sessions.fill_slides", person, report):
        raise NotHere
