"""What one socket hears: nothing before the reply to its entering, and nothing that the reply told."""

from collections.abc import Mapping, Sequence

from live import streams
from live.outbox import Outbox
from live.streams import Logged


class Hearing:
    """Takes frames from the listener for one socket; holds them back until `release`."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._held: list[str | Sequence[Logged]] = []
        self._told: Mapping[str, int] = {}
        self.is_holding = True

    def offer(self, text: str) -> None:
        """Take a frame that has no number."""
        if self.is_holding:
            self._held.append(text)
        else:
            self._outbox.put(text)

    def hear(self, events: Sequence[Logged], text: str) -> None:
        """Take numbered events of one stream, with the frame that tells them all.

        A listener that lags, its bells lost, tells also what a newcomer's reply held already.
        """
        if self.is_holding:
            self._held.append(events)
        elif events[0].seq > self._told.get(events[0].stream, 0):
            self._outbox.put(text)
        else:
            self._tell_news(events)

    def release(self, missed: Sequence[Logged], told: Mapping[str, int]) -> None:
        """Send what was missed or held back, but for what the reply has told: its number by stream."""
        self._told, self.is_holding = told, False
        numbered = [event for each in self._held if not isinstance(each, str) for event in each]
        self._tell_news([*missed, *numbered])
        for each in self._held:
            if isinstance(each, str):
                self._outbox.put(each)
        self._held.clear()

    def _tell_news(self, events: Sequence[Logged]) -> None:
        news = [event for event in events if event.seq > self._told.get(event.stream, 0)]
        if news:
            self._outbox.put(streams.frame(news), is_asked_for=True)
