"""Ratios of turns that stand beside each other in time, and how sure one may be of their median."""

import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

RESAMPLES = 2000

# What each delivery of a turn took, in seconds.
Turn = list[float]


@dataclass(frozen=True)
class Pairs:
    """Turns without and with what is looked at, as many of the one as of the other, in their order.

    What else the machine does falls on both turns of a pair alike; a single turn says nothing.
    """

    without: Sequence[Turn]
    beside: Sequence[Turn]

    def figures(self) -> dict[str, Any]:
        """Return the p99 of both, the median of the pairs' ratios, and between what it lies.

        The interval is what 95 of 100 resamplings of the pairs give. `noise` is the same ratio between
        neighbouring turns that were both without.
        """
        alone, beside = (list(map(_p99, turns)) for turns in (self.without, self.beside))
        ratios = [b / a for a, b in zip(alone, beside, strict=True)]
        noise = [max(a, b) / min(a, b) for a, b in pairwise(alone)]
        low, high = interval(ratios)
        return {
            "without": _summary(self.without),
            "with": _summary(self.beside),
            "pairs": len(ratios),
            "ratio": round(statistics.median(ratios), 2),
            "interval": [round(low, 2), round(high, 2)],
            "ratio_of_p50": round(_middle(self.beside) / _middle(self.without), 2),
            "noise": round(statistics.median(noise), 2),
        }


def interval(ratios: Sequence[float]) -> tuple[float, float]:
    """Return between what the median lies in 95 of 100 drawings from these."""
    chance = random.Random(1)
    drawn = (chance.choices(ratios, k=len(ratios)) for _ in range(RESAMPLES))
    medians = sorted(map(statistics.median, drawn))
    return medians[RESAMPLES // 40], medians[-RESAMPLES // 40 - 1]


def _summary(turns: Sequence[Turn]) -> dict[str, float]:
    """Return the median of the turns' figures: what else the machine did in one turn spoils that one."""
    return {
        "deliveries": sum(map(len, turns)),
        "p50_ms": round(_middle(turns) * 1000, 1),
        "p99_ms": round(statistics.median(map(_p99, turns)) * 1000, 1),
    }


def _middle(turns: Sequence[Turn]) -> float:
    return statistics.median(map(statistics.median, turns))


def _p99(took: Turn) -> float:
    return statistics.quantiles(took, n=100)[98]
