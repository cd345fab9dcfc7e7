"""Writes what a table says, in short transactions: a live room waits for none of them long."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from textwrap import shorten
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import translation
from django.utils.translation import gettext as _
from django_countries import countries

from accounts.models import Programme
from kit.bilingual import CODES, TranslationState
from live import clock
from live.hub import verb
from records.deliveries.models import (
    Addressee,
    Came,
    Channel,
    Delivery,
    ImportedRow,
    Reply,
    Verdict,
)
from records.importing.columns import Said, key_of
from records.recommendations.digests import digest_of
from records.recommendations.models import AdoptedParagraph, Recommendation, Standing, Version

# How many rows one transaction writes.
BATCH = 12
# What a recommendation without a title is called: its first words.
TITLE = 120


@verb
def write_batch(*, rows: Sequence[Said], source: str) -> int:
    """Write some rows that are not here yet; returns how many were new when the lock was held.

    There is no actor: it is done from a terminal. Numbers are taken under the programme's lock.
    """
    Programme.objects.select_for_update(no_key=True).first()
    here = set(
        Recommendation.objects.filter(import_key__in=[row.key for row in rows]).values_list(
            "import_key", flat=True
        )
    )
    fresh = [row for row in rows if row.key not in here]
    if not fresh:
        return 0
    now = clock.now()
    offices = _addressees(fresh)
    made = _recommendations(fresh, source, now)
    versions = [_version(row, found, now) for row, found in zip(fresh, made, strict=True)]
    deliveries = [
        Delivery(
            version=version,
            language=row.language,
            addressee=offices[row.to],
            channel=Channel.OTHER,
            recorded_at=now,
        )
        for row, version in zip(fresh, versions, strict=True)
    ]
    Recommendation.objects.bulk_create(made)
    Version.objects.bulk_create(versions)
    AdoptedParagraph.objects.bulk_create(map(_paragraph, fresh, versions))
    Delivery.objects.bulk_create(deliveries)
    ImportedRow.objects.bulk_create(
        ImportedRow(
            recommendation=found,
            issued_by=row.issued_by,
            line=row.line,
            columns=row.columns,
            imported_at=now,
        )
        for row, found in zip(fresh, made, strict=True)
    )
    _answer([(row, each) for row, each in zip(fresh, deliveries, strict=True) if row.stance], now)
    return len(fresh)


@verb
def write_answers(*, rows: Sequence[tuple[Said, UUID]]) -> None:
    """Add the answers that a newer table gives to recommendations that are here; old ones stay."""
    deliveries = Delivery.objects.filter(
        version__recommendation__in=[pk for _row, pk in rows], recorded_by=None
    ).select_related("version")
    found = {each.version.recommendation_id: each for each in deliveries}
    given = [(row, found[pk]) for row, pk in rows if row.stance and pk in found]
    _answer(given, clock.now())
    for row, pk in rows:
        ImportedRow.objects.filter(recommendation=pk).update(columns=row.columns)


def known(keys: Iterable[str]) -> dict[str, tuple[UUID, str]]:
    """Return the recommendations that are here by their keys, each with its last imported answer."""
    rows = Recommendation.objects.filter(import_key__in=list(keys))
    found = {key: (pk, "") for key, pk in rows.values_list("import_key", "pk")}
    replies = Reply.objects.filter(
        came=Came.IMPORT, delivery__version__recommendation__in=[pk for pk, _said in found.values()]
    ).order_by("came_at", "pk")
    # In the order in which they came: of several the last one stays.
    stances = dict(replies.values_list("delivery__version__recommendation", "stance"))
    return {key: (pk, stances.get(pk, "")) for key, (pk, _said) in found.items()}


def _recommendations(rows: Sequence[Said], source: str, now: datetime) -> list[Recommendation]:
    last: int = Recommendation.objects.aggregate(last=Max("number"))["last"] or 0
    return [
        Recommendation(
            number=number,
            standing=Standing.ADOPTED,
            drafted_at=now,
            import_source=source,
            import_key=row.key,
            **_titled(row),
        )
        for number, row in enumerate(rows, start=last + 1)
    ]


def _version(row: Said, found: Recommendation, now: datetime) -> Version:
    texts = {code: row.text if code == row.language else "" for code in CODES}
    titles = {code: getattr(found, f"title_{code}") for code in CODES}
    return Version(
        recommendation=found,
        number=1,
        adopted_at=now,
        digest=digest_of(titles, [texts]),
        **_titled(row),
    )


def _paragraph(row: Said, version: Version) -> AdoptedParagraph:
    return AdoptedParagraph(
        version=version,
        number=1,
        source_language=row.language,
        **{f"text_{row.language}": row.text},
    )


def _titled(row: Said) -> dict[str, Any]:
    title = shorten(row.text, TITLE, placeholder="…") or row.text[:TITLE]
    return {
        "source_language": row.language,
        "translation_state": TranslationState.MISSING,
        f"title_{row.language}": title,
    }


def _addressees(rows: Iterable[Said]) -> dict[str, Addressee]:
    """Return the delegations of the states that rows are addressed to, made where they are new."""
    keys = {key_of(row.to): row.to for row in rows}
    found = {each.import_key: each for each in Addressee.objects.filter(import_key__in=keys)}
    for key, name in keys.items():
        if key not in found:
            found[key] = _delegation(key, name)
    return {row.to: found[key_of(row.to)] for row in rows}


def _delegation(key: str, name: str) -> Addressee:
    code = countries.by_name(name) or ""
    words = {}
    for language in CODES:
        with translation.override(language):
            state = str(countries.name(code)) if code and language == "ru" else name
            words[f"office_{language}"] = _("Delegation: %(state)s") % {"state": state}
    return Addressee.objects.create(
        **words,
        country=code,
        import_key=key,
        translation_state=TranslationState.TRANSLATED if code else TranslationState.MISSING,
    )


def _answer(rows: Sequence[tuple[Said, Delivery]], now: datetime) -> None:
    """Write official answers: they come from a published table, and are public as it is."""
    replies = [
        Reply(
            delivery=delivery,
            stance=row.stance,
            lang=row.language,
            came=Came.IMPORT,
            came_at=now,
        )
        for row, delivery in rows
    ]
    Reply.objects.bulk_create(replies)
    Verdict.objects.bulk_create(Verdict(reply=each, is_public=True, at=now) for each in replies)
