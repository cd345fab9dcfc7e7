"""Tokens for programs that use the API as a person: shown once, kept only as a hash."""

import secrets
from hashlib import sha256
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiToken, Person
from live import clock
from live.epochs import raise_epoch
from live.hub import verb


@verb
def issue(person: Person) -> str:
    """Return a new token of the person; it can't be read again, so whoever asks must keep it."""
    text = secrets.token_urlsafe(32)
    ApiToken.objects.create(person=person, digest=digest(text), created_at=clock.now())
    return text


@verb
def revoke_all(person: Person) -> int:
    """End all tokens of a person, and what was opened with them; returns how many there were."""
    raise_epoch(person.pk)
    return person.tokens.filter(revoked_at=None).update(revoked_at=clock.now())


def digest(text: str) -> str:
    """Return what is stored of a token. It is 256 random bits, so a plain hash is enough."""
    return sha256(text.encode()).hexdigest()


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`; a revoked token answers as an unknown one does."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[Person, ApiToken] | None:
        """Return the person and the token, nothing for a request that brings no token."""
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != self.keyword.lower().encode():
            return None
        token = _valid(parts[1].decode("latin-1")) if len(parts) == 2 else None  # noqa: PLR2004
        if token is None:
            raise AuthenticationFailed(_("This token is not valid. Ask for a new one."))
        return token.person, token

    def authenticate_header(self, request: Request) -> str:
        """Return what a 401 tells a program about how to come in."""
        return f'{self.keyword} realm="api"'


def _valid(text: str) -> ApiToken | None:
    valid = ApiToken.objects.select_related("person").filter(
        digest=digest(text), revoked_at=None, person__is_active=True
    )
    return valid.first()


class TokenScheme(OpenApiAuthenticationExtension):
    """Tells the schema how a token is sent."""

    target_class = "accounts.tokens.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return the security scheme as OpenAPI writes it."""
        return {"type": "http", "scheme": "bearer"}
