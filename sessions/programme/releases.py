"""Releases: an organiser gives the agenda as it stands a name, and everyone is told what has changed.

A release announces, it hides nothing: the agenda always shows what is planned now. What it lists never
changes; its words can be revised, so that a typo does not stay for ever.
"""

import re

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Person
from conferences.models import Conference
from kit.bilingual import CODES, TranslationState, other
from kit.names import clean_name, clean_text
from kit.refusals import NotHere, Refused
from live import clock
from live.hub import verb
from sessions.models import Release
from sessions.programme import snapshots
from sessions.programme.snapshots import Change
from sessions.rules import demand_host

_WORDS = ("name", "text_en", "text_ru", "source_language", "translation_state")
LONGEST_NAME = 40
LONGEST_TEXT = 5000

audit.name_acts(
    {
        "agenda.release": _("Agenda released"),
        "agenda.reword": _("Words of a version of the agenda revised"),
    }
)


@verb
def release(
    *,
    actor: Person,
    conference: Conference,
    name: str,
    texts: dict[str, str] | None = None,
    source_language: str = "en",
) -> Release:
    """Publish the agenda as it stands under a name, with what changed since the release before.

    `texts` is language -> Markdown of the organiser's own, which may be empty. The first release
    lists no changes. One that would tell of none is refused.
    """
    demand_host("sessions.schedule", actor, conference)
    Conference.objects.select_for_update(no_key=True).get(pk=conference.pk)
    name = clean_name(name, LONGEST_NAME)
    last = last_release(conference, with_snapshot=True)
    _check(conference, name)
    now = snapshots.taken(conference)
    if not now:
        raise Refused("release.empty", _("There is no session on the agenda yet."))
    changes = snapshots.between(snapshots.shots(last.snapshot), now) if last else []
    if last and not changes:
        raise Refused("release.unchanged", _("Nothing has changed since the last version."))
    made = Release(
        conference=conference,
        number=last.number + 1 if last else 1,
        name=name,
        released_at=clock.now(),
        sessions=sum(not shot.is_cancelled for shot in now),
        snapshot=snapshots.stored(now),
        changes=snapshots.stored(changes),
    )
    _say(made, texts or {}, source_language)
    made.save(force_insert=True)
    audit.record(actor=actor, act="agenda.release", subject=made.pk)
    return made


@verb
def reword(
    *,
    actor: Person,
    release: Release,
    edition: int,
    name: str,
    texts: dict[str, str],
    source_language: str,
    is_translation_current: bool = False,
) -> Release:
    """Revise the name and the text of a release; what it lists stays as it was announced.

    `edition` is the one that the words were read in: who writes over newer ones is refused. A translation
    that was not touched is out of date when the original changed, unless it is said to be current.
    """
    demand_host("sessions.schedule", actor, release.conference)
    rows = Release.objects.select_for_update(no_key=True).defer("snapshot", "changes")
    row = rows.get(pk=release.pk)
    if row.edition != edition:
        text = _(
            "Somebody else has revised these words meanwhile. Look at theirs, then save yours."
        )
        raise Refused("release.overtaken", text)
    before = _words(row)
    row.name = clean_name(name, LONGEST_NAME)
    _check(release.conference, row.name, but=row)
    _say(row, texts, source_language)
    _judge_translation(row, before, is_current=is_translation_current)
    if _words(row) != before:
        row.edition += 1
        row.save(update_fields=[*_WORDS, "edition"])
        audit.record(actor=actor, act="agenda.reword", subject=row.pk)
    return row


def last_release(conference: Conference, *, with_snapshot: bool = False) -> Release | None:
    """Return the latest release, in one query; its snapshot is left out unless it is asked for."""
    found = Release.objects.filter(conference=conference).order_by("-number").defer("changes")
    return (found if with_snapshot else found.defer("snapshot", "changes")).first()


def releases_of(conference: Conference) -> QuerySet[Release]:
    """Return a conference's releases, the latest first, without their snapshots."""
    return Release.objects.filter(conference=conference).order_by("-number").defer("snapshot")


def release_at(conference: Conference, number: int) -> Release:
    """Return one release, or the refusal that says nothing is there."""
    found = releases_of(conference).filter(number=number).first()
    if found is None:
        raise NotHere
    return found


def unreleased(conference: Conference) -> list[Change]:
    """Return what has changed since the last release, in three queries; without one, nothing."""
    last = last_release(conference, with_snapshot=True)
    if last is None:
        return []
    return snapshots.between(snapshots.shots(last.snapshot), snapshots.taken(conference))


def next_name(last: Release | None) -> str:
    """Return the name that would come next: 1.0, and after 1.9 comes 1.10."""
    if last is None:
        return "1.0"
    found = re.fullmatch(r"(.*?)(\d{1,9})", last.name)
    return f"{found[1]}{int(found[2]) + 1}" if found else ""


def _check(conference: Conference, name: str, *, but: Release | None = None) -> None:
    if not name:
        raise Refused("release.unnamed", _("Give the version a name, e.g. 1.2."), field="name")
    others = Release.objects.filter(conference=conference, name=name)
    if (others.exclude(pk=but.pk) if but else others).exists():
        text = _("There is a version of this name already.")
        raise Refused("release.name_taken", text, field="name")


def _say(made: Release, texts: dict[str, str], source_language: str) -> None:
    if source_language not in CODES:
        fault = _("The original is in English or in Russian.")
        raise Refused("release.language", fault, field="source_language")
    said = {language: clean_text(texts.get(language, "")) for language in CODES}
    for language, text in said.items():
        if len(text) > LONGEST_TEXT:
            fault = _("This text is longer than 5,000 characters.")
            raise Refused("release.text_too_long", fault, field=f"text_{language}")
        setattr(made, f"text_{language}", text)
    made.source_language = source_language if said[source_language] else other(source_language)
    is_both = all(said.values())
    made.translation_state = TranslationState.TRANSLATED if is_both else TranslationState.MISSING


def _words(row: Release) -> dict[str, str]:
    return {name: getattr(row, name) for name in _WORDS}


def _judge_translation(row: Release, before: dict[str, str], *, is_current: bool) -> None:
    """Note that a translation is behind its original: it stands as it was, and the original does not."""
    original, translation = f"text_{row.source_language}", f"text_{other(row.source_language)}"
    now = _words(row)
    was_stale = before["translation_state"] == TranslationState.STALE
    is_behind = now[original] != before[original] or was_stale
    if (
        now[translation]
        and now[translation] == before[translation]
        and is_behind
        and not is_current
    ):
        row.translation_state = TranslationState.STALE
