"""How an adopted recommendation names itself to libraries and search engines."""

from django.utils.safestring import SafeString

from accounts.models import Programme
from kit.bilingual import CODES
from kit.zones import local
from live.clock import wire
from records.recommendations.models import Version
from sessions.schedules import structured


def tags(version: Version, url: str, programme: Programme, zone: str) -> list[tuple[str, str]]:
    """Return the names and contents of the citation tags: a title and a language for each that there is."""
    day = local(version.adopted_at, zone).date
    group = version.recommendation.group
    titles = [(code, getattr(version, f"title_{code}")) for code in CODES]
    return [
        *(("citation_title", title) for _code, title in titles if title),
        *([("citation_author", group.name.value)] if group else []),
        ("citation_publication_date", f"{day:%Y/%m/%d}"),
        ("citation_publisher", programme.name.value),
        ("citation_technical_report_number", f"R{version.recommendation.number}"),
        *(("citation_language", code) for code, title in titles if title),
        ("citation_public_url", url),
    ]


def data(version: Version, url: str, programme: Programme) -> SafeString:
    """Return the version as schema.org data in JSON that is safe within a script element."""
    group = version.recommendation.group
    languages = [code for code in CODES if getattr(version, f"title_{code}")]
    names = [getattr(version, f"title_{code}") for code in languages]
    found: dict[str, object] = {
        "@type": "Report",
        "name": names[0] if names else f"R{version.recommendation.number}",
        "inLanguage": languages,
        "reportNumber": f"R{version.recommendation.number}",
        "version": version.number,
        "datePublished": wire(version.adopted_at),
        "publisher": {"@type": "Organization", "name": programme.name.value},
        "url": url,
    }
    if len(names) > 1:
        found["alternateName"] = names[1]
    if group is not None:
        found["author"] = {"@type": "Organization", "name": group.name.value}
    return structured.in_page(found)
