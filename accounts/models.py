"""People who sign in, their organisations, and the programme with its sides."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from kit.bilingual import LANGUAGES, Bilingual, Text, said
from kit.models import Identified
from kit.zones import validate_zone


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
    shown_as = models.CharField(
        _("shown to others as"), max_length=10, choices=ShownAs.choices, default=ShownAs.DELEGATE
    )
    pseudonym = models.CharField(_("pseudonym"), max_length=80, blank=True)
    is_organiser = models.BooleanField(_("organiser of the programme"), default=False)
    is_demonstration = models.BooleanField(default=False, editable=False)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    signed_out_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects: ClassVar[PersonManager] = PersonManager()

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


class ApiToken(Identified):
    """The right to use the API as a person; only the token's SHA-256 is kept."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"token {self.id}"
