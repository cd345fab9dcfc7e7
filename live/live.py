"""What the kernel itself does again and again: late counts, and leases that nobody renews."""

from live import presence, tallies
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
