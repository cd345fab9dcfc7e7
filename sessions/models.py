"""A session, its speakers, the roles people have in it, how they were shown, and who was put out."""

from typing import cast

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from accounts.models import Person, ShownAs
from conferences.models import Conference, Room, Speaker, Track
from groups.models import Group
from kit.bilingual import Bilingual, Text, said
from kit.models import Identified
from kit.zones import validate_zone
from live.streams import Room as LiveRoom
from sessions.importing import uploaded  # noqa: F401 - Django finds an app's models by way of this module
from sessions.schedules import imported  # noqa: F401 - Django finds an app's models by way of this module


class State(models.TextChoices):
    """The life of a session."""

    SCHEDULED = "scheduled", _("scheduled")
    OPEN = "open", _("doors open")
    LIVE = "live", _("live")
    ENDED = "ended", _("ended")
    CANCELLED = "cancelled", _("cancelled")


# The doors are open: people may come in, write and ask.
IN_SESSION = (State.OPEN, State.LIVE)
# It is in the programme, and has neither ended nor been called off.
NOT_OVER = (State.SCHEDULED, *IN_SESSION)


class StageKind(models.TextChoices):
    """What a session shows where audio and video will be: never an empty box."""

    CARD = "card", _("a card with the current item and its speaker")
    LINK = "link", _("a link to another service")
    EMBED = "embed", _("a video inside the page")


class Session(Identified, Bilingual):
    """One meeting at one time: of a conference or of a working group, never of both."""

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, null=True, blank=True, related_name="sessions"
    )
    group = models.ForeignKey(
        Group, on_delete=models.CASCADE, null=True, blank=True, related_name="sessions"
    )
    track = models.ForeignKey(
        Track, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions"
    )
    room = models.ForeignKey(
        Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="sessions"
    )
    title_en = models.CharField(_("title in English"), max_length=400, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=400, blank=True)
    abstract_en = models.TextField(_("abstract in English"), blank=True)
    abstract_ru = models.TextField(_("abstract in Russian"), blank=True)
    kind = models.CharField(_("kind"), max_length=60, blank=True)
    starts_at = models.DateTimeField(_("starts"), db_index=True)
    ends_at = models.DateTimeField(_("ends"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.SCHEDULED)
    is_run_by_clock = models.BooleanField(_("opens, starts and ends by the clock"), default=True)
    opened_at = models.DateTimeField(null=True, editable=False)
    started_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    stage_kind = models.CharField(
        _("stage"), max_length=10, choices=StageKind.choices, default=StageKind.CARD
    )
    stage_url = models.URLField(_("link to audio and video"), max_length=500, blank=True)
    is_record_public = models.BooleanField(_("its record is public"), default=True)
    speakers = models.ManyToManyField(Speaker, through="Speaking", related_name="sessions")
    import_key = models.CharField(max_length=200, blank=True, editable=False)
    # Set when a newer schedule no longer had it: out of sight, kept, and back when a schedule has it again.
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    # SEQUENCE of its calendar entry (RFC 5545, 3.8.7.4): up when hours, place or state change.
    revision = models.PositiveIntegerField(default=0, editable=False)
    # The start that was told before the present one: who reads the schedule elsewhere may hold to it.
    moved_from = models.DateTimeField(null=True, editable=False)
    # When what is planned was last written: DTSTAMP and LAST-MODIFIED of its calendar entry.
    revised_at = models.DateTimeField(default=timezone.now, editable=False)
    # The zone in which a group's meeting is planned; a conference's session has the conference's.
    meeting_zone = models.CharField(
        _("time zone"), max_length=60, blank=True, validators=[validate_zone]
    )

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("starts_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(conference__isnull=False, group__isnull=True)
                | Q(conference__isnull=True, group__isnull=False),
                name="sessions_one_host",
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gte=F("starts_at")), name="sessions_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=("conference", "import_key"),
                condition=~Q(import_key=""),
                name="sessions_imported_once",
            ),
        )
        indexes = (models.Index(fields=("state", "starts_at"), name="sessions_state"),)

    def __str__(self) -> str:
        return self.title_en or self.title_ru

    @property
    def title(self) -> Text:
        """Return the title in the reader's language."""
        return said(self, "title")

    @property
    def abstract(self) -> Text:
        """Return the abstract (safe HTML) in the reader's language."""
        return said(self, "abstract")

    @property
    def live_room(self) -> LiveRoom:
        """Return the room of the kernel in which this session's events are numbered."""
        return LiveRoom("session", str(self.id))

    @property
    def host(self) -> Conference | Group:
        """Return the conference or the working group that it belongs to: one of them is set."""
        return cast("Conference | Group", self.conference or self.group)

    @property
    def has_public_record(self) -> bool:
        """Say whether everyone may read its record, without signing in."""
        return bool(self.is_record_public and self.conference and self.conference.is_public)

    @property
    def zone(self) -> str:
        """Return the zone its hours are told in: the conference's, or the one its group planned it in."""
        return self.conference.zone if self.conference else self.meeting_zone or "UTC"


