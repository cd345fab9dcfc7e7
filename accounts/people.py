"""People: what they say of themselves, what others see of them, and the end of their sign-ins."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from accounts import audit, organisations, tokens
from accounts.likeness import is_taken, likeness
from accounts.models import Organisation, Person, ShownAs
from accounts.queries import organisations_named
from kit.bilingual import CODES, said
from kit.names import clean_name
from kit.refusals import Forbidden, Refused
from kit.rules import allows
from kit.zones import validate_zone
from live import clock
from live.epochs import raise_epoch
from live.hub import verb

ProfileCallback = Callable[[Person], None]

_after_profile: list[ProfileCallback] = []

# What giving and taking each right is called in the audit.
_RIGHTS = {
    ("is_active", True): "person.let_in",
    ("is_active", False): "person.shut_out",
    ("is_organiser", True): "organiser.appoint",
    ("is_organiser", False): "organiser.dismiss",
    ("is_staff", True): "operator.appoint",
    ("is_staff", False): "operator.dismiss",
}

audit.name_acts(
    {
        "person.let_in": _("Let back into the platform"),
        "person.shut_out": _("Shut out of the platform"),
        "organiser.appoint": _("Made an organiser"),
        "organiser.dismiss": _("No longer an organiser"),
        "operator.appoint": _("Let into the back office"),
        "operator.dismiss": _("No longer let into the back office"),
    }
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What others see of a person, and all that they see: whatever is not shown is empty."""

    kind: str
    name: str = ""
    organisation: str = ""
    country: str = ""


class ProfileChanges(TypedDict, total=False):
    """What a person may change of their profile; what is left out stays as it is."""

    name: str
    organisation: Organisation | None
    organisation_name: str
    country: str
    language: str
    zone: str
    wants_reminders: bool
    shown_as: str
    pseudonym: str


def shown(person: Person) -> Shown:
    """Return what others see of a person.

    A pseudonym stands alone. A delegate is a country and nothing else. Somebody who wants to be
    named but has no name yet is a delegate. An organisation is called as it calls itself.
    """
    organisation = person.organisation
    country = person.country.code or (organisation.country.code if organisation else "") or ""
    if person.shown_as == ShownAs.PSEUDONYM and person.pseudonym:
        return Shown(ShownAs.PSEUDONYM.value, person.pseudonym)
    if person.shown_as == ShownAs.NAMED and person.name:
        named = (
            said(organisation, "name", organisation.source_language).value if organisation else ""
        )
        return Shown(ShownAs.NAMED.value, person.name, named, country)
    return Shown(ShownAs.DELEGATE.value, country=country)


NOBODY = Shown(ShownAs.DELEGATE.value)


def lesser(then: Shown, now: Shown) -> Shown:
    """Return what both a person's former and their present choice show of them.

    Who takes their name back is a delegate where they were named, too. A pseudonym taken later does
    not stand where a name stood, nor another pseudonym where one stood: that would say whose it is.
    Who still shows a name is called as they call themselves now, with the organisation that they
    came for, as long as they show one at all.
    """
    country = then.country if now.country else ""
    if then.kind == ShownAs.NAMED and now.kind == ShownAs.NAMED:
        organisation = then.organisation if now.organisation else ""
        return Shown(then.kind, now.name, organisation, country)
    if then.kind == ShownAs.PSEUDONYM:
        return then if now.kind == ShownAs.NAMED or then == now else NOBODY
    return Shown(ShownAs.DELEGATE.value, country=country)


def after_profile(callback: ProfileCallback) -> ProfileCallback:
    """Register what else must happen, in the same transaction, when others see a person anew."""
    _after_profile.append(callback)
    return callback


@verb
def revise_profile(*, actor: Person, **changes: Unpack[ProfileChanges]) -> Person:
    """Change what a person says of themselves, and how others see them.

    Who says how they wish to be shown, even as before, has chosen, and is not asked again.
    """
    person = Person.objects.select_for_update(no_key=True).get(pk=actor.pk)
    before, former = shown(person), person.pseudonym
    _apply(person, changes)
    _check(person)
    # One's own is kept even if somebody has come to be called alike since.
    if person.pseudonym and likeness(person.pseudonym) != likeness(former):
        _demand_free(person)
    if "shown_as" in changes and (person.shown_chosen_at is None or shown(person) != before):
        person.shown_chosen_at = clock.now()
    _save(person)
    if shown(person) != before:
        for callback in _after_profile:
            callback(person)
    return person


