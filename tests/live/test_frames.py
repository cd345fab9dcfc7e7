import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from live.frames import BadFrameError, Beat, CommandFrame, read

ID = "7f0c2f6e-4f3d-4c1e-9a51-0d4f6a1b2c3d"


def test_a_command_and_a_beat_are_read() -> None:
    assert read(f'{{"id":"{ID}","name":"a.b","data":{{"x":1}}}}') == CommandFrame(
        ID, "a.b", {"x": 1}
    )
    assert read('{"beat": 3}') == Beat(3)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("", "frame.not_json"),
        ("[]", "frame.not_an_object"),
        ("{}", "frame.no_id"),
        (f'{{"id":"{ID}"}}', "frame.no_command"),
        (f'{{"id":"{ID}","name":"a.b","extra":1}}', "frame.no_command"),
        ('{"id":"not-a-uuid","name":"a.b"}', "frame.no_id"),
        ("[" * 100_000, "frame.too_large"),
        ("[" * 9 + "]" * 9, "frame.too_deep"),
        ('{"a":' * 9 + "1" + "}" * 9, "frame.too_deep"),
        ("{" + ",".join(f'"k{n}":1' for n in range(65)) + "}", "frame.too_many_keys"),
        (f'{{"id":"{ID}","name":"a.b","data":{{"n":9007199254740993}}}}', "frame.number_too_large"),
        ("1" * 5000, "frame.not_json"),
        (b"\xff\xfe", "frame.not_json"),
        ('"\ud800"', "frame.not_json"),
        ("x" * 65_537, "frame.too_large"),
    ],
)
def test_a_bad_frame_has_a_code(raw: str | bytes, code: str) -> None:
    with pytest.raises(BadFrameError) as bad:
        read(raw)
    assert bad.value.code == code


def test_brackets_inside_strings_are_no_depth() -> None:
    text = "[" * 40 + '\\"' + "{" * 40
    frame = read(f'{{"id":"{ID}","name":"a.b","data":{{"t":"{text}"}}}}')
    assert isinstance(frame, CommandFrame)


@given(st.text() | st.binary())
def test_nothing_else_than_a_bad_frame_is_ever_raised(raw: str | bytes) -> None:
    with contextlib.suppress(BadFrameError):
        assert isinstance(read(raw), CommandFrame | Beat)
