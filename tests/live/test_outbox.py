"""The line of one socket: who overflows it is cut, but not at the same instant as all others who did."""

import asyncio

from live.outbox import CUT_WITHIN, MAX_FRAMES, Outbox

TOO_MANY = MAX_FRAMES + 2


class Reader:
    """One who takes nothing, and when they were cut."""

    def __init__(self) -> None:
        self.cut_at: list[float] = []
        self.outbox = Outbox(self._never, self._cut)

    async def _never(self, _message: dict[str, object]) -> None:
        await asyncio.Event().wait()

    def _cut(self) -> None:
        self.cut_at.append(asyncio.get_running_loop().time())

    def overflow(self) -> None:
        for _ in range(TOO_MANY):
            self.outbox.put("said")


async def test_those_who_overflow_together_are_cut_one_after_the_other() -> None:
    readers = [Reader() for _ in range(20)]
    await asyncio.sleep(0)
    for reader in readers:
        reader.overflow()
        assert not reader.outbox.is_open
    async with asyncio.timeout(CUT_WITHIN + 10):
        while not all(reader.cut_at for reader in readers):
            await asyncio.sleep(0.02)
    when = [at for reader in readers for at in reader.cut_at]
    assert len(when) == 20
    # That twenty at random fall into a third of the time comes once in 300 million runs.
    assert max(when) - min(when) > CUT_WITHIN / 3


async def test_who_has_gone_by_then_is_left_alone() -> None:
    reader = Reader()
    await asyncio.sleep(0)
    reader.overflow()
    reader.outbox.stop()
    await asyncio.sleep(CUT_WITHIN + 0.1)
    assert reader.cut_at == []
