"""Formulas: the MathML of docutils as calls of Typst's functions for mathematics."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from docutils.utils.math.latex2mathml import tex2mathml

from glocal_ext.render.typst.code import EMPTY, Code, array, call, content, string

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;|#)(\w+);")
_ACCENTS = {
    "^": "\u0302", "ˆ": "\u0302", "~": "\u0303", "˜": "\u0303", "→": "\u20d7", "⃗": "\u20d7",
    "˙": "\u0307", "¨": "\u0308", "´": "\u0301", "`": "\u0300", "˘": "\u0306", "ˇ": "\u030c",
    "ˉ": "\u0304", "˚": "\u030a",
}  # fmt: skip
"""The combining characters, which Typst takes, of what MathML sets above a letter."""

_LINES = {"_": "overline", "―": "overline", "¯": "overline", "⏞": "overbrace", "⏟": "underbrace"}
_INVISIBLE = "\u2061\u2062\u2063\u2064"


def formula(tex: str, *, block: bool) -> Code:
    """Return the formula that TeX writes as *tex*.

    Raises what docutils' converter raises for what it cannot read.
    """
    written = str(tex2mathml(tex, as_block=block))
    named = _ENTITY.sub(lambda match: html.unescape(match[0]), written)
    named = re.sub(r' xmlns="[^"]*"', "", named)
    return _row(ET.fromstring(named))  # noqa: S314  (docutils' own)


def _row(element: ET.Element) -> Code:
    """Return the children of *element* one beside the other."""
    return content(_parts(element))


def _parts(element: ET.Element) -> Iterator[Code]:
    children = [each for each in element if _is_shown(each)]
    if element.tag == "mrow" and len(children) > 2 and _is_fence(children[0], children[-1]):
        inner = [_of(each) for each in children]
        yield call("math.lr", content(inner))
        return
    yield from (_of(each) for each in children)


def _is_fence(first: ET.Element, last: ET.Element) -> bool:
    return first.tag == last.tag == "mo" and first.text in (*"([{|‖⟨",) and last.text is not None


def _is_shown(element: ET.Element) -> bool:
    return (element.text or "").strip() not in (*_INVISIBLE,) or len(element) > 0


def _of(element: ET.Element) -> Code:
    """Return one element of a formula; one that is not known shows what it holds."""
    children = [each for each in element if _is_shown(each)]
    rendered = _KINDS.get(element.tag)
    if rendered:
        return rendered(element, children)
    if children:
        return _row(element)
    return _sign(element, children)


def _sign(element: ET.Element, _children: list[ET.Element]) -> Code:
    """Return a variable or a sign, which is one character, or the name of a function."""
    text = (element.text or "").strip()
    if not text:
        return EMPTY
    if len(text) == 1 and element.get("mathvariant") == "normal":
        return call("math.upright", string(text))
    return Code(f"[#symbol({string(text)})]") if len(text) == 1 else call("math.op", text)


def _space(width: str) -> Code:
    return call("h", Code(width)) if re.fullmatch(r"-?[\d.]+em", width) else EMPTY


def _table(_element: ET.Element, rows: list[ET.Element]) -> Code:
    return call("table-of", array(array(_row(cell) for cell in row) for row in rows))


def _scripts(element: ET.Element, children: list[ET.Element]) -> Code:
    base, *scripts = (_of(each) for each in children)
    names = {"msub": "b", "msup": "t", "msubsup": "bt"}[element.tag]
    return call("math.attach", base, **dict(zip(names, scripts, strict=False)))


def _limits(element: ET.Element, children: list[ET.Element]) -> Code:
    base, *others = children
    tag = element.tag
    sign = (others[0].text or "").strip()
    if tag == "mover" and len(base) == 0 and sign in _ACCENTS:
        return call("math.accent", _of(base), _ACCENTS[sign])
    if tag == "mover" and sign in _LINES:
        return call(f"math.{_LINES[sign]}", _of(base))
    if tag == "munder" and sign in (*"_―⏟",):
        return call("math.underbrace" if sign == "⏟" else "math.underline", _of(base))
    names = {"munder": "b", "mover": "t", "munderover": "bt"}[tag]
    scripts = dict(zip(names, map(_of, others), strict=False))
    return call("math.attach", call("math.limits", _of(base)), **scripts)


_KINDS: dict[str, Callable[[ET.Element, list[ET.Element]], Code]] = {
    "mfrac": lambda element, parts: call(
        "math.binom" if element.get("linethickness") == "0" else "math.frac", *map(_of, parts[:2])
    ),
    "mphantom": lambda element, _parts: call("hide", _row(element)),
    "mi": _sign,
    "mn": lambda element, _parts: call("text", (element.text or "").strip()),
    "mover": _limits,
    "mroot": lambda _element, parts: call("math.root", _of(parts[1]), _of(parts[0])),
    "mspace": lambda element, _parts: _space(element.get("width", "")),
    "msqrt": lambda element, _parts: call("math.sqrt", _row(element)),
    "msub": _scripts,
    "msubsup": _scripts,
    "msup": _scripts,
    "mtable": _table,
    "mtext": lambda element, _parts: call("text", element.text or ""),
    "munder": _limits,
    "munderover": _limits,
}
"""How each element of MathML is rendered that is not its parts in a row."""


def alternative(tex: str) -> str:
    """Return the formula for who hears it: what the editor wrote, in one line."""
    return " ".join(tex.split())
