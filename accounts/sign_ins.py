"""What signing in and out mean here, beyond what allauth does."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import authentication_step_completed
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import Person
from kit.refusals import Forbidden
from live.epochs import raise_epoch


def signed_in(request: HttpRequest) -> Person:
    """Return who is signed in; the door must have asked for a sign-in before."""
    if not isinstance(request.user, Person):
        raise Forbidden
    return request.user


@receiver(authentication_step_completed, dispatch_uid="accounts.code_typed")
def code_typed(
    sender: type, user: Person, method: str, email: str | None = None, **details: Any
) -> None:
    """Take a code typed from a mail as proof of the address, or allauth would ask for a second one.

    People whom an organiser or an import brought in have no address with allauth until then.
    """
    if method == "code" and email:
        EmailAddress.objects.update_or_create(
            user=user, email=email.lower(), defaults={"verified": True, "primary": True}
        )


@receiver(user_logged_out, dispatch_uid="accounts.signed_out")
def signed_out(sender: type, user: Person | None, **details: Any) -> None:
    """End the rights of the person's open sockets; those of other browsers enter again by themselves."""
    if user is not None:
        raise_epoch(user.pk)
