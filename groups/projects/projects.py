"""Joint projects: proposed by one group, joint once all that were asked have agreed."""

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Organisation, Person
from groups.models import Group
from groups.projects.models import Answer, Partner, Project, ProjectState
from groups.projects.rules import demand
from kit.bilingual import CODES, TranslationState, other
from kit.bilingual import revise as revise_texts
from kit.names import clean_name, clean_text
from kit.refusals import NotHere, Refused
from kit.rules import allows
from live import clock
from live.hub import verb

LONGEST_TITLE, LONGEST_TEXT = 200, 8000
MOST_GROUPS, MOST_ORGANISATIONS = 11, 60
_ANY_LENGTH = 100_000
# Where a project may go from where it stands; one that is proposed begins by being agreed to.
_COURSE = {
    ProjectState.PROPOSED: {ProjectState.GIVEN_UP},
    ProjectState.UNDER_WAY: {ProjectState.DONE, ProjectState.GIVEN_UP},
    ProjectState.DONE: {ProjectState.UNDER_WAY},
    ProjectState.GIVEN_UP: {ProjectState.UNDER_WAY},
}

Texts = dict[str, dict[str, str]]

audit.name_acts(
    {
        "project.propose": _("Joint project proposed"),
        "project.agree": _("Agreed to a joint project"),
        "project.decline": _("Declined a joint project"),
        "project.revise": _("Joint project changed"),
        "project.turn": _("State of a joint project changed"),
    }
)


@verb
def propose(
    *,
    actor: Person,
    group: Group,
    others: Collection[Group],
    texts: Texts,
    organisations: Collection[Organisation] = (),
    source_language: str = "en",
) -> Project:
    """Propose a project to other groups; the one that proposes it has agreed by that."""
    if not allows("groups.propose_project", actor, group):
        raise NotHere
    asked = {each.pk: each for each in others if each.pk != group.pk}
    if not asked:
        raise Refused("project.alone", _("Choose another group at least."), field="groups")
    now = clock.now()
    project = Project(source_language=source_language, proposed_at=now)
    _write(project, texts)
    project.save()
    project.organisations.set(_few(organisations))
    Partner.objects.create(
        project=project, group=group, answer=Answer.AGREED, is_proposer=True, answered_at=now
    )
    Partner.objects.bulk_create(Partner(project=project, group=each) for each in asked.values())
    _record(actor, project, "project.propose", group)
    return project


@verb
def answer(*, actor: Person, partner: Partner, is_agreed: bool) -> Project:
    """Answer for a group that was asked; with the last yes the project is joint and under way.

    Whoever declined may agree later, as long as the project is not joint without them. With nobody left
    who could agree it stays a proposal.
    """
    project = Project.objects.select_for_update(no_key=True).get(pk=partner.project_id)
    partner = Partner.objects.select_related("group").get(pk=partner.pk)
    demand("groups.answer_project", actor, project, partner)
    wanted = Answer.AGREED if is_agreed else Answer.DECLINED
    if partner.answer == wanted:
        return project
    if project.state != ProjectState.PROPOSED:
        text = _("The project is no longer a proposal; talk to the other groups’ co-chairs.")
        raise Refused("project.settled", text)
    if partner.is_proposer:
        text = _("Your group proposed it. Give the project up instead.")
        raise Refused("project.own", text)
    partner.answer, partner.answered_at = wanted, clock.now()
    partner.save(update_fields=("answer", "answered_at"))
    act = "project.agree" if is_agreed else "project.decline"
    _record(actor, project, act, partner.group)
    _settle(project)
    return project


@verb
def revise(
    *,
    actor: Person,
    project: Project,
    texts: Texts,
    organisations: Collection[Organisation],
    seen: int | None = None,
) -> Project:
    """Change what a project says and which organisations take part.

    `seen` is the edition that the writer had before them: nobody wipes out what another has just written.
    """
    demand("groups.run_project", actor, project)
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    before = _facts(project)
    if seen is not None and seen != project.edition:
        text = _(
            "Somebody else has changed the project while you were writing. It stands below as it is now; "
            "save again to put yours in its place."
        )
        raise Refused("project.edited", text)
    _write(project, texts)
    project.organisations.set(_few(organisations))
    if _facts(project) != before:
        project.edition += 1
        project.save()
        _record(actor, project, "project.revise")
    return project


