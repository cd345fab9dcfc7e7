"""Packs pages for whoever is not signed in: on a weak line their text is the larger part of a first visit.

What compression can leak is a secret beside what others may have put onto the page. On a stranger's page there is
none but the forms' token, which is masked anew each time; a page for somebody known is never packed here.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class StrangersMiddleware(GZipMiddleware):
    """Compresses HTML when neither the request nor its answer has to do with a person or a visit of theirs."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Leave alone whatever may hold a secret, is no page, or is packed already."""
        cookie = settings.SESSION_COOKIE_NAME
        is_known = (
            cookie in request.COOKIES
            or cookie in response.cookies
            or "Authorization" in request.headers
        )
        if is_known or not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
