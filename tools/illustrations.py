"""Draw the illustrations that stand in for photographs, or check that they keep to the palette.

Run from the repository's root: ``python tools/illustrations.py`` draws all of them,
``python tools/illustrations.py signing dinner`` the named, ``--check`` draws nothing.

A class in an SVG says what colour it is: ``celadon`` is the colour itself, ``celadon-p40`` has
40 % paper in it, ``celadon-p40-i30`` that with 30 % indigo; ``stroke-`` before it paints lines.
``shade`` and ``light`` lay indigo or paper over what is beneath. The root's ``data-main`` and
``data-ground`` name the main shape's colour and its ground's, which must be told apart in grey.
"""

import argparse
import io
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

SOURCES = Path(__file__).parent / "illustrations"
TARGET = Path(__file__).parents[1] / "source" / "issues" / "2023" / "09"
CHROMIUM = "/usr/bin/chromium"
LONG_EDGE = 2400
LEAST_CONTRAST = 2.0
PALETTE = {
    "indigo": (0x22, 0x30, 0x4A),
    "vermilion": (0xC4, 0x47, 0x2E),
    "ochre": (0xDD, 0xA6, 0x3A),
    "celadon": (0x7F, 0xA9, 0x9B),
    "lavender": (0x9A, 0x8F, 0xB8),
    "paper": (0xF4, 0xEB, 0xDD),
}
VEILS = {"shade": "indigo", "light": "paper"}
ELEMENTS = {
    *("svg", "title", "desc", "style", "defs", "clipPath", "g", "use"),
    *("path", "rect", "circle", "ellipse"),
}
OUTSIDE = {"fill", "stroke", "style", "filter", "mask"}  # painting that the classes do not see
SVG = "{http://www.w3.org/2000/svg}"

Colour = tuple[float, float, float]


def mixed(name: str) -> Colour:
    """Return the colour that a name such as ``celadon-p40-i30`` stands for."""
    base, *steps = name.split("-")
    if base not in PALETTE:
        raise ValueError(f"“{name}” is not a colour of the palette")
    red, green, blue = (float(part) for part in PALETTE[base])
    for step in steps:
        match = re.fullmatch(r"([pi])(\d{1,2})", step)
        if match is None:
            raise ValueError(f"“{step}” in “{name}” is not a share of paper or indigo")
        other = PALETTE["paper" if match[1] == "p" else "indigo"]
        share = int(match[2]) / 100
        red, green, blue = (
            own * (1 - share) + more * share
            for own, more in zip((red, green, blue), other, strict=True)
        )
    return red, green, blue


def rule(name: str) -> str:
    """Return the CSS rule that a class must have."""
    if name in VEILS:
        return f".{name} {{ fill: {as_hex(mixed(VEILS[name]))}; opacity: 0.3; }}"
    if name.startswith("stroke-"):
        return f".{name} {{ fill: none; stroke: {as_hex(mixed(name.removeprefix('stroke-')))}; }}"
    return f".{name} {{ fill: {as_hex(mixed(name))}; }}"


def as_hex(colour: Colour) -> str:
    """Write a colour as ``#22304A``."""
    return "#" + "".join(f"{round(part):02X}" for part in colour)


def contrast(one: str, other: str) -> float:
    """Return the contrast of two named colours as WCAG counts it."""

    def luminance(name: str) -> float:
        parts = [part / 255 for part in mixed(name)]
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def mistakes(source: Path) -> list[str]:
    """Tell what in a drawing does not keep to the art direction."""
    found = []
    root = ET.fromstring(source.read_text(encoding="utf-8"))  # noqa: S314  our own files
    used: set[str] = set()
    for element in root.iter():
        tag = element.tag.removeprefix(SVG)
        if tag not in ELEMENTS:
            found.append(f"<{tag}> may not stand in an illustration")
        for attribute, value in element.attrib.items():
            if attribute.endswith("href") and not value.startswith("#"):
                found.append(f"“{value}” is outside the file")
            elif attribute in OUTSIDE and value != "none":
                found.append(f"{attribute}=“{value}”: colours are given by classes")
        used.update(element.get("class", "").split())
    style = root.findtext(f"{SVG}style") or ""
    rules = {line.strip() for line in style.splitlines() if line.strip()}
    try:
        wanted = {rule(name) for name in used}
        found += [f"the style needs “{line}”" for line in sorted(wanted - rules)]
        found += [f"the style has “{line}”, which is not needed" for line in sorted(rules - wanted)]
        main, ground = root.get("data-main", ""), root.get("data-ground", "")
        ratio = contrast(main, ground)
        if ratio < LEAST_CONTRAST:
            found.append(f"{main} on {ground} has a contrast of {ratio:.2f} only")
    except ValueError as error:
        found.append(str(error))
    if not all(root.findtext(f"{SVG}{tag}") for tag in ("title", "desc")):
        found.append("a <title> and a <desc> are needed")
    return [f"{source.name}: {mistake}" for mistake in found]


def draw(page: Page, source: Path) -> Path:
    """Draw one SVG as a JPEG of 2,400 pixels on its long edge."""
    svg = source.read_text(encoding="utf-8")
    root = ET.fromstring(svg)  # noqa: S314  our own files
    width, height = int(root.get("width", 0)), int(root.get("height", 0))
    scale = LONG_EDGE / max(width, height)
    size = {"width": round(width * scale), "height": round(height * scale)}
    page.set_viewport_size({"width": size["width"], "height": size["height"]})
    page.set_content(
        "<style>body { margin: 0 } svg { display: block; width: 100vw; height: 100vh }</style>"
        + svg
    )
    picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    target = TARGET / f"{source.stem}.jpg"
    picture.save(target, quality=88, subsampling="4:4:4", optimize=True, progressive=True)
    return target


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", help="such as “signing”; all when none is given")
    parser.add_argument("--check", action="store_true", help="look for mistakes, draw nothing")
    arguments = parser.parse_args()
    sources = [SOURCES / f"{name}.svg" for name in arguments.names]
    sources = sources or sorted(SOURCES.glob("*.svg"))
    found = [mistake for source in sources for mistake in mistakes(source)]
    for mistake in found:
        sys.stderr.write(f"{mistake}\n")
    if found or arguments.check:
        return 1 if found else 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = browser.new_page()
        for source in sources:
            target = draw(page, source)
            sys.stdout.write(f"{target.name}: {target.stat().st_size / 1000:.0f} KB\n")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
