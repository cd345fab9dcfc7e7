"""What a plain form says becomes what its command's fields are."""

from typing import Any

import pytest

from sessions.plain import typed

PERSON = "7d0c2a5e-0000-4000-8000-000000000001"


@pytest.mark.parametrize(
    ("name", "texts", "said"),
    [
        ("screen.declare", {"heads": " 8 "}, {"heads": 8}),
        ("screen.declare", {"heads": "-8"}, {"heads": "-8"}),
        ("screen.declare", {"heads": "eight"}, {"heads": "eight"}),
        ("screen.declare", {"heads": "٣"}, {"heads": "٣"}),
        ("screen.declare", {"heads": "9" * 16}, {"heads": "9" * 16}),
        ("screen.declare", {"names": "Anna\r\n\r\n Vera \n"}, {"names": ["Anna", "Vera"]}),
        ("screen.declare", {"names": ""}, {"names": []}),
        ("screen.confirm", {"person": PERSON, "heads": "3"}, {"person": PERSON, "heads": 3}),
        ("message.post", {"text": " 8 ", "reply": ""}, {"text": " 8 ", "reply": None}),
        ("message.post", {"text": "a", "reply": PERSON}, {"text": "a", "reply": PERSON}),
        ("message.post", {"unknown": "8"}, {"unknown": "8"}),
        ("nothing.known", {"heads": "8"}, {"heads": "8"}),
    ],
)
def test_texts_are_read_by_the_fields_they_are_for(
    name: str, texts: dict[str, str], said: dict[str, Any]
) -> None:
    assert typed(name, texts) == said
