"""The log and what delivery needs to remember: streams, events, receipts, tickets, leases."""

import uuid

from django.db import models


class Stream(models.Model):
    """A name and the last number given out in it; its row is the lock that orders writers.

    `epoch.<person>` rows use the same counter for a person's rights: no events, only the number.
    """

    name = models.CharField(max_length=120, primary_key=True)
    head = models.BigIntegerField(default=0)
    last_at = models.DateTimeField(null=True)
    # The number that the last redaction came with: a state from before it holds what is gone.
    redacted = models.BigIntegerField(default=0)
    # In a room's own stream: the item that is under discussion, which each of its events carries.
    agenda_item = models.UUIDField(null=True)

    def __str__(self) -> str:
        return f"{self.name}:{self.head}"


class Event(models.Model):
    """One numbered fact, for ever; what a person said in it lies apart, in its body."""

    stream = models.CharField(max_length=120)
    seq = models.BigIntegerField()
    name = models.CharField(max_length=60)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    subject = models.UUIDField(null=True, db_index=True)
    agenda_item = models.UUIDField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("stream", "seq"), name="live_event_stream_seq"),
        )

    def __str__(self) -> str:
        return f"{self.stream}:{self.seq} {self.name}"


class EventBody(models.Model):
    """An event's data as it goes on the wire; redaction replaces it by a tombstone."""

    event = models.OneToOneField(
        Event, on_delete=models.CASCADE, primary_key=True, related_name="body"
    )
    data = models.TextField()
    is_redacted = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"body of event {self.event_id}"


class Receipt(models.Model):
    """The first answer to a command, so that sending it again has no second effect; kept 24 h."""

    scope = models.CharField(max_length=160)
    command = models.UUIDField()
    name = models.CharField(max_length=60)
    digest = models.CharField(max_length=32, blank=True)
    reply = models.TextField(blank=True)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = (
            # By command first: whether an id was used in another scope is asked of each new one.
            models.UniqueConstraint(fields=("command", "scope"), name="live_receipt_once"),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.command}"


class UsedTicket(models.Model):
    """A ticket that has been used up; the row outlives the ticket and is then swept."""

    nonce = models.UUIDField(primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return str(self.nonce)


class Lease(models.Model):
    """One stay of one socket (or poller) in a room; it ends at its last heartbeat, never later.

    `counts` says whether it is attendance: who reads what is over is not counted as present.
    `is_expelled`: its person was put out, and is not present for the time that others are waited for.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    room = models.CharField(max_length=80)
    person = models.UUIDField()
    entered_at = models.DateTimeField()
    last_seen = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    door = models.CharField(max_length=10)
    counts = models.BooleanField(default=True)
    is_expelled = models.BooleanField(default=False)

    class Meta:
        indexes = (
            models.Index(fields=("room", "ended_at", "last_seen"), name="live_lease_present"),
            models.Index(fields=("room", "person"), name="live_lease_person"),
            models.Index(fields=("person", "ended_at"), name="live_lease_sockets"),
        )

    def __str__(self) -> str:
        return f"{self.person} in {self.room}"


class Allowance(models.Model):
    """A token bucket of one person: what is left of a limit, kept over reconnects and processes."""

    person = models.UUIDField()
    limit = models.CharField(max_length=30)
    tokens = models.FloatField()
    filled_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("person", "limit"), name="live_allowance_once"),
        )

    def __str__(self) -> str:
        return f"{self.limit} of {self.person}"


class Tally(models.Model):
    """A count that changes faster than it should be told: dirty until it is published."""

    room = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    is_dirty = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    published = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("kind", "subject"), name="live_tally_once"),)
        indexes = (models.Index(fields=("is_dirty", "published_at"), name="live_tally_dirty"),)

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject}: {self.published}"
