"""Whether what somebody signed in with is still good: judged again whenever a ticket is used."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from accounts.models import ApiToken, Person
from accounts.tokens import digest
from live import clock
from live.tickets import judges_credentials

COOKIE, TOKEN, BEARER = "cookie:", "token:", "bearer:"


@judges_credentials("cookie", "token", "bearer")
def owners(marks: Mapping[str, str]) -> dict[str, UUID | None]:
    """Return whom each mark signs in: by a cookie session that goes on, by a token not revoked.

    Four queries for any number. A session that has expired, was ended, or was signed by a password
    that is no longer the person's, lets nobody in, however good the ticket still looks.
    """
    cookies = {key: mark for mark, key in marks.items() if mark.startswith(COOKIE) and key}
    ids = {mark.removeprefix(TOKEN): mark for mark in marks if mark.startswith(TOKEN)}
    texts = {digest(text): mark for mark, text in marks.items() if mark.startswith(BEARER)}
    found: dict[str, UUID | None] = {}
    if cookies:
        found |= {cookies[key]: person for key, person in _people_by_session(cookies).items()}
    if ids:
        found |= {ids[str(row.pk)]: row.person_id for row in _valid_tokens().filter(pk__in=ids)}
    if texts:
        rows = _valid_tokens().filter(digest__in=texts)
        found |= {texts[row.digest]: row.person_id for row in rows}
    return found


def _people_by_session(keys: Iterable[str]) -> dict[str, UUID]:
    rows = SessionStore.get_model_class().objects.filter(
        session_key__in=keys, expire_date__gt=clock.now()
    )
    said = {row.session_key: row.get_decoded() for row in rows}
    signed = {key: data for key, data in said.items() if BACKEND_SESSION_KEY in data}
    people = Person.objects.filter(is_active=True).in_bulk(
        {UUID(data[SESSION_KEY]) for data in signed.values()}
    )
    return {
        key: person.pk
        for key, data in signed.items()
        if (person := people.get(UUID(data[SESSION_KEY])))
        and _is_signed_by(person, data.get(HASH_SESSION_KEY, ""))
    }


def _is_signed_by(person: Person, signature: str) -> bool:
    hashes = (person.get_session_auth_hash(), *person.get_session_auth_fallback_hash())
    return any(constant_time_compare(signature, known) for known in hashes)


def _valid_tokens() -> QuerySet[ApiToken]:
    return ApiToken.objects.filter(revoked_at=None, person__is_active=True)
