"""Who may do what to which object, rule by rule: every cell is written by hand.

Ada organises the programme. In the forum Boris has no registration but moderates the plenary, at
which Clara speaks; Clara and Dmitri are confirmed, Frank was declined. Of the circle Boris is a
co-chair, Dmitri a member, Frank no more. Clara co-chairs the quiet group, whose plan is for its
members; with the circle it has one project and a proposal of another. Root operates the installation and organises nothing;
co-chair, Dmitri a member, Frank no more. Clara and Boris apply for grants together, and Dmitri and
Frank review. Root operates the installation and organises nothing;
Gone organised it and has been shut out.
"""

from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Person
from chat.models import Message
from conferences.models import Conference
from floor.models import Question
from groups.models import Group
from groups.plans.models import Plan
from groups.posts.models import Comment, Post
from groups.projects.models import Partner
from kit.rules import allows, names
from live import clock
from portal.news.models import Story
from records.decisions.models import Action
from records.recommendations.models import Comment as Remark
from sessions.models import RoleName, Session
from sessions.reports.models import Report
from tests import build, granting
from tests.matrix.planned import plans_of
from tests.matrix.tables import Line, read
from tests.records.adopted import adopted

pytestmark = pytest.mark.django_db

WHO = ("anon", "eve", "frank", "dmitri", "clara", "boris", "ada", "root", "gone")

