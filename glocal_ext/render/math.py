"""Formulas as MathML: no script, no font, read by screen readers, the same in e-books."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml

from glocal_ext.log import Warn, warn

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.writers.html5 import HTML5Translator


def visit_math(translator: HTML5Translator, node: nodes.math) -> None:
    """Write a formula in a line of text."""
    translator.body.append(_mathml(translator, node, block=False))
    raise nodes.SkipNode


def visit_math_block(translator: HTML5Translator, node: nodes.math_block) -> None:
    """Write a formula on a line of its own, with its number where it has one."""
    translator.body.append(translator.starttag(node, "div", CLASS="math"))
    if node.get("number"):
        translator.body.append(f'<span class="eqno">({node["number"]})</span>')
    translator.body.append(_mathml(translator, node, block=True))
    translator.body.append("</div>\n")
    raise nodes.SkipNode


def _mathml(translator: HTML5Translator, node: nodes.Element, *, block: bool) -> str:
    """Return a formula as MathML; one that cannot be read stays as it was written."""
    formula = node.astext()
    try:
        found = str(tex2mathml(formula, as_block=block))
    except Exception as error:  # noqa: BLE001  (the converter raises what it meets)
        reason = str(error).split("\n", 1)[0].rstrip(".")
        warn(Warn.MATH, f"The formula cannot be read: {reason}. It is shown as written.", node)
        return f"<code>{translator.encode(formula)}</code>"
    # For readers that know no MathML: what the editor wrote.
    return found.replace("<math", f'<math alttext="{translator.attval(formula)}"', 1)


def register(app: Sphinx) -> None:
    """Register the renderer with Sphinx under the name ``mathml``."""
    app.add_html_math_renderer("mathml", (visit_math, None), (visit_math_block, None))
