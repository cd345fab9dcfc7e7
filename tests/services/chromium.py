"""Debian's Chromium, without a screen and without a word to anybody but our own server."""

from dataclasses import dataclass

from playwright.sync_api import Browser, Playwright

from tests.services.programs import find_program

FLAGS = (
    "--no-sandbox",  # root, as in CI, can't have one
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@dataclass(frozen=True)
class Chromium:
    executable: str
    flags: tuple[str, ...] = FLAGS

    def launch(self, playwright: Playwright) -> Browser:
        """Each launch has an empty profile, each context of it a visitor's own cookies."""
        return playwright.chromium.launch(
            executable_path=self.executable, args=list(self.flags), headless=True
        )


def find() -> Chromium:
    return Chromium(
        find_program("chromium", "chromium-browser", "google-chrome", package="chromium")
    )
