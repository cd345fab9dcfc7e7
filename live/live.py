"""What the kernel itself does again and again, and what it tells: registered as an app's would be."""

from live import presence, tallies, troubles  # noqa: F401 - its whisper is of the catalogue
from live.duties import duty


@duty("live.counts", seconds=1)
def tell_counts() -> None:
    """Publish counts that changed within half a second of their last telling."""
    if tallies.has_due():
        tallies.publish_due()


@duty("live.leases", seconds=10)
def end_leases() -> None:
    """End the leases of sockets that went without a word."""
    presence.sweep()
