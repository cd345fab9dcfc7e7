"""`crowd`: forty simulated delegates, labelled as such, in the session that is live now."""

import asyncio
import json
import os
import signal
import urllib.error
import urllib.request
from argparse import ArgumentParser
from collections import Counter
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from kit.refusals import Refused
from portal.crowd import people
from portal.crowd.company import Company
from portal.crowd.delegates import Play
from sessions.models import IN_SESSION, Session, State

_PATIENCE = 5


class Command(BaseCommand):
    """Lets them in, runs them over real sockets, and ends their tokens when they have left."""

    help = "Simulated delegates who chat, ask, support, drop and come back in a session that is on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add what may be chosen."""
        site = f"http://localhost:{os.environ.get('PORT', '8000')}"
        parser.add_argument("session", nargs="?", help="its id; else the one that is live now")
        parser.add_argument("--people", type=int, default=40, help=f"1 to {people.MOST}")
        parser.add_argument("--minutes", type=float, help="how long; else until Ctrl-C")
        parser.add_argument("--pace", type=float, default=1.0, help="2 is twice as lively")
        parser.add_argument(
            "--seed", type=int, default=2011, help="the same seed, the same chances"
        )
        parser.add_argument("--site", default=site, help="address of the running site")
        parser.add_argument(
            "--no-moderator",
            action="store_true",
            help="leave all questions to you: nobody simulated lets them through after a minute",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Run the crowd; the last line is JSON that counts what it did."""
        if not 1 <= options["people"] <= people.MOST or options["pace"] <= 0:
            msg = f"--people is 1 to {people.MOST}, --pace more than 0"
            raise CommandError(msg)
        site = options["site"].rstrip("/")
        _check(site)
        session = _chosen(options["session"])
        try:
            crowd = people.enrol(
                session, options["people"], with_moderator=not options["no_moderator"]
            )
        except Refused as refused:
            raise CommandError(str(refused.text)) from refused
        self.stderr.write(f"{len(crowd)} simulated people come into {session}. Ctrl-C: they leave.")
        try:
            done = asyncio.run(self._run(crowd, site, session.pk, options))
        finally:
            people.dismiss(crowd)
        self.stdout.write(json.dumps(done, ensure_ascii=False, sort_keys=True))

    async def _run(
        self, crowd: list[people.Simulated], site: str, session: UUID, options: dict[str, Any]
    ) -> Counter[str]:
        company = Company(crowd, Play(site, session, options["pace"]), options["seed"])
        loop = asyncio.get_running_loop()
        for name in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(name, company.stop)
        minutes = options["minutes"]
        return await company.run(minutes * 60 if minutes else None, self._report)

    def _report(self, inside: int, done: Counter[str]) -> None:
        figures = " · ".join(f"{count} {deed}" for deed, count in sorted(done.items()))
        self.stderr.write(f"{inside} inside · {figures}")


def _check(site: str) -> None:
    try:
        with urllib.request.urlopen(f"{site}/healthz", timeout=_PATIENCE):  # noqa: S310 - as given
            return
    except (OSError, urllib.error.URLError, ValueError) as absent:
        msg = f"nobody answers at {site}: start the site first (make run), or give --site"
        raise CommandError(msg) from absent


def _chosen(asked: str | None) -> Session:
    if asked is None:
        # The one that has gone on longest: at a conference the plenary, before the workshops.
        live = Session.objects.filter(state=State.LIVE)
        found = live.order_by("starts_at", "id").first()
        if found is None:
            msg = "no session is live now: start one, or give the id of one whose doors are open"
            raise CommandError(msg)
        return found
    try:
        return Session.objects.get(pk=asked, state__in=IN_SESSION)
    except (Session.DoesNotExist, ValidationError) as absent:
        msg = f"{asked}: no session with this id has its doors open"
        raise CommandError(msg) from absent
