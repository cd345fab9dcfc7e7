"""The record of a session, and who was there under their name without having been told to the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from accounts.models import Person
from kit.models import Identified
from records.decisions import models as decisions  # noqa: F401 - Django finds an app's models by way of this module
from records.deliveries import models as deliveries  # noqa: F401 - as above
from records.recommendations import models as recommendations  # noqa: F401 - as above
from sessions.models import Session


class Record(Identified):
    """That a session has a record, since when, and how often it was closed.

    What the record says is not kept here: it is read from the log and from the tables, so that
    what was taken back since then is not in it, and an answer that was written later is.
    """

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="record")
    made_at = models.DateTimeField(_("made"))
    closings = models.PositiveSmallIntegerField(_("how often it was closed"), default=1)

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        constraints = (
            models.CheckConstraint(condition=models.Q(closings__gte=1), name="records_was_closed"),
        )

    def __str__(self) -> str:
        return f"record of {self.session_id}"


class Face(models.Model):
    """What somebody showed at the end who was there, under name and organisation, and never acted.

    Of a large room not everybody appears in its log, and yet their organisations were present. Whoever
    shows less than that is not kept here: of them a record tells nothing.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="faces")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=80)
    organisation = models.CharField(max_length=200)
    country = CountryField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record", "person"), name="records_face_once"),
        )

    def __str__(self) -> str:
        return f"{self.person_id} in {self.record_id}"
