"""Both themes hold WCAG AA: every pair that pages can draw, computed from the variables themselves.

axe can't judge oklch colours (it reports them as incomplete), so the figures are worked out here:
oklch to linear sRGB after Björn Ottosson's matrices, then the contrast ratio of WCAG 2.
"""

import math
import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "static" / "src" / "css"
TEMPLATES = CSS.parents[2] / "templates"
TOKENS = CSS / "tokens.css"
TEXT = 4.5
EDGE = 3.0

# Whatever may lie under a word, and whatever a word may be written with: all with all.
GROUNDS = ("color-base-100", "color-base-200", "color-base-300", "tint", "alarm")
INKS = ("color-base-content", "muted", "color-primary", "color-warning", "color-error")
FILLED = ("primary", "secondary", "accent", "neutral", "info", "success", "warning", "error")
# Borders of inputs and buttons, the focus ring, the dot of the line, the edge of what is refused.
EDGES = ("edge", "color-primary", "color-warning", "color-error")
# Told by nothing else: a rule between rows is an ornament, a shade and a veil lie under nothing.
ORNAMENTS = {"line", "shade", "veil"}

PAIRS = (
    *((ink, ground, TEXT) for ink in INKS for ground in GROUNDS),
    *((f"color-{name}-content", f"color-{name}", TEXT) for name in FILLED),
    *((edge, ground, EDGE) for edge in EDGES for ground in GROUNDS),
    # The ring around a filled button stands off from it, on the ground; the bar of a tab lies in it.
    ("color-primary-content", "color-primary", EDGE),
)
KNOWN = {name for ink, ground, _least in PAIRS for name in (ink, ground)}

PAINT = re.compile(
    r"(?<![\w-])(color|background|background-color|fill|stroke|border[a-z-]*|outline|accent-color)"
    r":[^;]*?var\(--([a-z0-9-]+)\)"
)
UTILITY = re.compile(
    r"\b(text|bg)-(muted|edge|line|tint|alarm|(?:base|primary|secondary|accent|neutral|info"
    r"|success|warning|error)(?:-[a-z0-9]+)?)(?![\w-])(/\d+)?"
)
MEASURES = re.compile(r"^(radius|size|font|border)")

Rgb = tuple[float, float, float]
Theme = dict[str, Rgb]


def themes() -> dict[str, Theme]:
    """Return name -> variable -> colour of every theme in tokens.css."""
    css = TOKENS.read_text()
    blocks = re.findall(r'@plugin "daisyui/theme" \{(.*?)\n\}', css, re.DOTALL)
    found = {}
    for block in blocks:
        name = re.search(r'name: "([\w-]+)"', block)
        colours = re.findall(r"--([\w-]+): oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)", block)
        assert name is not None
        found[name[1]] = {
            variable: linear(float(light) / 100, float(chroma), float(hue))
            for variable, light, chroma, hue in colours
        }
    return found


def linear(light: float, chroma: float, hue: float) -> Rgb:
    """Return linear sRGB of an oklch colour, cut off at what a screen can show."""
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _shown(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _shown(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _shown(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )


def _shown(channel: float) -> float:
    return min(1.0, max(0.0, channel))


def contrast(one: Rgb, other: Rgb) -> float:
    """Return the WCAG contrast ratio of two colours."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: Rgb) -> float:
    """Return the relative luminance of a linear colour."""
    red, green, blue = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_conversion_known_colours() -> None:
    white, black = linear(1, 0, 0), linear(0, 0, 0)
    assert contrast(white, black) == pytest.approx(21, abs=0.01)
    # sRGB #767676 is the classic grey that just passes on white: 4.54.
    assert contrast(linear(0.5659, 0, 0), white) == pytest.approx(4.54, abs=0.02)
    # sRGB red is oklch(62.8% 0.2577 29.23); WCAG gives 4.00 on white.
    assert contrast(linear(0.62796, 0.25768, 29.234), white) == pytest.approx(4.0, abs=0.02)


def test_themes_both_present() -> None:
    found = themes()
    assert set(found) == {"cspp-light", "cspp-dark"}
    assert set(found["cspp-light"]) == set(found["cspp-dark"])


@pytest.mark.parametrize("theme", ["cspp-light", "cspp-dark"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS, ids=str)
def test_contrast_pair(theme: str, ink: str, ground: str, least: float) -> None:
    colours = themes()[theme]
    assert contrast(colours[ink], colours[ground]) >= least


def sheets() -> dict[str, str]:
    """Return our style sheets without their comments, but for the tokens."""
    found = {path.name: path.read_text() for path in CSS.glob("*.css") if path != TOKENS}
    return {name: re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL) for name, css in found.items()}


def on_screen(css: str) -> str:
    """Return a sheet without what it says of paper, where each theme is black on white."""
    return re.sub(r"@media print \{.*?\n\}", "", css, flags=re.DOTALL)


def test_no_sheet_names_a_colour_of_its_own() -> None:
    literal = re.compile(
        r"#[0-9a-f]{3,8}\b|\b(?:oklch|oklab|rgba?|hsla?|color-mix)\(", re.IGNORECASE
    )
    found = {name: literal.findall(css) for name, css in sheets().items()}
    assert {name: colours for name, colours in found.items() if colours} == {}


def test_every_colour_in_use_is_judged() -> None:
    """A colour that no pair has is one whose contrast nobody has proved."""
    used = {
        variable
        for css in sheets().values()
        for _property, variable in PAINT.findall(on_screen(css))
        if not MEASURES.match(variable)
    }
    assert used - KNOWN - ORNAMENTS == set()
    assert used >= {"muted", "edge", "tint", "alarm", "color-primary"}


def test_edges_and_ornaments_are_no_ink() -> None:
    """An edge has 3:1, which is too little for words."""
    found = [
        (name, rule)
        for name, css in sheets().items()
        for rule in re.findall(r"[{;]\s*(color: var\(--(?:edge|line)\))", on_screen(css))
    ]
    assert found == []


def test_a_rule_that_names_both_is_legible() -> None:
    """Where ink and ground are set side by side, it is a pair that was judged, in both themes."""
    judged = {(ink, ground) for ink, ground, least in PAIRS if least == TEXT}
    found = set()
    for css in sheets().values():
        for rule in re.findall(r"\{([^{}]*)\}", on_screen(css)):
            ink = re.search(r"(?<![\w-])color: var\(--([a-z0-9-]+)\)", rule)
            ground = re.search(r"background(?:-color)?: var\(--([a-z0-9-]+)\)", rule)
            if ink and ground:
                found.add((ink[1], ground[1]))
    assert found - judged == set()
    assert ("color-primary-content", "color-primary") in found


def test_templates_use_quiet_colours_only() -> None:
    """Utilities with a share of a colour (`text-primary/60`) would be a colour that nobody judged."""
    found = {
        match for path in TEMPLATES.rglob("*.html") for match in UTILITY.findall(path.read_text())
    }
    assert {f"{kind}-{name}{share}" for kind, name, share in found} <= {
        "text-muted", "text-base", "bg-tint", "bg-alarm", "bg-base-200", "text-warning", "text-error",
    }  # fmt: skip