@verb
def turn(*, actor: Person, project: Project, state: str, reason: str = "") -> Project:
    """Say that a project is done or given up, which takes a reason, or that it goes on after all."""
    demand("groups.run_project", actor, project)
    project = Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    if state == project.state:
        return project
    if state not in _COURSE[ProjectState(project.state)]:
        raise Refused("project.course", _("From where it stands it can’t go there."), field="state")
    reason = audit.clean_reason(reason)
    if state == ProjectState.GIVEN_UP and not reason:
        raise Refused("project.no_reason", _("Say why it is given up."), field="reason")
    is_revived = project.state == ProjectState.GIVEN_UP
    project.state = _revived(project) if is_revived else state
    project.reason = reason if project.state == ProjectState.GIVEN_UP else ""
    project.save(update_fields=("state", "reason"))
    _record(actor, project, "project.turn")
    return project


def courses(project: Project) -> list[tuple[str, str]]:
    """Return where a project may go from where it stands."""
    open_to = _COURSE[ProjectState(project.state)]
    return [(value, str(label)) for value, label in ProjectState.choices if value in open_to]


def _revived(project: Project) -> str:
    """Return where a project goes on: one that never was joint is a proposal again."""
    return ProjectState.UNDER_WAY if project.is_joint else ProjectState.PROPOSED


def _settle(project: Project) -> None:
    """Make a project joint once nobody is asked any more and two at least have agreed."""
    answers = list(project.partners.values_list("answer", flat=True))
    if Answer.ASKED in answers or answers.count(Answer.AGREED) < 2:  # noqa: PLR2004 - joint is two
        return
    project.joint_since, project.state = clock.now(), ProjectState.UNDER_WAY
    project.save(update_fields=("joint_since", "state"))


def _write(project: Project, texts: Texts) -> None:
    said = {language: _cleaned(language, texts.get(language, {})) for language in CODES}
    if not any(found["title"] for found in said.values()):
        text = _("Give it a title, in one language at least.")
        raise Refused("project.untitled", text, field=f"title_{project.source_language}")
    if not said[project.source_language]["title"]:
        project.source_language = other(project.source_language)
        project.translation_state = TranslationState.MISSING
    # The original first: a translation written in the same breath is up to date.
    for language in (project.source_language, other(project.source_language)):
        if any(
            getattr(project, f"{noun}_{language}") != text for noun, text in said[language].items()
        ):
            revise_texts(project, language=language, **said[language])


def _cleaned(language: str, texts: dict[str, str]) -> dict[str, str]:
    title = clean_name(texts.get("title", ""), _ANY_LENGTH)
    about = clean_text(texts.get("about", "")[:_ANY_LENGTH])
    if len(title) > LONGEST_TITLE:
        raise Refused("project.too_long", _("At most 200 characters."), field=f"title_{language}")
    if len(about) > LONGEST_TEXT:
        raise Refused("project.too_long", _("At most 8,000 characters."), field=f"about_{language}")
    return {"title": title, "about": about}


def _few(organisations: Collection[Organisation]) -> Collection[Organisation]:
    if len(organisations) > MOST_ORGANISATIONS:
        text = _("At most 60 organisations take part in a project.")
        raise Refused("project.too_many", text, field="organisations")
    return organisations


def _facts(project: Project) -> dict[str, object]:
    houses = project.organisations.order_by("pk").values_list("pk", flat=True)
    return {**audit.facts(project), "organisations": list(houses)}


def _record(actor: Person, project: Project, act: str, group: Group | None = None) -> None:
    room = f"group.{group.pk}" if group else f"project.{project.pk}"
    audit.record(actor=actor, act=act, room=room, subject=project.pk)
