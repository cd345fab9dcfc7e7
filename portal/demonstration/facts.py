"""What the demonstration's facts are made of: texts in two languages, and keys that stay the same."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from kit.bilingual import TranslationState
from sessions.models import State

# Loading twice finds the same rows, because their keys are made of their names.
_NAMESPACE = UUID("6d1f5c0e-35d4-4a53-9a0c-1c2f7a3f2011")


def on_the_five(at: datetime) -> datetime:
    """Return the five minutes that an instant falls in: programmes are printed in such steps.

    Always earlier, so that what is over or has begun stays so.
    """
    return at.replace(minute=at.minute - at.minute % 5, second=0, microsecond=0)


def key(kind: str, name: str) -> UUID:
    """Return the key of a thing of the demonstration, the same on every machine and every day."""
    return uuid5(_NAMESPACE, f"{kind}:{name}")


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages; `source` is the one it was written in."""

    en: str = ""
    ru: str = ""
    source: str = "en"
    is_stale: bool = False

    @property
    def state(self) -> TranslationState:
        """Return how the translation stands towards the original."""
        if not (self.en and self.ru):
            return TranslationState.MISSING
        return TranslationState.STALE if self.is_stale else TranslationState.TRANSLATED

    def columns(self, field: str) -> dict[str, str]:
        """Return the two columns of a field."""
        return {f"{field}_en": self.en, f"{field}_ru": self.ru}

    def standing(self) -> dict[str, str]:
        """Return the columns that say which language is the original and how the other stands."""
        return {"source_language": self.source, "translation_state": self.state}


@dataclass(frozen=True, slots=True)
class Talk:
    """A session's texts; `speakers` are addresses of people or names of guests without account."""

    key: str
    title: Words
    abstract: Words
    kind: str = ""
    speakers: tuple[str, ...] = ()
    room: str = "main"
    track: str = "plenary"

    @property
    def state(self) -> TranslationState:
        """Return how the translation stands: out of date if that of either text is."""
        states = {self.title.state, self.abstract.state}
        return TranslationState.STALE if TranslationState.STALE in states else self.title.state


@dataclass(frozen=True, slots=True)
class Planned:
    """A session with its hours and where it stands now."""

    talk: Talk
    starts_at: datetime
    ends_at: datetime
    state: State = State.SCHEDULED
    is_run_by_clock: bool = True


@dataclass(frozen=True, slots=True)
class Guest:
    """A speaker who has no account here."""

    name: Words
    role: Words


@dataclass(frozen=True, slots=True)
class Gathering:
    """What stays the same of a conference, whenever it takes place."""

    slug: str
    zone: str
    venue: str
    title: Words
    about: Words
    rooms: dict[str, Words]
    tracks: dict[str, Words]
    guests: dict[str, Guest] = field(default_factory=dict)