#                                                      anon eve frank dmitri clara boris ada root gone
MATRIX = """
    accounts.desk                 nothing              no   no  no    no     no    no    yes no   no
    accounts.establish            nothing              no   no  no    no     no    no    no  yes  no
    accounts.set_rights           dmitri               no   no  no    no     no    no    no  yes  no
    accounts.set_rights           themselves           no   no  no    no     no    no    no  no   no
    attendance.correct            plenary              no   no  no    no     no    no    yes no   no
    attendance.correct            meeting              no   no  no    no     no    no    yes no   no
    attendance.read               plenary              no   no  no    no     no    no    yes no   no
    attendance.read               meeting              no   no  no    no     no    no    yes no   no
    attendance.read_shown         plenary              no   no  no    no     no    yes   yes no   no
    attendance.read_shown         meeting              no   no  no    no     no    yes   yes no   no
    chat.delete                   dmitris_message      no   no  no    yes    no    yes   yes no   no
    chat.delete                   meetings_message     no   no  no    yes    no    yes   yes no   no
    chat.delete                   ended_message        no   no  no    yes    no    yes   yes no   no
    chat.edit                     dmitris_message      no   no  no    yes    no    no    no  no   no
    chat.edit                     meetings_message     no   no  no    yes    no    no    no  no   no
    chat.edit                     ended_message        no   no  no    no     no    no    no  no   no
    conferences.attend            forum                no   no  no    yes    yes   no    yes no   no
    conferences.attend            closed               no   no  no    no     yes   no    yes no   no
    conferences.organise          forum                no   no  no    no     no    no    yes no   no
    conferences.organise          nothing              no   no  no    no     no    no    yes no   no
    conferences.own_registration  dmitris_registration no   no  no    yes    no    no    no  no   no
    conferences.register          forum                no   yes yes   yes    yes   yes   yes yes  no
    conferences.register          closed               no   no  no    no     yes   no    yes no   no
    conferences.register          full                 no   no  no    no     no    no    no  no   no
    conferences.see               forum                no   yes yes   yes    yes   yes   yes yes  no
    conferences.see               closed               no   no  no    no     yes   no    yes no   no
    conferences.see_people        forum                no   no  no    yes    yes   no    yes no   no
    conferences.see_people        closed               no   no  no    no     yes   no    yes no   no
    deliveries.manage             adopted              no   no  no    no     no    yes   yes no   no
    deliveries.manage             imported             no   no  no    no     no    no    yes no   no
    deliveries.publish_reply      adopted              no   no  no    no     no    yes   no  no   no
    deliveries.publish_reply      imported             no   no  no    no     no    no    yes no   no
    floor.answer                  dmitris_question     no   no  no    no     no    yes   yes no   no
    floor.answer                  owed_question        no   no  no    yes    no    yes   yes no   no
    floor.answer                  meetings_question    no   no  no    no     no    yes   yes no   no
    floor.ask                     plenary              no   no  no    yes    yes   yes   yes no   no
    floor.ask                     meeting              no   no  no    yes    no    yes   yes no   no
    floor.ask                     ended_plenary        no   no  no    no     no    no    no  no   no
    floor.edit                    dmitris_question     no   no  no    yes    no    yes   yes no   no
    floor.edit                    meetings_question    no   no  no    yes    no    yes   yes no   no
    floor.edit                    owed_question        no   no  no    no     no    yes   yes no   no
    floor.retract                 dmitris_question     no   no  no    yes    no    no    no  no   no
    floor.retract                 meetings_question    no   no  no    yes    no    no    no  no   no
    floor.retract                 owed_question        no   no  no    no     no    no    no  no   no
    groups.answer_project         quiets_part          no   no  no    no     yes   no    no  no   no
    grants.accept                 grant_invitation     no   no  yes   no     no    no    no  no   no
    grants.apply                  call                 no   yes yes   yes    yes   yes   yes yes  no
    grants.apply                  hidden_call          no   no  no    no     no    no    no  no   no
    grants.declare                submitted            no   no  yes   yes    no    no    no  no   no
    grants.declare                draft                no   no  no    no     no    no    no  no   no
    grants.follow                 grant                no   no  no    no     yes   yes   yes no   no
    grants.judge                  submitted            no   no  no    no     no    no    yes no   no
    grants.judge                  draft                no   no  no    no     no    no    no  no   no
    grants.organise               call                 no   no  no    no     no    no    yes no   no
    grants.organise               nothing              no   no  no    no     no    no    yes no   no
    grants.oversee                grant                no   no  no    no     no    no    yes no   no
    grants.read                   submitted            no   no  no    yes    yes   yes   yes no   no
    grants.read                   draft                no   no  no    no     yes   yes   no  no   no
    grants.report                 grant                no   no  no    no     yes   yes   no  no   no
    grants.review                 submitted            no   no  no    yes    no    no    no  no   no
    grants.see_call               call                 no   yes yes   yes    yes   yes   yes yes  no
    grants.see_call               hidden_call          no   no  no    no     no    no    yes no   no
    grants.vouch                  mandate              no   no  no    no     no    no    yes no   no
    grants.write                  submitted            no   no  no    no     yes   yes   no  no   no
    grants.write                  draft                no   no  no    no     yes   yes   no  no   no
    groups.appoint                circle               no   no  no    no     no    no    yes no   no
    groups.apply                  circle               no   yes yes   no     yes   no    yes yes  no
    groups.comment                dmitris_post         no   no  no    yes    no    yes   yes no   no
    groups.comment                public_post          no   yes yes   yes    yes   yes   yes yes  no
    groups.confirm_delegate       dmitris_membership   no   no  no    no     no    no    yes no   no
    groups.contribute             circle               no   no  no    yes    no    yes   yes no   no
    groups.edit_post              dmitris_post         no   no  no    yes    no    no    no  no   no
    groups.chair_plan             circles_plan         no   no  no    no     no    yes   yes no   no
    groups.chair_plan             quiets_plan          no   no  no    no     yes   no    yes no   no
    groups.chair_plan             projects_plan        no   no  no    no     yes   yes   yes no   no
    groups.end                    dmitris_membership   no   no  no    yes    no    yes   yes no   no
    groups.end                    boris_membership     no   no  no    no     no    yes   yes no   no
    groups.manage                 circle               no   no  no    no     no    yes   yes no   no
    groups.propose_project        circle               no   no  no    no     no    yes   no  no   no
    groups.read_plan              circles_plan         no   yes yes   yes    yes   yes   yes yes  no
    groups.read_plan              quiets_plan          no   no  no    no     yes   no    yes no   no
    groups.read_plan              proposals_plan       no   no  no    yes    yes   yes   yes no   no
    groups.run_project            joint                no   no  no    no     yes   yes   yes no   no
    groups.run_project            proposal             no   no  no    no     no    yes   yes no   no
    groups.see_members            circle               no   no  no    yes    no    yes   yes no   no
    groups.take_back_comment      dmitris_comment      no   no  no    yes    no    no    no  no   no
    groups.take_back_post         dmitris_post         no   no  no    yes    no    no    no  no   no
    groups.see_project            joint                no   yes yes   yes    yes   yes   yes yes  no
    groups.see_project            proposal             no   no  no    yes    yes   yes   yes no   no
    groups.write_plan             circles_plan         no   no  no    yes    no    yes   yes no   no
    groups.write_plan             quiets_plan          no   no  no    no     yes   no    yes no   no
    groups.write_plan             projects_plan        no   no  no    yes    yes   yes   yes no   no
    groups.write_plan             proposals_plan       no   no  no    yes    no    yes   yes no   no
    records.close_action          dmitris_action       no   no  no    yes    no    yes   yes no   no
    records.close_action          meetings_action      no   no  no    yes    no    yes   yes no   no
    records.decide                plenary              no   no  no    no     no    yes   yes no   no
    records.decide                meeting              no   no  no    no     no    yes   yes no   no
    records.decide                ended_plenary        no   no  no    no     no    yes   yes no   no
    records.decide                retreat              no   no  no    no     no    no    yes no   no
    sessions.appoint_rapporteur   plenary              no   no  no    no     no    yes   yes no   no
    sessions.appoint_rapporteur   meeting              no   no  no    no     no    yes   yes no   no
    sessions.appoint_rapporteur   retreat              no   no  no    no     no    no    yes no   no
    news.pin                      nothing              no   no  no    no     no    no    yes no   no
    news.pin                      circle               no   no  no    no     no    no    yes no   no
    news.publish                  nothing              no   no  no    no     no    no    yes no   no
    news.publish                  circle               no   no  no    no     no    yes   yes no   no
    news.revise                   told_story           no   no  no    no     no    no    yes no   no
    news.revise                   dmitris_draft        no   no  no    yes    no    yes   yes no   no
    news.revise                   dmitris_scheduled    no   no  no    no     no    yes   yes no   no
    news.revise                   dmitris_story        no   no  no    no     no    yes   yes no   no
    news.revise                   franks_draft         no   no  no    no     no    yes   yes no   no
    news.revise                   gone_story           no   no  no    no     no    no    no  no   no
    news.write                    nothing              no   no  no    no     no    no    yes no   no
    news.write                    circle               no   no  no    yes    no    yes   yes no   no
    recommendations.decide        circles_draft           no   no  no    no     no    yes   no  no   no
    recommendations.decide        imported             no   no  no    no     no    no    no  no   no
    recommendations.discuss       circles_draft           no   no  no    yes    no    yes   yes no   no
    recommendations.discuss       open_draft           no   no  no    yes    yes   yes   yes no   no
    recommendations.draft         circle               no   no  no    yes    no    yes   no  no   no
    recommendations.edit          circles_draft           no   no  no    yes    no    yes   no  no   no
    recommendations.edit          open_draft           no   no  no    yes    no    yes   no  no   no
    recommendations.endorse       circles_draft           no   no  no    yes    no    no    no  no   no
    recommendations.retract_comment dmitris_remark     no   no  no    yes    no    yes   no  no   no
    recommendations.see_draft     circles_draft           no   no  no    yes    no    yes   yes no   no
    recommendations.see_draft     open_draft           no   no  no    yes    yes   yes   yes no   no
    recommendations.see_draft     imported             no   no  no    no     no    no    yes no   no
    recommendations.see_list      circle               no   no  no    yes    no    yes   yes no   no
    sessions.assign               plenary              no   no  no    no     no    no    yes no   no
    sessions.assign               meeting              no   no  no    no     no    yes   yes no   no
    sessions.bring_in             nothing              no   no  no    no     no    no    yes no   no
    sessions.cancel               plenary              no   no  no    no     no    yes   yes no   no
    sessions.cancel               meeting              no   no  no    no     no    yes   yes no   no
    sessions.end                  plenary              no   no  no    no     no    yes   yes no   no
    sessions.end                  meeting              no   no  no    no     no    yes   yes no   no
    sessions.enter                plenary              no   no  no    yes    yes   yes   yes no   no
    sessions.enter                meeting              no   no  no    yes    no    yes   yes no   no
    sessions.enter                retreat              no   no  no    no     yes   no    yes no   no
    sessions.fill_slides          circles_report       no   no  no    no     no    yes   yes no   no
    sessions.lay_out_reports      plenary              no   no  no    no     no    no    yes no   no
    sessions.lay_out_reports      meeting              no   no  no    no     no    no    no  no   no
    sessions.moderate             plenary              no   no  no    no     no    yes   yes no   no
    sessions.moderate             meeting              no   no  no    no     no    yes   yes no   no
    sessions.moderate             retreat              no   no  no    no     no    no    yes no   no
    sessions.open                 plenary              no   no  no    no     no    yes   yes no   no
    sessions.open                 meeting              no   no  no    no     no    yes   yes no   no
    sessions.participate          plenary              no   no  no    yes    yes   yes   yes no   no
    sessions.participate          meeting              no   no  no    yes    no    yes   yes no   no
    sessions.participate          ended_plenary        no   no  no    no     no    no    no  no   no
    sessions.revise               plenary              no   no  no    no     no    no    yes no   no
    sessions.revise               meeting              no   no  no    no     no    yes   yes no   no
    sessions.schedule             forum                no   no  no    no     no    no    yes no   no
    sessions.schedule             circle               no   no  no    no     no    yes   yes no   no
    sessions.star                 plenary              no   yes yes   yes    yes   yes   yes yes  no
    sessions.star                 meeting              no   no  no    yes    no    yes   yes no   no
    sessions.star                 retreat              no   no  no    no     yes   no    yes no   no
    sessions.start                plenary              no   no  no    no     no    yes   yes no   no
    sessions.start                meeting              no   no  no    no     no    yes   yes no   no
"""


