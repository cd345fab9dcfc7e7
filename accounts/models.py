"""People who sign in, their organisations, the programme with its sides, and what is mailed to them."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from accounts import deeds  # noqa: F401 - Django finds an app's models by way of this module
from kit.bilingual import LANGUAGES, Bilingual, Text, said
from kit.models import Identified
from kit.zones import validate_zone
from live import clock
from live.epochs import raise_epoch
from live.hub import verb

# What a person's sign-ins and rights hang on, in the person's own row.
_RIGHTS = ("password", "signed_out_at", "is_active", "is_organiser", "is_staff", "is_superuser")


class Programme(Identified, Bilingual):
    """The programme that this installation serves: its name, its logo, its languages; one row."""

    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    short_name = models.CharField(_("short name"), max_length=40)
    goal_en = models.TextField(_("goal in English"), blank=True)
    goal_ru = models.TextField(_("goal in Russian"), blank=True)
    logo = models.FileField(_("logo"), upload_to="programme", blank=True)
    languages = models.CharField(_("languages"), max_length=20, default="en,ru")
    mail_from = models.EmailField(_("sender of mail"), blank=True)
    is_only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")

    def __str__(self) -> str:
        return self.short_name

    @property
    def name(self) -> Text:
        """Return the name in the reader's language."""
        return said(self, "name")

    @property
    def logo_url(self) -> str:
        """Return the logo's address, or nothing when there is none."""
        return self.logo.url if self.logo else ""


class Side(Identified, Bilingual):
    """One of the programme's partners: the people of one country or of several."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="sides")
    code = models.SlugField(_("code"), max_length=10)
    name_en = models.CharField(_("name in English"), max_length=100, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=100, blank=True)
    countries = CountryField(_("countries"), multiple=True, max_length=800)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("side")
        verbose_name_plural = _("sides")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("programme", "code"), name="accounts_side_code"),
        )

    def __str__(self) -> str:
        return self.code


class Organisation(Identified, Bilingual):
    """A civil-society organisation that takes part."""

    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    country = CountryField(_("country"))
    website = models.URLField(_("website"), blank=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name_en or self.name_ru

    @property
    def name(self) -> Text:
        """Return the name in the reader's language."""
        return said(self, "name")


