"""The room's page goes out packed, but for everything that anybody can put into it."""

import gzip

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from chat import notices, posts
from floor import answers, judging, questions
from kit.apart import parts
from records.decisions import decisions
from sessions.models import Session
from tests import build

pytestmark = pytest.mark.django_db

# Put into every place that a reader of the room fills, and looked for in what is compressed.
PROBE = "Zwiebelfisch"


@pytest.fixture
def full(plenary: Session, boris: Person) -> Session:
    """A room in which somebody has filled whatever takes words."""
    build.programme()
    boris.name = f"{PROBE} Boris"
    boris.save()
    house = build.organisation(f"{PROBE} House")
    eager = build.person(f"{PROBE} Person", organisation=house)
    assert plenary.conference is not None
    build.registration(eager, plenary.conference)
    first = posts.post(actor=eager, session=plenary, text=f"{PROBE} said")
    posts.post(actor=eager, session=plenary, text=f"{PROBE} replied", reply=first.pk)
    for hidden in ("answered", "waiting"):
        asked = questions.ask(actor=eager, session=plenary, text=f"{PROBE} {hidden}?")
        if hidden == "answered":
            judging.approve(actor=boris, session=plenary, question=asked.pk)
            answers.answer(actor=boris, session=plenary, question=asked.pk, text=f"{PROBE} answer")
    questions.ask_for(
        actor=boris, session=plenary, text=f"{PROBE}?", on_behalf=f"{PROBE} in the hall"
    )
    notices.pin(actor=boris, session=plenary, message=first.pk)
    decisions.take(actor=boris, session=plenary, text=f"{PROBE} decided")
    return plenary


@pytest.mark.parametrize("reader", ["dmitri", "boris", "eager"])
def test_nothing_that_people_wrote_is_compressed(
    client: Client, full: Session, dmitri: Person, boris: Person, reader: str
) -> None:
    client.force_login(
        {"dmitri": dmitri, "boris": boris, "eager": Person.objects.get(name=f"{PROBE} Person")}[
            reader
        ]
    )
    address = reverse("sessions:detail", args=[full.pk])
    answer = client.get(f"{address}?q={PROBE}", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    page = gzip.decompress(answer.content)
    assert page.count(PROBE.encode()) > 8
    leaks = [
        piece[max(0, at - 90) : at + 60].decode(errors="replace")
        for piece, is_written in parts(page)
        if not is_written and (at := piece.find(PROBE.encode())) >= 0
    ]
    assert leaks == []