@pytest.fixture
def who(
    ada: Person, boris: Person, clara: Person, dmitri: Person, eve: Person, frank: Person
) -> dict[str, Any]:
    root = build.person("Root", is_superuser=True, is_staff=True)
    gone = build.person("Gone", is_organiser=True, is_active=False)
    everyone = [AnonymousUser(), eve, frank, dmitri, clara, boris, ada, root, gone]
    return dict(zip(WHO, everyone, strict=True))


@pytest.fixture
def things(
    who: dict[str, Any], forum: Conference, circle: Group, plenary: Session
) -> dict[str, Any]:
    former = build.member(who["frank"], circle)
    former.ended_at = clock.now()
    former.save()
    closed = build.conference("closed", is_public=False)
    build.registration(who["clara"], closed)
    planned = plans_of(who, circle, plenary)
    meeting = build.session(circle)
    ended = build.session(forum, state="ended")
    build.role(who["boris"], ended, RoleName.MODERATOR)
    asked = {"person": who["dmitri"], "lang": "en", "state": "open", "asked_at": clock.now()}
    said = {"person": who["dmitri"], "text": "Then", "lang": "en", "seq": 1, "at": clock.now()}
    owed = {"owner": who["dmitri"], "text_en": "Call", "taken_at": clock.now()}
    circle.memberships.filter(person=who["dmitri"]).update(organisation=build.organisation())
    people = {name: who[name] for name in ("ada", "clara", "boris", "dmitri", "frank")}
    grants = granting.everything(people | {"gleb": build.person("Gleb")})
    memberships = {row.person.name: row for row in circle.memberships.select_related("person")}
    return {
        **_posts(who["dmitri"], circle),
        **_plans(planned, circle),
        **grants,
        "nothing": None,
        "dmitri": who["dmitri"],
        **_recommendations(who["dmitri"], circle),
        "forum": forum,
        "closed": closed,
        "full": build.conference("full", is_open_for_registration=False),
        "circle": circle,
        "plenary": plenary,
        "meeting": meeting,
        "retreat": build.session(closed),
        "ended_plenary": ended,
        "dmitris_registration": forum.registrations.get(person=who["dmitri"]),
        "dmitris_membership": memberships["Dmitri"],
        "boris_membership": memberships["Boris"],
        "dmitris_message": Message.objects.create(session=plenary, **said),
        "meetings_message": Message.objects.create(session=meeting, **said),
        "ended_message": Message.objects.create(session=ended, **said),
        "dmitris_question": Question.objects.create(session=plenary, text="When?", **asked),
        "owed_question": Question.objects.create(
            session=ended,
            text="When?",
            lang="en",
            state="open",
            naming="hall",
            owner=who["dmitri"],
            asked_at=clock.now(),
        ),
        "dmitris_action": Action.objects.create(session=plenary, **owed),
        "meetings_action": Action.objects.create(session=meeting, group=circle, **owed),
        **_stories(who, circle),
        "meetings_question": Question.objects.create(session=meeting, text="When?", **asked),
    }


