"""The digest by which a copy of an adopted text can be held against it."""

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256

from kit.bilingual import CODES
from records.recommendations.models import AdoptedParagraph, Paragraph, Recommendation, Version


def digest(
    row: Recommendation | Version, paragraphs: Iterable[Paragraph] | Iterable[AdoptedParagraph]
) -> str:
    """Return the digest of what a draft or a version says."""
    titles = {code: getattr(row, f"title_{code}") for code in CODES}
    texts = [{code: getattr(each, f"text_{code}") for code in CODES} for each in paragraphs]
    return digest_of(titles, texts)


def digest_of(title: Mapping[str, str], paragraphs: Iterable[Mapping[str, str]]) -> str:
    """Return the SHA-256 of the canonical text: title and paragraphs in both languages, as JSON."""
    texts = {"title": dict(title), "paragraphs": [dict(each) for each in paragraphs]}
    canonical = json.dumps(texts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()
