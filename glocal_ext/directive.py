"""The base of this package's directives: options with their lines, mistakes as warnings."""

from __future__ import annotations

import abc
from typing import TYPE_CHECKING, ClassVar, TypeVar

from docutils.statemachine import StringList
from sphinx.util.docutils import SphinxDirective

from glocal_ext.core.problems import did_you_mean
from glocal_ext.log import Warn, warn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docutils import nodes

    from glocal_ext.core.options import Block

T = TypeVar("T")

BLOCK_KEY = "glocal_block"
"""Where the parser leaves a directive's `Block` for the directive that it runs next."""


class EditorDirective(SphinxDirective, abc.ABC):
    """A directive whose options and body are read by `glocal_ext.core.options`.

    ``option_spec`` stays empty, so that MyST leaves the text alone; *option_names* has the
    names that the directive takes.
    """

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_names: ClassVar[tuple[str, ...]] = ()
    option_warning: ClassVar[Warn] = Warn.DIRECTIVE_OPTION
    option_left_out: ClassVar[str] = "“:{}:” is left out"

    def run(self) -> list[nodes.Node]:
        """Read the block that the parser left, then build the nodes."""
        self.block: Block = self.env.current_document[BLOCK_KEY]
        unknown = [each for each in self.block.options if each.name not in self.option_names]
        told = {option.line for option in unknown}
        for problem in self.block.problems:
            if problem.line not in told:
                self.warn(Warn(problem.name), problem.message, problem.line)
        self.has_mistakes = bool(self.block.problems or unknown)
        for option in unknown:
            offer = did_you_mean(option.name, self.option_names)
            known = ", ".join(self.option_names)
            message = f"{{{self.name}}} has no option “{option.name}”.{offer}"
            message += f" It has: {known}." if known else " It has none."
            self.warn(Warn.DIRECTIVE_OPTION, message, option.line)
        return self.build()

    @abc.abstractmethod
    def build(self) -> list[nodes.Node]:
        """Return the nodes that the directive stands for."""

    @property
    def argument(self) -> str:
        """The text behind the directive's name, or an empty string."""
        return str(self.arguments[0]).strip() if self.arguments else ""

    def warn(self, name: Warn, message: str, line: int | None = None) -> None:
        """Warn at *line*, or at the directive's first line."""
        warn(name, message, (self.env.docname, line or self.lineno))

    def option(self, name: str) -> str | None:
        """Return the text of an option, empty for a flag; `None` where it is not given."""
        return next((each.value for each in self.block.options if each.name == name), None)

    def option_line(self, name: str) -> int:
        """Return the line of an option, or of the directive."""
        lines = (each.line for each in self.block.options if each.name == name)
        return next(lines, self.lineno)

    def flag(self, name: str) -> bool:
        """Tell whether an option without a value is given; a value is a warning."""
        text = self.option(name)
        if text:
            message = f"“:{name}:” takes no value. Take the line out where it is not {name}."
            self.warn(self.option_warning, message, self.option_line(name))
        return text is not None

    def convert(self, name: str, parse: Callable[[str], T]) -> T | None:
        """Return an option's value; a value that *parse* refuses is a warning and `None`."""
        text = self.option(name)
        if text is None:
            return None
        try:
            if not text:
                raise ValueError("it needs a value.")
            return parse(text)
        except ValueError as error:
            message = f"{self.option_left_out.format(name)}: {error}"
            self.warn(self.option_warning, message, self.option_line(name))
            return None

    def parse_body(self, parent: nodes.Element) -> None:
        """Parse the whole body as MyST into *parent*."""
        self.parse_lines(self.block.body, self.block.body_line, parent)

    def parse_lines(self, lines: Sequence[str], first_line: int, parent: nodes.Element) -> None:
        """Parse *lines*, the first of which is line *first_line* of the document."""
        content = StringList(list(lines), self.env.docname)
        self.state.nested_parse(content, first_line - 1 - self.lineno, parent)
