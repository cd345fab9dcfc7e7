"""What a schedule file says of itself: who wrote it, and which version of the programme it is."""

from hashlib import blake2b
from importlib.metadata import PackageNotFoundError, version


def _release() -> str:
    try:
        return version("cspp-live")
    except PackageNotFoundError:
        # Run from its folder, it was never installed.
        return "0"


GENERATOR = {"name": "CSPP Live", "version": _release()}


def versioned(content: str) -> str:
    """Return a mark of the content: the same programme has the same version, any change another."""
    return blake2b(content.encode(), digest_size=8).hexdigest()
