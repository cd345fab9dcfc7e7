"""What a fault proof measured: printed for who reads the run, and written to build/faults."""

import json
from typing import Any

from tests.site import ROOT

FOLDER = ROOT / "build" / "faults"


def note(name: str, **figures: Any) -> None:
    """Keep the figures of one proof."""
    rounded = {k: round(v, 3) if isinstance(v, float) else v for k, v in figures.items()}
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / f"{name}.json").write_text(json.dumps(rounded, indent=1) + "\n")
    print(f"{name}: {json.dumps(rounded)}")  # noqa: T201 - pytest -rP shows it


def spread(values: list[float]) -> dict[str, float]:
    """Return the middle and the worst of sorted figures."""
    return {
        "p50": values[len(values) // 2],
        "p99": values[len(values) * 99 // 100],
        "worst": values[-1],
    }
