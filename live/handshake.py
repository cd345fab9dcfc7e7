"""What a socket's handshake tells before its first frame: where it comes from, and whose sign-in it brings."""

from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings

Scope = dict[str, Any]


def is_ours(scope: Scope) -> bool:
    """Say whether a browser's page of ours opened this socket; programs send no Origin.

    Host and scheme must both be ours: what a page says over plain HTTP anyone on its way may have
    written. Behind a proxy the scheme is what Django itself takes it for.
    """
    headers = _headers(scope)
    origin = headers.get("origin", "")
    if not origin or origin in settings.CSRF_TRUSTED_ORIGINS:
        return True
    scheme = "https" if _is_secure(scope, headers) else "http"
    return origin == f"{scheme}://{headers.get('host', '')}"


def cookie_key(scope: Scope) -> str:
    """Return the key of the cookie session that came with the handshake; empty without one."""
    try:
        cookies = SimpleCookie(_headers(scope).get("cookie", ""))
    except CookieError:
        return ""
    morsel = cookies.get(settings.SESSION_COOKIE_NAME)
    return morsel.value if morsel else ""


def bearer(scope: Scope) -> str:
    """Return the API token that came with the handshake of a program; empty without one."""
    scheme, _blank, token = _headers(scope).get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def _is_secure(scope: Scope, headers: dict[str, str]) -> bool:
    trusted: tuple[str, str] | None = settings.SECURE_PROXY_SSL_HEADER
    if trusted is not None:
        told = headers.get(trusted[0].removeprefix("HTTP_").replace("_", "-").lower())
        if told is not None:
            return told.split(",")[0].strip() == trusted[1]
    return scope.get("scheme") == "wss"
