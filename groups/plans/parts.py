"""What a work plan adds to its group's page: how far it is, and the way to it."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from groups.models import Group
from groups.plans import looks, queries, reading
from kit.pages import part


@part("group.work", order=20)
def work_plan(request: HttpRequest, group: Group) -> str:
    """Show how far a group's plan is to who may read it; to members also what is new in it."""
    plan = queries.plan_of(group)
    if not queries.may_read(request.user, plan):
        return ""
    sheet = reading.sheet(request.user, plan)
    if not (sheet.aims or sheet.may_write):
        return ""
    news = looks.waiting(request.user, plan) if sheet.may_write else {}
    context = {"group": group, "sheet": sheet, "news": len(news)}
    return render_to_string("groups/plans/_group.html", context, request)
