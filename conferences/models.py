"""A conference, its tracks and rooms, the speakers of its programme, and who registered."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from kit.bilingual import Bilingual, Text, said
from kit.models import Identified
from kit.zones import city, validate_zone


class Conference(Identified, Bilingual):
    """A gathering of some days in one place, with many taking part from afar."""

    slug = models.SlugField(_("address"), max_length=60, unique=True)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=300, blank=True)
    about_en = models.TextField(_("about, in English"), blank=True)
    about_ru = models.TextField(_("about, in Russian"), blank=True)
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    zone = models.CharField(
        _("time zone"), max_length=60, default="UTC", validators=[validate_zone]
    )
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    is_public = models.BooleanField(_("shown to everyone"), default=True)
    is_open_for_registration = models.BooleanField(_("registration is open"), default=False)

    class Meta:
        verbose_name = _("conference")
        verbose_name_plural = _("conferences")
        ordering = ("-starts_on", "slug")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="conferences_ends_after_start"
            ),
        )

    def __str__(self) -> str:
        return self.slug

    @property
    def title(self) -> Text:
        """Return the title in the reader's language."""
        return said(self, "title")

    @property
    def about(self) -> Text:
        """Return what it is about (Markdown) in the reader's language."""
        return said(self, "about")

    @property
    def city(self) -> str:
        """Return the city whose clock the agenda follows, in the reader's language."""
        return city(self.zone)

    @property
    def days(self) -> str:
        """Return the days in words of the reader's language, e.g. "14–15 November 2011"."""
        first, last = self.starts_on, self.ends_on
        end = date_format(last, "j E Y")
        if first == last:
            return end
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{end}"
        start = date_format(first, "j E" if first.year == last.year else "j E Y")
        return f"{start} – {end}"


class Track(Identified, Bilingual):
    """A thread of a conference's programme."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="tracks")
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    import_key = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("track")
        verbose_name_plural = _("tracks")

    def __str__(self) -> str:
        return self.name.value

    @property
    def name(self) -> Text:
        """Return the name in the reader's language."""
        return said(self, "name")


class Room(Identified, Bilingual):
    """A hall, or a place online, in which sessions of a conference take place."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="rooms")
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    position = models.PositiveIntegerField(default=0)
    import_key = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ("position",)

    def __str__(self) -> str:
        return self.name.value

    @property
    def name(self) -> Text:
        """Return the name in the reader's language."""
        return said(self, "name")


class Speaker(Identified, Bilingual):
    """Somebody who speaks at a conference; needs no account, and may have one."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="speakers")
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    name_ru = models.CharField(_("name in Russian"), max_length=200, blank=True)
    role_en = models.CharField(_("organisation or office, in English"), max_length=200, blank=True)
    role_ru = models.CharField(_("organisation or office, in Russian"), max_length=200, blank=True)
    person = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="speaking"
    )
    import_key = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    def __str__(self) -> str:
        return self.name.value

    @property
    def name(self) -> Text:
        """Return the name in the reader's language."""
        return said(self, "name")


class Attending(models.TextChoices):
    """How a registered person takes part."""

    HALL = "hall", _("in the hall")
    ONLINE = "online", _("online")


class RegistrationState(models.TextChoices):
    """Where a registration stands."""

    WAITING = "waiting", _("waiting for confirmation")
    CONFIRMED = "confirmed", _("confirmed")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Registration(Identified):
    """A person's wish to take part in a conference, which an organiser confirms."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="registrations"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="registrations")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    organisation_name = models.CharField(_("organisation"), max_length=200, blank=True)
    attending = models.CharField(
        _("taking part"), max_length=10, choices=Attending.choices, default=Attending.ONLINE
    )
    is_listed = models.BooleanField(_("may be listed among the participants"), default=False)
    state = models.CharField(
        max_length=10, choices=RegistrationState.choices, default=RegistrationState.WAITING
    )
    registered_at = models.DateTimeField(default=timezone.now)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = (
            models.UniqueConstraint(
                fields=("conference", "person"), name="conferences_registered_once"
            ),
        )

    def __str__(self) -> str:
        return f"registration {self.id}"
