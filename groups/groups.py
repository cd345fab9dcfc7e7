"""Groups themselves: what co-chairs and organisers say of them, and their rule of quorum."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from groups.models import Group
from groups.texts import (
    clean_texts,
    clean_titles,
    demand_edition,
    demand_language,
    demand_original,
    say_both,
)
from kit.refusals import Forbidden, Refused
from kit.rules import allows
from live.hub import verb

LONGEST_NAME = 200
MOST_OF_A_SIDE = 1000

audit.name_acts({"group.revise": _("Working group changed")})


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of a group; texts are `<language>: <text>`, one of them may lack."""

    source_language: str
    name: dict[str, str]
    about: dict[str, str]
    quorum_each_side: int
    quorum_percent: int
    # Who has looked at the translation says that it still holds.
    is_translation_current: bool = False


@verb
def revise(*, actor: Person, group: Group, edition: int, facts: Facts) -> Group:
    """Change what is said of a group and its rule of quorum, from the edition that one has seen."""
    if not allows("groups.manage", actor, group):
        raise Forbidden
    locked = Group.objects.select_for_update(no_key=True).get(pk=group.pk)
    demand_edition(edition, locked.edition)
    before = audit.facts(locked)
    _write(locked, facts)
    if audit.facts(locked) == before:
        return locked
    locked.edition += 1
    locked.save()
    audit.record(actor=actor, act="group.revise", room=f"group.{locked.pk}", subject=locked.pk)
    return locked


def _write(group: Group, facts: Facts) -> None:
    demand_language(facts.source_language)
    if not 0 <= facts.quorum_percent <= 100:  # noqa: PLR2004
        text = _("A share is between 0 and 100 percent.")
        raise Refused("group.quorum_percent", text, field="quorum_percent")
    if not 0 <= facts.quorum_each_side <= MOST_OF_A_SIDE:
        text = _("Write a number of organisations, or 0 to ask for none.")
        raise Refused("group.quorum_each_side", text, field="quorum_each_side")
    name = {code: text[:LONGEST_NAME] for code, text in clean_titles(facts.name).items()}
    demand_original(name, facts.source_language, "name")
    about = clean_texts(facts.about, "about")
    texts = {"name": name, "about": about}
    say_both(group, texts, source=facts.source_language, is_current=facts.is_translation_current)
    group.quorum_each_side = facts.quorum_each_side
    group.quorum_percent = facts.quorum_percent
