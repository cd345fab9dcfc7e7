"""Noticing that the bell is not heard or the database does not answer, and telling it on the page."""

from dataclasses import dataclass

from live.protocol import Whisper

# Seconds without a sign of life. Both are looked for once a second.
PATIENCE = 2.5


class LineTroubled(Whisper, frozen=True, kw_only=True):
    """What this server lacks now: its bell (all comes up to 2 s late), its store (nothing is taken)."""

    wire = "line.troubled"
    bell: bool
    store: bool

    @property
    def in_words(self) -> str:
        """Return the same for the server's own log."""
        bell = "not heard" if self.bell else "heard"
        store = "away" if self.store else "there"
        return f"the bell is {bell}, the database is {store}"


WELL = LineTroubled(bell=False, store=False)


@dataclass(slots=True)
class SignsOfLife:
    """When this process last heard its own bell and last read the database, by its own clock."""

    bell: float
    store: float
    told: LineTroubled = WELL

    def change(self, now: float) -> LineTroubled | None:
        """Return what to tell when it differs from what was told last; then that counts as told."""
        state = LineTroubled(bell=now - self.bell > PATIENCE, store=now - self.store > PATIENCE)
        if state == self.told:
            return None
        self.told = state
        return state

    @property
    def is_troubled(self) -> bool:
        """Say whether a newcomer has to be told that something is amiss."""
        return self.told.bell or self.told.store
