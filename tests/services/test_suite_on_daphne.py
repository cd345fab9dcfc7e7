"""The kernel's tests and the features' on it once more: on daphne, but for those marked `server_uvicorn`."""

import os
import subprocess
import sys

import pytest

from tests.services.test_suite_on_real_servers import HALVES
from tests.site import ROOT


@pytest.mark.live
@pytest.mark.timeout(300)
def test_the_live_suite_passes_on_daphne() -> None:
    environment = os.environ | {"TEST_SERVER": "daphne"}
    environment.pop("CSPP_LIVE_TEST_DATA", None)
    folders = dict.fromkeys([*HALVES["kernel"], *HALVES["features"], "tests/hostile"])
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "live", *folders],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
