"""All simulated people of one session at once, until it is enough."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable

from portal.crowd.delegates import Delegate, Play
from portal.crowd.people import Simulated

REPORT_SECONDS = 10.0
# Nobody comes in at the same instant as all others: twenty entries a second.
_APART = 0.05
_GOODBYE = 5.0

Report = Callable[[int, Counter[str]], None]


class Company:
    """Runs a crowd and counts what it does; `report(inside, done)` is called every ten seconds."""

    def __init__(self, crowd: list[Simulated], play: Play, seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - for play, not for secrets
        self._play = play
        self.delegates = [Delegate(who, play, chance.random()) for who in crowd]
        self._over = asyncio.Event()

    @property
    def inside(self) -> int:
        """Return how many are inside now."""
        return sum(delegate.line.is_inside for delegate in self.delegates)

    def stop(self) -> None:
        """Ask everybody to leave."""
        self._over.set()

    async def run(self, seconds: float | None, report: Report) -> Counter[str]:
        """Let them live for some seconds, or until stopped; returns what was done."""
        visits = []
        for delegate in self.delegates:
            visits.append(asyncio.create_task(delegate.live()))
            await asyncio.sleep(_APART)
        telling = asyncio.create_task(self._tell(report))
        try:
            await asyncio.wait_for(self._over.wait(), seconds)
        except TimeoutError:
            pass
        finally:
            telling.cancel()
            await asyncio.gather(*(delegate.leave() for delegate in self.delegates))
            _left, staying = await asyncio.wait(visits, timeout=_GOODBYE)
            for visit in staying:
                visit.cancel()
        return self._play.done

    async def _tell(self, report: Report) -> None:
        while True:
            await asyncio.sleep(REPORT_SECONDS)
            report(self.inside, self._play.done)