class PersonManager(BaseUserManager["Person"]):
    """Makes people; everyone signs in by a code sent to their address, passwords are optional."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Create a person; without a password only the mailed code opens the door."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Create an operator of the installation, who may use the back office."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class ShownAs(models.TextChoices):
    """What others see of a person."""

    NAMED = "named", _("my name and organisation")
    PSEUDONYM = "pseudonym", _("a pseudonym")
    DELEGATE = "delegate", _("“a delegate”, with my country")


class Person(Identified, AbstractBaseUser, PermissionsMixin):
    """Somebody who takes part; signs in by e-mail and decides what others see."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="people",
    )
    country = CountryField(_("country"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default="en")
    zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[validate_zone]
    )
    # When they chose what others see; until then the least is shown, and the room asks first.
    shown_chosen_at = models.DateTimeField(null=True, editable=False)
    shown_as = models.CharField(
        _("shown to others as"), max_length=10, choices=ShownAs.choices, default=ShownAs.DELEGATE
    )
    pseudonym = models.CharField(_("pseudonym"), max_length=80, blank=True)
    is_organiser = models.BooleanField(_("organiser of the programme"), default=False)
    wants_reminders = models.BooleanField(_("is reminded of meetings by mail"), default=True)
    # Part of what signs the addresses of their calendars: up, and the old addresses are dead.
    calendar_serial = models.PositiveIntegerField(default=0, editable=False)
    is_demonstration = models.BooleanField(default=False, editable=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    signed_out_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[PersonManager] = PersonManager()

    _stored_rights: Mapping[str, Any] = MappingProxyType({})
    # The organisation that is stored, as far as it was read.
    _stored_house: UUID | None = None

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (
            models.UniqueConstraint(
                Lower("pseudonym"), condition=~Q(pseudonym=""), name="accounts_pseudonym_once"
            ),
        )

    def __str__(self) -> str:
        return self.email

    @classmethod
    def from_db(
        cls,
        db: str | None,
        field_names: Collection[str],
        values: Collection[Any],
        **options: Any,
    ) -> "Person":
        """Remember the rights that were stored, to notice at saving whether they change."""
        person = super().from_db(db, field_names, values, **options)
        person._remember_rights()  # noqa: SLF001 - our own, seen from a class method
        return person

    def refresh_from_db(self, *args: Any, **options: Any) -> None:
        """Read the row again, and with it the rights that are stored."""
        super().refresh_from_db(*args, **options)
        self._remember_rights()

    def save(self, *args: Any, **options: Any) -> None:
        """Save; a new password or other rights end the rights of open sockets in the same breath.

        So it holds for any way in: a form of the library that signs people in, the back office,
        `manage.py changepassword`. The same goes for an organisation that is left: it stays known.
        """
        if self._leaves_house(options.get("update_fields")):
            self._save_and_remember_house(*args, **options)
        else:
            self._save_with_rights(*args, **options)
        self._remember_rights()

    def _leaves_house(self, fields: Collection[str] | None) -> bool:
        is_written = fields is None or bool({"organisation", "organisation_id"} & set(fields))
        is_left = self._stored_house is not None and self._stored_house != self._house()
        return is_written and is_left and not self._state.adding

    @verb
    def _save_and_remember_house(self, *args: Any, **options: Any) -> None:
        if self._stored_house is not None:
            self.former_houses.create(organisation_id=self._stored_house, left_at=clock.now())
        self._save_with_rights(*args, **options)

    def _save_with_rights(self, *args: Any, **options: Any) -> None:
        known = self._stored_rights
        is_same = all(known.get(name) == right for name, right in self._rights().items())
        if self._state.adding or is_same:
            super().save(*args, **options)
        else:
            self._save_with_new_rights(*args, **options)

    @verb
    def _save_with_new_rights(self, *args: Any, **options: Any) -> None:
        super().save(*args, **options)
        raise_epoch(self.pk)

    def _remember_rights(self) -> None:
        self._stored_rights = self._rights()
        self._stored_house = self._house()

    def _house(self) -> UUID | None:
        # What was not read is as it was.
        found: UUID | None = self.__dict__.get("organisation_id", self._stored_house)
        return found

    def _rights(self) -> dict[str, Any]:
        # Only what was read: to look at a field that was left out would read it now.
        return {name: self.__dict__[name] for name in _RIGHTS if name in self.__dict__}

    def get_session_auth_hash(self) -> str:
        """Return what a cookie must carry: it changes when the person signs out everywhere."""
        return self._sign_in_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Return the same under each former secret key, so that a new key signs nobody out."""
        for secret in settings.SECRET_KEY_FALLBACKS:
            yield self._sign_in_hash(secret)

    def _sign_in_hash(self, secret: str | bytes | None) -> str:
        ended: datetime | None = self.signed_out_at
        value = f"{self.password}|{ended.timestamp() if ended else ''}"
        return salted_hmac("accounts.sign_in", value, secret=secret, algorithm="sha256").hexdigest()


class FormerHouse(Identified):
    """An organisation that a person named as theirs until they named another, or none.

    What ties somebody to an organisation does not end with the line in their profile. Nobody is
    shown it.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_houses")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    left_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"former house {self.id}"


class ApiToken(Identified):
    """The right to use the API as a person; only the token's SHA-256 is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"token {self.id}"


class LetterState(models.TextChoices):
    """What has become of a letter."""

    WAITING = "waiting", _("waiting")
    SENT = "sent", _("sent")
    LAPSED = "lapsed", _("no longer of use")
    FAILED = "failed", _("given up")


class Letter(Identified):
    """A mail to one person, written in the transaction of what it tells of, sent afterwards.

    `key` says of which change to whom it tells: there is never a second one. What it says is
    emptied some days after it was sent; the row stays, so that the key does.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="letters")
    key = models.CharField(max_length=200, unique=True)
    # What it goes on about: to one person, letters of one thread are sent in their order.
    thread = models.CharField(max_length=100, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    # An iCalendar object and its iTIP method (RFC 5546), for the part that calendars read.
    calendar = models.TextField(blank=True)
    method = models.CharField(max_length=20, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES)
    state = models.CharField(
        max_length=10, choices=LetterState.choices, default=LetterState.WAITING
    )
    written_at = models.DateTimeField()
    # When it is tried next; while it is being sent, until when nobody else tries.
    next_at = models.DateTimeField()
    good_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=100, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = (
            models.Index(fields=("state", "next_at"), name="accounts_letter_due"),
            models.Index(fields=("thread", "state"), name="accounts_letter_thread"),
        )

    def __str__(self) -> str:
        return self.key
