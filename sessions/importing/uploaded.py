"""The model of a schedule that was uploaded and is on its way into a conference."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from conferences.models import Conference
from kit.models import Identified
from live import clock
from sessions.schedules.imported import SILENCE

# Where uploads lie in the file storage; no address leads there.
FOLDER = "imports/"


class Reading(models.TextChoices):
    """How far the import of an uploaded schedule has come; whose turn it is, the machine's or a person's."""

    LOOKING = "looking", _("the file is being looked at")
    CHOOSING = "choosing", _("waits for your choices")
    COMPARING = "comparing", _("the file is being compared with the conference")
    READY = "ready", _("waits for your word")
    IMPORTING = "importing", _("is being imported")
    DONE = "done", _("imported")
    UNDOING = "undoing", _("is being taken back")
    UNDONE = "undone", _("taken back")
    UNREADABLE = "unreadable", _("could not be read")
    DISCARDED = "discarded", _("discarded")


# The machine's turn: a worker takes these up.
AT_WORK = (Reading.LOOKING, Reading.COMPARING, Reading.IMPORTING, Reading.UNDOING)


class ImportJob(Identified):
    """A schedule that an organiser uploaded, on its way into a conference; the file goes after a day.

    `sketch` is what the file is taken for, `choices` what the organiser says of it, `report` what an
    import would do or did: plain data, in words of the language of who asked for it, which it names. A worker that
    takes the job up writes its `claim` and beats; where no beat comes, another takes it up, but not
    for ever: `attempts` counts them since somebody last asked for the work.
    """

    uploaded_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, null=True, related_name="import_jobs"
    )
    uploaded_at = models.DateTimeField(db_index=True)
    # In whose name the work under way is done.
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    # An id and no key: that a file was uploaded for it is no use that anybody makes of a conference,
    # and taking an import back takes away one that it made.
    conference = models.UUIDField(null=True)
    # The import that came of it, or that it takes back.
    made = models.UUIDField(null=True)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=5)
    file = models.FileField(upload_to=FOLDER, max_length=200, blank=True)
    language = models.CharField(max_length=2, default="en")
    state = models.CharField(max_length=10, choices=Reading.choices, default=Reading.LOOKING)
    # Raised with each change of the choices: who says "import" says it of what they have seen.
    revision = models.PositiveIntegerField(default=0)
    choices = models.JSONField(default=dict)
    sketch = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    refusal = models.TextField(blank=True)
    doing = models.CharField(max_length=200, blank=True)
    steps_done = models.PositiveIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    claim = models.UUIDField(null=True)
    beaten_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-uploaded_at", "id")
        indexes = (models.Index(fields=("state", "beaten_at"), name="sessions_import_due"),)

    def __str__(self) -> str:
        return f"import {self.id}"

    @property
    def is_at_work(self) -> bool:
        """Say whether it is the machine's turn."""
        return self.state in AT_WORK

    @property
    def is_silent(self) -> bool:
        """Say whether whoever had it in hand has not been heard of for too long: another takes it up."""
        return (
            self.is_at_work
            and self.beaten_at is not None
            and self.beaten_at <= clock.now() - SILENCE
        )

    @property
    def home(self) -> Conference | None:
        """Return the conference that it goes into, where that is there."""
        if self.conference is None:
            return None
        return Conference.objects.filter(pk=self.conference).first()
