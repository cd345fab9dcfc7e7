"""The tables of grants, one file a noun."""

from grants.models.applications import (
    Application,
    Attachment,
    BudgetLine,
    Invitation,
    Partner,
    Section,
    SectionKind,
    Standing,
    State,
)
from grants.models.awards import Award, Milestone, Report, ReportState
from grants.models.calls import Call, Criterion
from grants.models.mandates import Mandate, MandateState
from grants.models.reviews import (
    SAYABLE,
    ConflictKind,
    Decision,
    Declared,
    Outcome,
    Review,
    Reviewer,
    Score,
)

__all__ = [
    "SAYABLE",
    "Application",
    "Attachment",
    "Award",
    "BudgetLine",
    "Call",
    "ConflictKind",
    "Criterion",
    "Decision",
    "Declared",
    "Invitation",
    "Mandate",
    "MandateState",
    "Milestone",
    "Outcome",
    "Partner",
    "Report",
    "ReportState",
    "Review",
    "Reviewer",
    "Score",
    "Section",
    "SectionKind",
    "Standing",
    "State",
]
