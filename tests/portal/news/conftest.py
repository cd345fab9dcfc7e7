"""News as the cast would write them."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import Person
from groups.models import Group
from portal.news import stories
from portal.news.models import Story
from portal.news.stories import Facts

Write = Callable[..., Story]


def facts(**said: Any) -> Facts:
    """Return facts of a story with an English title, unless said otherwise."""
    title = said.pop("title", {"en": "Winners are announced"})
    text = said.pop("text", {"en": "Six projects **won**."})
    return Facts(**{"source_language": "en", "title": title, "text": text, **said})


@pytest.fixture
def publish() -> Write:
    """Write and publish in one breath, as somebody who may."""

    def published(actor: Person, group: Group | None = None, **said: Any) -> Story:
        made = stories.write(actor=actor, group=group, facts=facts(**said))
        return stories.publish(actor=actor, story=made)

    return published
