"""Frames that are none, by kind: what a broken or hostile client sends, and what it is answered."""

import json
from collections.abc import Callable
from random import Random
from uuid import UUID

from live.frames import MAX_BYTES

Raw = str | bytes
Kind = Callable[[Random], Raw]

SHAPED = "message.post"


def _id(chance: Random) -> str:
    return str(UUID(int=chance.getrandbits(128), version=4))


def _letters(chance: Random, count: int) -> str:
    return "".join(chance.choices("абвгдеabcdef <>&'/*%$", k=count))


def _with_data(chance: Random, data: str) -> str:
    return f'{{"id":"{_id(chance)}","name":"{SHAPED}","data":{data}}}'


def _with_id(command_id: object) -> str:
    return json.dumps({"id": command_id, "name": SHAPED, "data": {"text": "a"}})


# Answered with {"error": {"code"}} and counted: ten within a minute end the socket.
BAD: dict[str, tuple[Kind, str]] = {
    "no JSON": (lambda c: _letters(c, c.randint(1, 300)), "frame.not_json"),
    "cut short": (lambda c: _with_data(c, '{"text":"a"}')[: -c.randint(1, 20)], "frame.not_json"),
    "empty": (lambda c: "", "frame.not_json"),
    "two in one": (lambda c: _with_data(c, "{}") * 2, "frame.not_json"),
    "binary": (lambda c: b"\xff" + c.randbytes(c.randint(0, 300)), "frame.not_json"),
    "UTF-16": (lambda c: _with_data(c, "{}").encode("utf-16"), "frame.not_json"),
    "raw surrogates": (lambda c: b'"\xed\xa0\x80' + b'"', "frame.not_json"),
    "escaped lone surrogate": (
        lambda c: _with_data(c, f'{{"text":"\\ud{c.choice("89ab")}00"}}'),
        "frame.not_json",
    ),
    "no number": (
        lambda c: _with_data(c, f'{{"text":{c.choice(["NaN", "Infinity", "-Infinity", "01"])}}}'),
        "frame.not_json",
    ),
    "number past all": (lambda c: _with_data(c, '{"text":1e999}'), "frame.not_json"),
    "null bytes": (lambda c: "\x00" * c.randint(1, 300), "frame.not_json"),
    "long rubbish": (lambda c: "x" * MAX_BYTES, "frame.not_json"),
    "thousands of digits": (lambda c: "9" * c.randint(5000, 60_000), "frame.not_json"),
    "deep lists": (lambda c: "[" * c.randint(9, 60_000), "frame.too_deep"),
    "deep objects": (lambda c: _with_data(c, '{"a":' * 9 + "1" + "}" * 9), "frame.too_deep"),
    "many keys": (
        lambda c: _with_data(c, json.dumps({f"k{n}": n for n in range(c.randint(65, 2000))})),
        "frame.too_many_keys",
    ),
    "huge integer": (
        lambda c: _with_data(c, f'{{"text":{c.choice(["-", ""])}{2**53 + c.randint(1, 2**40)}}}'),
        "frame.number_too_large",
    ),
    "list": (lambda c: json.dumps([json.loads(_with_data(c, "{}"))]), "frame.not_an_object"),
    "bare value": (
        lambda c: c.choice(["1", '"a"', "null", "true", "-0.5"]),
        "frame.not_an_object",
    ),
    "no id": (lambda c: f'{{"name":"{SHAPED}","data":{{"text":"a"}}}}', "frame.no_id"),
    "no UUID": (
        lambda c: _with_id(c.choice(["", "1", "x" * 36, "{" + _id(c) + "}", _id(c) + "\n", " "])),
        "frame.no_id",
    ),
    "id of another type": (
        lambda c: _with_id(c.choice([1, None, True, ["a"], {"a": 1}])),
        "frame.no_id",
    ),
    "beat with rubbish": (
        lambda c: json.dumps({"beat": c.choice(["1", None, [1], 1.5]), "heads": {}}),
        "frame.no_id",
    ),
    "beat and command": (
        lambda c: f'{{"beat":1,"id":"{_id(c)}","name":"{SHAPED}"}}',
        "frame.no_command",
    ),
    "no name": (lambda c: f'{{"id":"{_id(c)}","data":{{}}}}', "frame.no_command"),
    "name of another type": (
        lambda c: f'{{"id":"{_id(c)}","name":{c.choice(["1", "null", "[]", "{}"])}}}',
        "frame.no_command",
    ),
    "data of another type": (
        lambda c: _with_data(c, c.choice(["1", "null", "[]", '"a"', "true"])),
        "frame.no_command",
    ),
    "more members": (
        lambda c: f'{{"id":"{_id(c)}","name":"{SHAPED}","as":"admin"}}',
        "frame.no_command",
    ),
}

# Frames with a readable id: refused by name, in a reply; a client of another version sends such.
REFUSED: dict[str, Kind] = {
    "unknown name": (
        lambda c: json.dumps({"id": _id(c), "name": _letters(c, 40), "data": {"a": 1}})
    ),
    "a dangerous name": (
        lambda c: json.dumps({"id": _id(c), "name": c.choice(["__class__", "message", ".", ""])})
    ),
    "field of another type": (
        lambda c: _with_data(c, f'{{"text":{c.choice(["1", "null", "[]", "{}", "true"])}}}')
    ),
    "field missing": lambda c: _with_data(c, "{}"),
    "field too many": lambda c: _with_data(c, '{"text":"a","person":"b"}'),
    "keys twice": (
        lambda c: f'{{"id":"{_id(c)}","name":"{SHAPED}","name":"x.y","data":{{"a":1,"a":2}}}}'
    ),
    "text too long": lambda c: _with_data(c, json.dumps({"text": "x" * 60_000})),
    "text of null bytes": lambda c: _with_data(c, '{"text":"\\u0000\\u0000"}'),
    "stream of rubbish": (
        lambda c: json.dumps(
            {
                "id": _id(c),
                "name": "stream.fetch",
                "data": {"stream": c.choice([None, 1, ["room"], "\x00", "epoch"]), "after": 2**53},
            }
        )
    ),
    "entering with rubbish": (
        lambda c: json.dumps(
            {
                "id": _id(c),
                "name": "room.enter",
                "data": {"ticket": c.choice([None, 1, {}, "\x00", "a:b:c", "x" * 50_000])},
            }
        )
    ),
}
