"""A session in need of its moderators: forty questions wait, and its item has six minutes left."""

ORGANISER = "organiser@demo.example"
CO_MODERATOR = "p071@demo.example"
WAITING = 40

UNDER_PRESSURE = f"""
from datetime import timedelta
from accounts.models import Person
from conferences.models import Conference
from floor import questions
from live import clock
from sessions import items, life, roles, sessions
from sessions.items import Line
organiser = Person.objects.get(email="{ORGANISER}")
second = Person.objects.get(email="{CO_MODERATOR}")
held = sessions.schedule(
    actor=organiser,
    host=Conference.objects.get(slug="washington"),
    starts_at=clock.now(),
    ends_at=clock.now() + timedelta(minutes=12),
    texts={{"en": {{"title": "Questions to the co-chairs"}}}},
)
items.plan(
    actor=organiser,
    session=held,
    lines=[Line("Questions from the audience", "", "", 6), Line("Closing words", "", "", 5)],
)
roles.give_role(actor=organiser, session=held, person=second, name="moderator")
life.start(actor=organiser, session=held)
words = ["Who answers for the register of requests?", "Кто отвечает за реестр обращений?",
         "How will small organisations be paid, and when does the first part arrive?",
         "Will the hearings be translated?", "Когда опубликуют отчёт рабочей группы?"]
askers = Person.objects.filter(email__endswith="@demo.example").exclude(pk__in=[organiser.pk, second.pk])
for place, asker in enumerate(askers.order_by("email")[:{WAITING}]):
    questions.ask(actor=asker, session=held, text=f"{{words[place % 5]}} ({{place + 1}})", lang="en")
print(held.pk)
"""
