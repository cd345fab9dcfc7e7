"""The kernel's tests and the features' on it once more: on daphne, but for those marked `server_uvicorn`."""

import os
import subprocess
import sys

import pytest

from tests.services.test_suite_on_real_servers import FEATURES, KERNEL
from tests.site import ROOT

HOSTILE = sorted(str(file.relative_to(ROOT)) for file in (ROOT / "tests/hostile").glob("test_*.py"))
PARTS = {
    "kernel-1": KERNEL[::2],
    "kernel-2": KERNEL[1::2],
    "features": list(dict.fromkeys([*FEATURES, *HOSTILE])),
}


@pytest.mark.live
@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", PARTS)
def test_the_live_suite_passes_on_daphne(part: str) -> None:
    environment = os.environ | {"TEST_SERVER": "daphne"}
    environment.pop("CSPP_LIVE_TEST_DATA", None)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "-m",
            "live",
            *PARTS[part],
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