@verb
def sign_out_everywhere(*, actor: Person) -> None:
    """End all sign-ins of a person: every browser, every open session, every token."""
    Person.objects.filter(pk=actor.pk).update(signed_out_at=clock.now())
    tokens.revoke_all(actor)
    raise_epoch(actor.pk)


@verb
def set_rights(
    *, actor: Person, person: Person, is_active: bool, is_organiser: bool, is_staff: bool
) -> None:
    """Make or unmake an organiser, shut somebody out or let them back in; at once, everywhere."""
    if not allows("accounts.set_rights", actor, person):
        raise Forbidden
    before = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    rights = {"is_active": is_active, "is_organiser": is_organiser, "is_staff": is_staff}
    changed = [name for name, has in rights.items() if getattr(before, name) != has]
    if not changed:
        return
    Person.objects.filter(pk=person.pk).update(**rights)
    for name in changed:
        audit.record(
            actor=actor, act=_RIGHTS[name, rights[name]], subject=person.pk, person=person.pk
        )
    raise_epoch(person.pk)


def _apply(person: Person, changes: ProfileChanges) -> None:
    said_now: dict[str, Any] = {**changes}
    for field in ("name", "pseudonym"):
        if field in said_now:
            setattr(person, field, clean_name(said_now[field]))
    for field in ("country", "language", "zone", "wants_reminders", "shown_as"):
        if field in said_now:
            setattr(person, field, said_now[field])
    if "organisation" in changes:
        person.organisation = changes["organisation"]
    if "organisation_name" in changes:
        named = changes["organisation_name"]
        person.organisation = (
            organisations.name_one(actor=person, name=named, country=person.country.code or "")
            if named.strip()
            else None
        )


def _check(person: Person) -> None:
    if person.country.code and person.country.code not in countries.countries:
        raise Refused("profile.country", _("There is no such country."), field="country")
    if person.language not in CODES:
        raise Refused("profile.language", _("Choose English or Russian."), field="language")
    try:
        validate_zone(person.zone)
    except ValidationError as error:
        raise Refused("profile.zone", error.messages[0], field="zone") from error
    if person.shown_as not in ShownAs.values:
        raise Refused("profile.shown_as", _("Choose what others see."), field="shown_as")
    if person.shown_as == ShownAs.NAMED and not person.name:
        text = _("Write your name, or choose that others see something else.")
        raise Refused("profile.nameless", text, field="name")
    if person.shown_as == ShownAs.PSEUDONYM and not person.pseudonym:
        text = _("Write the pseudonym under which others see you.")
        raise Refused("profile.no_pseudonym", text, field="pseudonym")


def _demand_free(person: Person) -> None:
    if is_taken(person.pseudonym, person):
        raise _taken()


def _save(person: Person) -> None:
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as error:  # somebody took the same pseudonym since it was checked
        raise _taken() from error


def _taken() -> Refused:
    # It is not said by whom: that would tell who takes part.
    text = _("Choose another pseudonym: this one could be taken for somebody else.")
    return Refused("profile.pseudonym_taken", text, field="pseudonym")


def in_words(seen: Shown) -> str:
    """Return a sentence that tells a person what others see of them."""
    country = countries.name(seen.country) if seen.country else ""
    if seen.kind == ShownAs.NAMED:
        what = ", ".join(part for part in (seen.name, seen.organisation, country) if part)
        return gettext("Others see “%(what)s”.") % {"what": what}
    if seen.kind == ShownAs.PSEUDONYM:
        what = seen.name
    elif country:
        what = gettext("a delegate, %(country)s") % {"country": country}
    else:
        what = gettext("a delegate")
    return gettext("Others see “%(what)s” and nothing else.") % {"what": what}


def previews(person: Person, changes: ProfileChanges) -> dict[str, str]:
    """Return for each way to be shown the sentence that would be true; nothing is stored."""
    draft = copy(person)
    draft.name = clean_name(changes.get("name", person.name))
    draft.pseudonym = clean_name(changes.get("pseudonym", person.pseudonym))
    draft.country = changes.get("country", person.country)
    if "organisation_name" in changes:
        named = clean_name(changes["organisation_name"], organisations.MAX_NAME)
        known = organisations_named(named, draft.country.code or "") if named else []
        new = Organisation(name_en=named, country=draft.country) if named else None
        draft.organisation = known[0] if known else new
    return {kind: _preview(draft, kind) for kind in ShownAs.values}


def _preview(draft: Person, kind: str) -> str:
    draft.shown_as = kind
    seen = shown(draft)
    if seen.kind == kind:
        return in_words(seen)
    if kind == ShownAs.NAMED:
        return gettext("Write your name above first.")
    return gettext("Write a pseudonym below first.")
