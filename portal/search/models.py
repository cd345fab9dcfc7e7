"""The index of what can be found: words of each thing in both languages, folded; no rights."""

from django.db import models


class Entry(models.Model):
    """The words of one thing; databases keep an index of their own upon it (`portal.search.tables`)."""

    source = models.CharField(max_length=40)
    subject = models.UUIDField()
    title_en = models.TextField(blank=True)
    title_ru = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    text_ru = models.TextField(blank=True)
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source", "subject"), name="portal_entry_once"),
        )

    def __str__(self) -> str:
        return f"{self.source} {self.subject}"


class Progress(models.Model):
    """Until when a source has been followed, and when it was last compared as a whole."""

    source = models.CharField(max_length=40, primary_key=True)
    followed_until = models.DateTimeField(null=True)
    compared_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.source
