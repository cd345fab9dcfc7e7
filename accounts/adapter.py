"""How allauth speaks here: in the person's language and in the programme's name."""

from email.utils import formataddr, parseaddr
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.utils import build_absolute_uri
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts import programmes
from accounts.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sends the mail of signing in and up; there are no passwords for delegates."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "incorrect_code": _(
            "This is not the code in the latest mail. Look again, or ask for a new one."
        ),
        "too_many_login_attempts": _("Too many attempts. Wait a minute and ask for a new code."),
        "rate_limited": _("Too many attempts. Wait a minute and try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail in the language of the person whose address it is."""
        with translation.override(_language_of(email)):
            super().send_mail(
                template_prefix, email, {**context, "programme": programmes.current()}
            )

    def format_email_subject(self, subject: str) -> str:
        """Return the subject with the programme's name in front."""
        return f"{programmes.current().name}: {subject}"

    def get_from_email(self) -> str:
        """Return the sender: the programme's name with its own address, or the installation's."""
        programme = programmes.current()
        _name, address = parseaddr(programme.mail_from or settings.DEFAULT_FROM_EMAIL)
        return formataddr((str(programme.name), address))

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell somebody who signs up a second time how to sign in."""
        address = build_absolute_uri(self.request, reverse("accounts:sign_in"))
        self.send_mail("account/email/account_already_exists", email, {"sign_in_url": address})

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Return where a new person goes first: to say what others may see of them."""
        return f"{reverse('accounts:me')}#profile"


def _language_of(email: str) -> str:
    known = Person.objects.filter(email=email.lower()).values_list("language", flat=True).first()
    return known or translation.get_language() or settings.LANGUAGE_CODE
