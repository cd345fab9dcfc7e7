"""A programme, and files in a folder of the test's own."""

from pathlib import Path
from typing import Any

import pytest

from tests import build


@pytest.fixture(autouse=True)
def _programme(db: None, settings: Any, tmp_path: Path) -> None:
    build.programme()
    settings.MEDIA_ROOT = tmp_path / "files"
