"""The programs that tests start, and what to do where one is not on the machine."""

import os
import shutil

import pytest


def find_program(*names: str, package: str) -> str:
    """The first of these on the PATH. Without one a test fails on CI; on a person's own machine it may
    skip, saying what to install.
    """
    for name in names:
        if found := shutil.which(name):
            return found
    text = f"no {names[0]} on this machine: make setup (as root), or install {package}"
    if os.environ.get("CI"):
        pytest.fail(text, pytrace=False)
    pytest.skip(text)
