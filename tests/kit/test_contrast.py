"""Both themes hold WCAG AA: every pair that pages draw, computed from the variables themselves.

axe can't judge oklch colours (it reports them as incomplete), so the figures are worked out here:
oklch to linear sRGB after Björn Ottosson's matrices, then the contrast ratio of WCAG 2.
"""

import math
import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).parents[2] / "static" / "src" / "css" / "tokens.css"
TEXT = 4.5
EDGE = 3.0

SURFACES = ("color-base-100", "color-base-200", "color-base-300")
PANELS = (*SURFACES, "tint", "alarm")
FILLED = ("primary", "secondary", "accent", "neutral", "info", "success", "warning", "error")

PAIRS = (
    *(("color-base-content", surface, TEXT) for surface in PANELS),
    *(("muted", surface, TEXT) for surface in PANELS),
    *(("color-primary", surface, TEXT) for surface in (*SURFACES, "tint")),
    *(("color-warning", surface, TEXT) for surface in (*SURFACES, "alarm")),
    *(("color-error", surface, TEXT) for surface in SURFACES),
    *((f"color-{name}-content", f"color-{name}", TEXT) for name in FILLED),
    # Borders of inputs and buttons, the focus ring, the dot of the line.
    *(("edge", surface, EDGE) for surface in (*SURFACES[:2], "tint")),
    *(("color-primary", surface, EDGE) for surface in PANELS),
)

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
