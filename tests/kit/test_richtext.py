"""Markdown and imported HTML, cut down to what is harmless."""

import pytest

from kit import richtext
from kit.richtext import plain_text, render_markdown, sanitise_html


def test_markdown_becomes_html() -> None:
    assert render_markdown("# A\n\n*b* and **c**") == "A\n<p><em>b</em> and <strong>c</strong></p>"


def test_html_inside_markdown_is_shown_as_text() -> None:
    assert render_markdown("<script>x()</script>") == "<p>&lt;script&gt;x()&lt;/script&gt;</p>"


@pytest.mark.parametrize(
    "html",
    [
        "<script>x()</script>",
        '<img src="x" onerror="x()">',
        "<style>body{display:none}</style>",
        '<iframe src="https://evil.example"></iframe>',
        '<svg onload="x()"></svg>',
    ],
)
def test_what_could_run_or_load_is_gone(html: str) -> None:
    assert sanitise_html(f"<p>a</p>{html}") == "<p>a</p>"


def test_a_link_is_plain_and_a_script_is_no_link() -> None:
    assert sanitise_html('<a href="https://a.example" onclick="x()">a</a>') == (
        '<a href="https://a.example" rel="noopener noreferrer nofollow">a</a>'
    )
    assert "javascript" not in sanitise_html('<a href="javascript:x()">a</a>')


def test_the_words_of_a_text() -> None:
    assert plain_text("<p>One\n <b>two</b></p>") == "One two"


def test_a_text_beyond_all_measure_is_shown_as_written_and_never_parsed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    parsed: list[int] = []

    def render(text: str) -> str:
        parsed.append(len(text))
        return ""

    monkeypatch.setattr(richtext._markdown, "render", render)
    long = "[" * richtext.MAX_MARKDOWN
    assert render_markdown(f"{long}\n\n<b>*c*") == f"<p>{long}</p>\n<p>&lt;b&gt;*c*</p>"
    assert parsed == []
    render_markdown(long)
    assert parsed == [richtext.MAX_MARKDOWN]
