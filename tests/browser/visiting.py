"""Visitors in browsers: signed in by the demonstration's buttons, watched for whatever goes wrong."""

import json
import os
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from tests.site import ROOT, Site

SCREENSHOTS = Path(settings.BASE_DIR) / "build" / "screenshots"
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 360, "height": 740}
# Chrome's own words on a document that answers 404, which no page can keep off the console.
MISSING = "Failed to load resource: the server responded with a status of 404 (Not Found)"


@dataclass(slots=True)
class Watch:
    """What a page did that it should not have: words on the console, errors, requests elsewhere."""

    origin: str
    found: list[str] = field(default_factory=list)

    def on(self, page: Page) -> "Watch":
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.found.append(f"error: {error}"))
        page.on("request", self._see)
        return self

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.found.append(f"console {message.type}: {message.text}")

    def _see(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme != "data" and f"{parts.scheme}://{parts.netloc}" != self.origin:
            self.found.append(f"request to {request.url}")


class Visitors:
    """Opens browsers on one site as whom a test asks for; each person signs in once."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self.site, self.browser = site, browser
        self._signed_in: dict[str, Any] = {}

    def context(
        self, email: str = "", *, language: str = "", theme: str = "", **options: Any
    ) -> BrowserContext:
        """Return a new profile, signed in as a person of the demonstration or as nobody."""
        options = {"viewport": WIDE, "timezone_id": "America/New_York"} | options
        if email:
            options["storage_state"] = self._sign_in(email)
        context = self.browser.new_context(base_url=self.site.url, **options)
        context.set_default_timeout(10_000)
        for name, value in (("django_language", language), ("theme", theme)):
            if value:
                context.add_cookies([{"name": name, "value": value, "url": self.site.url}])
        return context

    def _sign_in(self, email: str) -> Any:
        if email not in self._signed_in:
            with self.browser.new_context(base_url=self.site.url) as context:
                page = context.new_page()
                page.goto("/")
                form = page.locator("form", has=page.locator("input[name=email]")).first
                form.locator("input[name=email]").evaluate("(field, to) => field.value = to", email)
                form.get_by_role("button").click()
                expect(page.locator("body[data-person]:not([data-person=''])")).to_be_attached()
                self._signed_in[email] = context.storage_state()
        return self._signed_in[email]


@cache
def _axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()


# Every rule that axe has, also those that it leaves off by default; only its deprecated ones stay off.
AUDIT = """async () => {
  const rules = axe.getRules().filter(({ tags }) => !tags.includes("deprecated"));
  const on = Object.fromEntries(rules.map(({ ruleId }) => [ruleId, { enabled: true }]));
  const { violations } = await axe.run(document, { rules: on, resultTypes: ["violations"] });
  return violations.map(({ id, help, nodes }) => ({
    id, help, nodes: nodes.slice(0, 5).map(({ html, target, failureSummary }) =>
      ({ html: html.slice(0, 200), target: target.join(" "), why: failureSummary })),
  }));
}"""


def audit(page: Page) -> list[str]:
    """Return what axe finds, a line for each rule and place; the page's policy does not bind it."""
    page.evaluate(_axe())
    violations = page.evaluate(AUDIT)
    return [
        f"axe {rule['id']} ({rule['help']}): {node['target']} {node['html']}"
        for rule in violations
        for node in rule["nodes"]
    ]


def enter(page: Page, address: str) -> None:
    """Open a room and wait until the line says that it is up."""
    page.goto(address)
    expect(page.locator("#room-line .line-up")).to_be_visible()


def kept_picture(page: Page, name: str) -> None:
    """Keep a picture in build/screenshots when SCREENSHOTS is set, for somebody to look at."""
    if os.environ.get("SCREENSHOTS"):
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def sessions_in(site: Site, token: str, state: str) -> list[dict[str, Any]]:
    """Return the sessions in a state that a person may see."""
    found: list[dict[str, Any]] = site.ask(f"/api/v1/sessions/?state={state}", token)["results"]
    assert found, f"the demonstration has no session that is {state}"
    return found


def told(found: list[str]) -> str:
    return json.dumps(found, indent=1, ensure_ascii=False)
