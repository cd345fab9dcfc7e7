"""What accounts do without being asked: letters go out, and old ones are forgotten."""

from accounts import letters
from live.duties import duty


@duty("accounts.letters", seconds=2)
def send_letters() -> None:
    """Send what waits in the outbox, in a thread of its own."""
    letters.start_round()


@duty("accounts.forget_letters", seconds=3600)
def forget_letters() -> None:
    """Empty letters that were settled long ago."""
    letters.forget_old()
