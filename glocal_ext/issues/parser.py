"""MyST as an editor writes it: MyST-Parser with this publication's rules in front of it.

A subclass of MyST-Parser's renderer, which its documentation describes as the place for
changes. What is overridden is what a page may hold: directives, roles, HTML, pictures, links.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from docutils import nodes
from docutils.parsers.rst import directives
from myst_parser.mdit_to_docutils.sphinx_ import SphinxRenderer
from myst_parser.parsers.mdit import create_md_parser
from myst_parser.parsers.sphinx_ import MystParser

from glocal_ext.core.editions import issue_month
from glocal_ext.core.options import Block, read_block
from glocal_ext.core.problems import did_you_mean
from glocal_ext.core.slips import slips
from glocal_ext.directive import BLOCK_KEY, EditorDirective
from glocal_ext.issues import fences, links, policy
from glocal_ext.issues.articles import RESERVED_IDS
from glocal_ext.issues.withdrawn import without_withdrawn
from glocal_ext.log import Warn, warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.tree import SyntaxTreeNode
    from sphinx.environment import BuildEnvironment


class Parser(MystParser):
    """The parser of all documents of the publication."""

    def parse(self, inputstring: str, document: nodes.document) -> None:
        """Parse *inputstring* into *document*.

        Front matter is not MyST's here (`glocal_ext.issues.sources` reads it), so that no
        document changes how it is parsed.
        """
        # Whatever an option or a directive asks for: docutils reads no file and passes no markup.
        document.settings.file_insertion_enabled = False
        document.settings.raw_enabled = False
        # What the page's frame and the end matter are called; a target of that name gets another.
        document.ids.update(dict.fromkeys(RESERVED_IDS, document))
        markdown = create_md_parser(document.settings.env.myst_config, _Renderer)
        # markdown-it prints a link with a dangerous address as text, without a word; here it
        # gets as far as `render_link`, which refuses it by name.
        markdown.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005  (as its docs say)
        markdown.options["document"] = document
        inputstring = without_withdrawn(markdown, inputstring)
        cast("_Renderer", markdown.renderer).source_lines = inputstring.splitlines()
        markdown.render(inputstring)


class _Renderer(SphinxRenderer):
    source_lines: Sequence[str] = ()

    def _render_initialise(self) -> None:
        self._targets: dict[str, int] = {}
        self._target_twice = False
        self._html_lines: set[int] = set()
        self._excused = 0  # the line up to which a fence told already explains what follows
        super()._render_initialise()

    @property
    def _env(self) -> BuildEnvironment:
        env = self.sphinx_env
        assert env is not None
        return env

    @property
    def _in_issue(self) -> bool:
        return issue_month(self._env.docname) is not None

    def _warn(self, name: Warn, message: str, line: int) -> None:
        warn(name, message, (self._env.docname, line))

    def render_front_matter(self, token: SyntaxTreeNode) -> None:
        """Pass over front matter: it was read before the document."""

    def render_heading(self, token: SyntaxTreeNode) -> None:
        """Note a section's level, which decides what it is in an issue."""
        before = self.current_node
        super().render_heading(token)
        if self.current_node is not before and isinstance(self.current_node, nodes.section):
            self.current_node["glocal_level"] = int(token.tag[1])
            if self._target_twice:
                self.current_node["target_twice"] = True
            self._target_twice = False

    def render_myst_target(self, token: SyntaxTreeNode) -> None:
        """Keep a target as it was written; a second one of the same name is refused."""
        line = _line(token)
        first = self._targets.setdefault(nodes.fully_normalize_name(token.content), line)
        if first != line:
            message = f"The target “{token.content}” stands twice; the first is in line {first}."
            self._warn(Warn.ARTICLE_TARGET_TWICE, message, line)
            self._target_twice = True
            return
        super().render_myst_target(token)
        target = self.current_node.children[-1]
        assert isinstance(target, nodes.target)
        target["glocal_written"] = token.content

    def update_section_level_state(self, section: nodes.section, level: int) -> None:
        """Leave an issue that begins with an article to this package's own warning."""
        without_title = self._in_issue and set(self._level_to_section) == {0}
        if without_title and level == 2:
            self._level_to_section[1] = self._level_to_section[0]
        super().update_section_level_state(section, level)

    # -- directives ---------------------------------------------------------------------------

    def render_colon_fence(self, token: SyntaxTreeNode) -> None:
        """Run a directive, or keep what stands in a fence that names none."""
        if not self._run_named(token):
            self._render_div(token, (token.info or "").strip())

    def render_fence(self, token: SyntaxTreeNode) -> None:
        """Run a directive between backticks; code stays MyST's."""
        if not self._run_named(token):
            super().render_fence(token)

    def _run_named(self, token: SyntaxTreeNode) -> bool:
        """Run the directive that a fence names in braces; tell whether it names one."""
        named = fences.directive_of(token)
        if named is None:
            return False
        name, argument = named
        if argument and not argument[0].isspace():
            message = f"A space is missing: {token.markup}{{{name}}} {argument}"
            self._warn(Warn.DIRECTIVE_FENCE, message, _line(token))
        self.render_directive(token, name, argument.strip())
        return True

    def _render_div(self, token: SyntaxTreeNode, info: str) -> None:
        """Keep what stands in a fence that names no directive, and say what is wrong with it."""
        line, word = _line(token), info.split(" ", maxsplit=1)[0]
        if not info:
            if not self._excused:
                message = (
                    "A fence without a directive begins here and never ends: take this line out, "
                    f"or put a line with {token.markup} under what it holds."
                    if fences.is_open(token, self.source_lines)
                    else f"This {token.markup} names no directive: take it out."
                )
                self._warn(Warn.DIRECTIVE_FENCE, message, line)
            self._excused = 0
            self.nested_render_text(token.content, line)
        elif word in policy.allowed_directives(self._env.config):
            right = f"{token.markup}{{{word}}}{info.removeprefix(word)}"
            message = f"“{word}” stands without braces: write {right}. It is left out."
            self._warn(Warn.DIRECTIVE, message, line)
        else:
            super().render_colon_fence(token)

    def render_inline(self, token: SyntaxTreeNode) -> None:
        """Count the lines of a paragraph, so that a role's mistake is shown on its own."""
        line = token.map[0] if token.map else 1
        for node in token.walk(include_self=False):
            below = node.token or (node.nester_tokens and node.nester_tokens.opening)
            if below:
                below.map = [line, line + 1]
            line += node.type in ("softbreak", "hardbreak")
        super().render_inline(token)

    def render_paragraph(self, token: SyntaxTreeNode) -> None:
        """Tell what would be printed as text and was meant as something else."""
        text, config = (token.children or [token])[0].content, self._env.config
        known = policy.allowed_directives(config), policy.allowed_roles(config)
        for slip in slips(text, *known):
            self._warn(Warn(slip.name), slip.message, _line(token) + slip.line)
        super().render_paragraph(token)

    def render_directive(
        self,
        token: SyntaxTreeNode,
        name: str,
        arguments: str,
        *,
        additional_options: dict[str, str] | None = None,
    ) -> None:
        """Check a directive's name, fences and options, then have MyST run it."""
        line, content = _line(token), token.content
        # docutils knows directives by their names in the page's language too.
        name = self.language_module_rst.directives.get(name.lower(), name.lower())
        if self._refuse_directive(name, content, arguments, line):
            return
        self._check_fence(token, name, line)
        options = dict(additional_options or {})
        directive_class, _messages = directives.directive(
            name, self.language_module_rst, self.document
        )
        ours = isinstance(directive_class, type) and issubclass(directive_class, EditorDirective)
        block = read_block(content, line + 1, scattered=ours)
        takes_none = directive_class is not None and not directive_class.optional_arguments
        if ours and arguments and takes_none:
            block = replace(block, body=(arguments, *block.body), body_line=block.body_line - 1)
        if ours:
            self._env.current_document[BLOCK_KEY] = block
            content = ""
        elif not content.startswith("---"):
            if self._refuse_options(name, block):
                return
            for problem in block.problems:
                self._warn(Warn(problem.name), problem.message, problem.line)
            options |= {option.name: option.value for option in block.options}
            content = "\n".join(block.body)
            # MyST counts the body's lines from the directive's; so it begins below its options.
            line = block.body_line - 1
        elif self._refuse_options(name, block):
            return
        try:
            self.current_node += self.run_directive(
                name, arguments, content, line, options, block_text=token.content
            )
        except Exception as error:  # noqa: BLE001  (any directive's: no traceback reaches an editor)
            reason = str(error).partition("\n")[0] or type(error).__name__
            message = f"{{{name}}} cannot be read and is left out: {reason}"
            self._warn(Warn.DIRECTIVE, message, _line(token))

    def _refuse_directive(self, name: str, content: str, argument: str, line: int) -> bool:
        allowed = policy.allowed_directives(self._env.config)
        if name in policy.PICTURE_DIRECTIVES:
            options = {
                option.name: option.value for option in read_block(content, line + 1).options
            }
            self._refuse_picture(argument, options.get("alt", ""), line)
        elif name in policy.REFUSED_DIRECTIVES:
            message = f"{{{name}}} is refused on every page; it is left out."
            self._warn(Warn.DIRECTIVE, message, line)
        elif self._in_issue and name not in allowed:
            message = f"{{{name}}} is no directive of an issue; it is left out."
            message += did_you_mean(name, allowed) or f" An issue takes: {_names(allowed)}."
            self._warn(Warn.DIRECTIVE, message, line)
        else:
            return False
        return True

    def _refuse_options(self, name: str, block: Block) -> bool:
        for option in block.options:
            if option.name == "emphasize-lines" and re.search(r"\d{5}", option.value):
                message = f"“:emphasize-lines:” names lines that {{{name}}} does not have."
                self._warn(Warn.DIRECTIVE_OPTION, message, option.line)
                return True
            if option.name.lower() in policy.FILE_OPTIONS:
                message = f"“:{option.name}:” of {{{name}}} is refused: write the rows here."
                self._warn(Warn.DIRECTIVE_OPTION, message, option.line)
                return True
        return False

    def _check_fence(self, token: SyntaxTreeNode, name: str, line: int) -> None:
        """Warn of a fence that ends with its first member, and of one that never ends."""
        message = fences.ends_early(token, name)
        if message:
            self._excused = token.map[1] if token.map else line
        elif name == "photo" and re.search(r"^\s{0,3}#{1,6}\s", token.content, re.MULTILINE):
            return  # the photo itself says what was forgotten
        elif line >= self._excused and fences.is_open(token, self.source_lines):
            message = f"{{{name}}} never ends: put a line with {token.markup} under it."
        if message:
            self._warn(Warn.DIRECTIVE_FENCE, message, line)

    # -- roles, HTML, pictures, links ---------------------------------------------------------

    def render_myst_role(self, token: SyntaxTreeNode) -> None:
        """Check a role's name, then have MyST run it; a refused role keeps its text."""
        name = str(token.meta["name"]).lower()
        name = self.language_module_rst.roles.get(name, name)
        allowed = policy.allowed_roles(self._env.config)
        if name in policy.REFUSED_ROLES:
            message = f"{{{name}}} is refused; link a file with [text](file.pdf)."
        elif self._in_issue and name not in allowed:
            message = f"{{{name}}} is no role of an issue; its text is kept."
            message += did_you_mean(name, allowed) or f" An issue takes: {_names(allowed)}."
        else:
            super().render_myst_role(token)
            return
        self._warn(Warn.ROLE, message, _line(token))
        self.current_node.append(nodes.Text(token.content))

    def render_html_block(self, token: SyntaxTreeNode) -> None:
        """Refuse raw HTML; a comment stays a comment, which no output shows."""
        content = token.content.strip()
        if content.startswith("<br"):  # what stands before and behind it does not run together
            self.current_node.append(nodes.Text(" "))
        message, line = policy.html_refusal(content), _line(token)
        if message and line not in self._html_lines:  # else its closing tag: refused already
            self._html_lines.add(line)
            self._warn(Warn.HTML, message, line)

    def render_image(self, token: SyntaxTreeNode) -> None:
        """Refuse a picture that goes round ``{photo}``."""
        alt = self.renderInlineAsText(token.children or [])
        self._refuse_picture(str(token.attrGet("src") or ""), alt, _line(token))

    def _refuse_picture(self, source: str, alt: str, line: int) -> None:
        source = self.md.normalizeLinkText(source)
        stub = f":::{{photo}} {source or 'file.jpg'}\n:alt: {alt or '…'}\n:credit: …\nCaption\n:::"
        message = f"A picture is a photo, with alt text and credit. Paste this instead:\n{stub}"
        self._warn(Warn.IMAGE, message, line)

    def render_link(self, token: SyntaxTreeNode) -> None:
        """Refuse links that run code or name what is not published; keep their text."""
        address = self.md.normalizeLinkText(str(token.attrGet("href") or ""))
        reason = links.refusal(self._env, address)
        if reason is None:
            super().render_link(token)
        else:
            self._warn(Warn.LINK, reason, _line(token))
            self.render_children(token)


def _line(token: SyntaxTreeNode) -> int:
    """Return the line on which *token* begins; an inline token has its block's."""
    current: SyntaxTreeNode | None = token
    while current is not None and not current.is_root:
        if current.map:
            return current.map[0]
        current = current.parent
    return 1


def _names(allowed: frozenset[str]) -> str:
    return ", ".join(sorted(allowed))
