"""`manage.py token EMAIL`: a new API token of a person, and nothing else, on standard output."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts import tokens
from accounts.models import Person


class Command(BaseCommand):
    """Prints a fresh API token of a person."""

    help = "Print a fresh API token of the person with this address, and nothing else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """Issue and print it; an unknown address is an error."""
        person = Person.objects.filter(email=email.strip().lower(), is_active=True).first()
        if person is None:
            raise CommandError(f"There is nobody with the address {email}.")
        self.stdout.write(tokens.issue(person))
