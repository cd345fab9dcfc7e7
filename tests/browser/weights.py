"""What the weight of a page is made of, and where the figures of a run are kept."""

import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Page

FIGURES = Path(settings.BASE_DIR) / "build" / "weights"

THIN = {"bits_per_second": 64_000, "round_trip": 0.4}


class Weights:
    """Counts what each answer to a page weighs on the wire, head and body, by the browser's own record."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.by_path: dict[str, int] = {}
        self._paths: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.responseReceived", self._begun)
        session.on("Network.loadingFinished", self._ended)
        session.send("Network.enable")

    def _begun(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        if not (answer.get("fromDiskCache") or answer["url"].startswith("data:")):
            self._paths[event["requestId"]] = answer["url"].split("/", 3)[3].split("?")[0]

    def _ended(self, event: dict[str, Any]) -> None:
        path = self._paths.pop(event["requestId"], None)
        if path is not None:
            size = int(event["encodedDataLength"])
            self.by_path[path] = self.by_path.get(path, 0) + size

    @property
    def whole(self) -> int:
        """Return what all answers so far weigh together."""
        return sum(self.by_path.values())


def record(name: str, figures: dict[str, Any]) -> None:
    """Keep figures in build/weights, and print them for who runs the tests by hand."""
    FIGURES.mkdir(parents=True, exist_ok=True)
    told = json.dumps(figures, indent=2, ensure_ascii=False)
    (FIGURES / f"{name}.json").write_text(told + "\n")
    sys.stdout.write(f"{name}: {told}\n")