def _posts(dmitri: Person, circle: Group) -> dict[str, Any]:
    """Return what Dmitri wrote for the circle and for everyone, and his comment."""
    post = {"group": circle, "person": dmitri, "posted_at": clock.now()}
    told = Post.objects.create(is_public=True, **post)
    said = {"person": dmitri, "language": "en", "at": clock.now()}
    return {
        "dmitris_post": Post.objects.create(**post),
        "public_post": told,
        "dmitris_comment": Comment.objects.create(post=told, text="Then", **said),
    }


def _plans(planned: dict[str, Any], circle: Group) -> dict[str, Any]:
    """Return the plans of both groups and of what they do together."""
    joint, proposal, quiet = planned["joint"], planned["proposal"], planned["quiet"]
    return {
        "circles_plan": Plan.objects.get(group=circle),
        "quiets_plan": Plan.objects.get(group=quiet),
        "projects_plan": Plan(pk=joint.pk, project=joint),
        "proposals_plan": Plan(pk=proposal.pk, project=proposal),
        "joint": joint,
        "proposal": proposal,
        "quiets_part": Partner.objects.get(project=proposal, group=quiet),
        "circles_report": Report.objects.get(group=circle),
    }


def _recommendations(dmitri: Person, circle: Group) -> dict[str, Any]:
    """Return a draft with a remark of Dmitri's, and recommendations of other standings."""
    draft = build.recommendation(circle)
    return {
        "circles_draft": draft,
        "open_draft": build.recommendation(circle, is_open=True),
        "imported": build.recommendation(None),
        "adopted": adopted(circle, number=40).recommendation,
        "dmitris_remark": Remark.objects.create(
            recommendation=draft, person=dmitri, text="Why?", lang="en", at=clock.now()
        ),
    }


