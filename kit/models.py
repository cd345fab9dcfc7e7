"""Bases that every app's models share."""

import uuid

from django.db import models


class Identified(models.Model):
    """A row whose identifier can't be guessed; permission is still checked wherever it is used."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        abstract = True