class Speaking(models.Model):
    """A speaker's place in a session."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="speaking")
    speaker = models.ForeignKey(Speaker, on_delete=models.CASCADE, related_name="speaking")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("session", "speaker"), name="sessions_speaks_once"),
        )

    def __str__(self) -> str:
        return f"{self.speaker_id} in {self.session_id}"


class AgendaItem(Identified, Bilingual):
    """One point of a session's agenda, with the minutes planned for it and those added meanwhile."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=200, blank=True)
    speaker = models.CharField(_("who speaks"), max_length=200, blank=True)
    minutes = models.PositiveSmallIntegerField(_("planned minutes"))
    added_minutes = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("agenda item")
        verbose_name_plural = _("agenda items")
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.title_en or self.title_ru

    @property
    def title(self) -> Text:
        """Return the title in the reader's language."""
        return said(self, "title")


class ItemRun(models.Model):
    """A time during which an agenda item was the current one; coming back to it makes another."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="runs")
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, related_name="runs")
    started_at = models.DateTimeField()
    started_seq = models.BigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    ended_seq = models.BigIntegerField(default=0)

    class Meta:
        ordering = ("started_at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("session",),
                condition=Q(ended_at__isnull=True),
                name="sessions_one_current_item",
            ),
        )

    def __str__(self) -> str:
        return f"{self.item_id} from {self.started_at}"


class Material(Identified, Bilingual):
    """A link that belongs to a session: slides, a paper, a draft; it stays with the record.

    `is_public` says that a schedule brought it in: it was told to everyone there, and schedule files of
    ours tell it again. What a moderator adds is for who may enter, and for the record's readers.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="materials")
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=200, blank=True)
    url = models.URLField(_("address"), max_length=500)
    added_at = models.DateTimeField()
    is_public = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("material")
        verbose_name_plural = _("materials")
        ordering = ("added_at", "id")

    def __str__(self) -> str:
        return self.title_en or self.title_ru

    @property
    def title(self) -> Text:
        """Return the title in the reader's language."""
        return said(self, "title")


class RoleName(models.TextChoices):
    """What a person does in a session; everyone else who may enter takes part."""

    MODERATOR = "moderator", _("moderator")
    SPEAKER = "speaker", _("speaker")
    # Takes down what is decided and who owes what; moderates nothing.
    RAPPORTEUR = "rapporteur", _("rapporteur")
    PARTICIPANT = "participant", _("participant")


class Role(Identified):
    """A person's role in a session; it also lets them enter."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="roles")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="session_roles")
    name = models.CharField(max_length=12, choices=RoleName.choices)

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        constraints = (
            models.UniqueConstraint(
                fields=("session", "person", "name"), name="sessions_role_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.id}"


class Appearance(models.Model):
    """What others see of a person in a session, as it stood when they last appeared."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="appearances")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="appearances")
    kind = models.CharField(max_length=10, choices=ShownAs.choices)
    name = models.CharField(max_length=80, blank=True)
    organisation = models.CharField(max_length=200, blank=True)
    country = CountryField(blank=True)
    # What they showed when the session ended, where they have taken some of it back since.
    before = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("session", "person"), name="sessions_appears_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} in {self.session_id}"


class Removal(models.Model):
    """A person whom a moderator has put out of a session; the row goes when they are let in again.

    `by` is an id and no key: the removal holds, whatever becomes of who made it.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="removals")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="removals")
    at = models.DateTimeField()
    by = models.UUIDField()
    reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("session", "person"), name="sessions_removed_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} out of {self.session_id}"


class Star(models.Model):
    """A person's mark on a session that they want to see again; nobody else learns of it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="stars")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="stars")
    starred_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "session"), name="sessions_starred_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} on {self.session_id}"


class Release(Identified, Bilingual):
    """A named version of a conference's agenda: what stood on it then, and what had changed by then.

    `snapshot` and `changes` are as `sessions.programme.snapshots` writes and reads them; they never
    change. Its words do: `edition` goes up with each revision of them.
    """

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField(editable=False)
    name = models.CharField(_("name of the version"), max_length=40)
    text_en = models.TextField(_("what is new, in English"), blank=True)
    text_ru = models.TextField(_("what is new, in Russian"), blank=True)
    released_at = models.DateTimeField(editable=False)
    edition = models.PositiveIntegerField(default=0, editable=False)
    sessions = models.PositiveIntegerField(_("sessions on the agenda"), editable=False)
    snapshot = models.JSONField(editable=False)
    changes = models.JSONField(editable=False)

    class Meta:
        verbose_name = _("version of the agenda")
        verbose_name_plural = _("versions of the agenda")
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(
                fields=("conference", "number"), name="sessions_released_in_order"
            ),
            models.UniqueConstraint(fields=("conference", "name"), name="sessions_released_once"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def text(self) -> Text:
        """Return what its organisers say of it (Markdown) in the reader's language."""
        return said(self, "text")