def _stories(who: dict[str, Any], circle: Group) -> dict[str, Story]:
    """Return news in each of their states, by who wrote them."""
    now = clock.now()
    stamps = {"written_at": now, "changed_en_at": now, "changed_ru_at": now}
    told = {"published_at": now, **stamps}
    theirs = {"author": who["dmitri"], "group": circle}
    rows: dict[str, dict[str, Any]] = {
        "told_story": {"state": "published", "author": who["ada"], **told},
        "dmitris_draft": {"state": "draft", **theirs, **stamps},
        "dmitris_scheduled": {"state": "scheduled", "publish_at": now, **theirs, **stamps},
        "dmitris_story": {"state": "published", **theirs, **told},
        "franks_draft": {"state": "draft", **theirs, **stamps, "author": who["frank"]},
        "gone_story": {"state": "withdrawn", "author": who["ada"], **told},
    }
    return {name: Story.objects.create(slug=name, **row) for name, row in rows.items()}


def test_every_rule_has_a_row_and_every_row_a_rule() -> None:
    assert sorted({line.heads[0] for line in read(MATRIX, WHO, heads=2)}) == list(names())


def test_each_rule_allows_whom_it_should(who: dict[str, Any], things: dict[str, Any]) -> None:
    def judged(line: Line) -> Line:
        rule, thing = line.heads
        cells = {
            name: allows(rule, person, person if thing == "themselves" else things[thing])
            for name, person in who.items()
        }
        return replace(line, cells={name: "yes" if cell else "no" for name, cell in cells.items()})

    expected = read(MATRIX, WHO, heads=2)
    assert [str(judged(line)) for line in expected] == [str(line) for line in expected]


def test_a_door_of_django_s_own_asks_the_same_rules(
    who: dict[str, Any], things: dict[str, Any]
) -> None:
    """Templates and the admin ask `has_perm`, which for an operator answers yes to everything."""
    for line in read(MATRIX, WHO, heads=2):
        rule, thing = line.heads
        for name in ("anon", "eve", "frank", "dmitri", "clara", "boris", "ada", "gone"):
            asked = things[thing] if thing != "themselves" else who[name]
            assert who[name].has_perm(rule, asked) is (line.cells[name] == "yes"), (line, name)
