"""Markdown and imported HTML as safe HTML: an allow-list of tags, no images, plain links."""

import re

import nh3
from django.utils.html import escape
from markdown_it import MarkdownIt

_TAGS = {
    "a", "abbr", "b", "blockquote", "br", "code", "em", "h3", "h4", "hr", "i", "li", "ol", "p",
    "pre", "s", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}}
# Reading Markdown may take the square of its length.
MAX_MARKDOWN = 20_000
_SCHEMES = {"http", "https", "mailto"}
_markdown = MarkdownIt("commonmark", {"html": False, "linkify": False})


def sanitise_html(html: str) -> str:
    """Return HTML cut down to the allow-list; links get `rel="noopener noreferrer nofollow"`."""
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
    ).strip()


def render_markdown(text: str) -> str:
    """Return CommonMark as safe HTML; HTML inside the text is shown as text.

    A text beyond all measure is shown as it is written, in its paragraphs.
    """
    if len(text) > MAX_MARKDOWN:
        paragraphs = re.split(r"\n\s*\n", text)
        return sanitise_html("\n".join(f"<p>{escape(each)}</p>" for each in paragraphs))
    return sanitise_html(_markdown.render(text))


def plain_text(html: str) -> str:
    """Return the words of an HTML text, for searching and for previews."""
    return " ".join(nh3.clean(html, tags=set()).split())
