"""Which links a page may have, and what to say of those that lead nowhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx import addnodes
from sphinx.transforms import SphinxTransform
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import docname_join

from glocal_ext.core.problems import did_you_mean
from glocal_ext.issues import policy
from glocal_ext.issues.domain import issues_domain
from glocal_ext.log import Warn, warn
from glocal_ext.paths import named_file, published_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.environment import BuildEnvironment

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_WEB = re.compile(r"https?:", re.IGNORECASE)
_HOST = re.compile(r"\w+://([^/?#@]*@)?([^/?#:@\[]+|\[[\da-fA-F:.]+\])(:\d{0,5})?(?=[/?#]|$)")
"""An address with a host and, if it says one, a port of five digits at the most."""

_THIS_MACHINE = re.compile(r"\w+://(localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\])(?=[:/?#]|$)")


def refusal(env: BuildEnvironment, address: str) -> str | None:
    """Return why a link in the document being read is refused; `None` where it is not.

    A link to a document or a target that is missing is no matter of this function: which there
    are is known once everything is read (`MissingTargets`).
    """
    if "\0" in address or "%00" in address:
        return "The link is left out: no address has a null character in it."
    scheme = _SCHEME.match(address.strip())
    if scheme and scheme[1].lower() not in policy.LINK_SCHEMES:
        return f"A link to “{scheme[1]}:” is refused; a link begins with https:// or mailto:."
    if scheme or address.startswith(("#", "//")):
        return _refused_host(address)
    name = address.partition("#")[0].partition("?")[0]
    suffix = Path(name).suffix.lower()
    try:
        target = named_file(env, name).resolve()
        if env.path2doc(target) is not None:
            return None
        if suffix in policy.PICTURE_SUFFIXES:
            return f"“{address}” is a picture: show it with {{photo}} instead of linking it."
        if not target.is_file():
            return None
        published_file(env, name)
    except ValueError as error:
        return f"The link to “{address}” is left out: {error}"
    if target.suffix.lower() not in policy.LINKED_SUFFIXES:
        kinds = ", ".join(sorted(policy.LINKED_SUFFIXES))
        return f"“{address}” is no file that is handed out; such a file ends in one of {kinds}."
    return None


def _refused_host(address: str) -> str | None:
    """Return why the host of an address elsewhere is refused; `None` where it is not."""
    here = _THIS_MACHINE.match(address)
    if here:
        return f"“{here[1]}” is this machine, which no reader reaches: link the public address."
    if _WEB.match(address) and not _HOST.match(address):
        return f"“{address}” names no website: a link begins with https:// and a name."
    return None


class MissingTargets(SphinxPostTransform):
    """Say of a link that leads nowhere what was meant, and keep its text.

    Runs just before MyST resolves its links (priority 9), which would say less.
    """

    default_priority = 8

    def run(self, **_kwargs: object) -> None:
        """Replace each such link by what it holds."""
        if "intersphinx_mapping" in self.config:
            return  # what others' inventories have, MyST alone knows
        for link in list(self.document.findall(addnodes.pending_xref)):
            if link["reftype"] != "myst":
                continue
            known = link.get("refdomain") == "doc"
            message = self._document_message(link) if known else self._target_message(link)
            if message:
                warn(Warn.LINK_MISSING, message, link)
                kept = link[0].deepcopy()
                shown = link["reftarget"]
                link.replace_self(kept if kept.astext() else nodes.Text(shown))

    def _document_message(self, link: addnodes.pending_xref) -> str:
        document, anchor = link["reftarget"], link.get("reftargetid")
        if document not in self.env.all_docs:
            return (
                f"“{document}.md” is a draft, or is not published yet: the link is left out until "
                "it is."
            )
        targets = set(self._targets_of(document))
        if not anchor or anchor in targets:
            return ""
        return f"“{document}.md” has no target “{anchor}”.{did_you_mean(anchor, targets)}"

    def _targets_of(self, document: str) -> Iterator[str]:
        """Yield what MyST finds in a document behind ``#``: names, ids of sections and labels."""
        for name, (_level, section_id, _title) in (
            self.env.metadata[document].get("myst_slugs", {}).items()
        ):
            yield from (name, section_id)
        standard = self.env.domains.standard_domain
        for labels in (standard.labels, standard.anonlabels):
            for name, (where, label, *_title) in labels.items():
                if where == document:
                    yield from (name, label)

    def _target_message(self, link: addnodes.pending_xref) -> str:
        target, origin = str(link["reftarget"]), link.get("refdoc", self.env.docname)
        if link.get("reflocalid") or self._is_known(target, origin):
            return ""
        if re.match(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|int|eu|jp|de|fr|uk)\b", target):
            return f"An address elsewhere begins with https://: write https://{target}"
        if "/" in target or Path(target).suffix:
            return f"There is no file “{target}” beside the document.{self._near_file(target)}"
        targets = [name for name in self.document.nameids if " " not in name]
        return (
            f"There is no target “{target}”.{did_you_mean(target, targets)} "
            "A link to an article of this issue is written [text](#its-target)."
        )

    def _is_known(self, target: str, origin: str) -> bool:
        standard, name = self.env.domains.standard_domain, target.lower()
        return (
            name in standard.anonlabels
            or name in standard.labels
            or docname_join(origin, target) in self.env.all_docs
            or any(
                (kind, each) in standard.objects
                for kind in standard.object_types
                for each in (target, name)
            )
            or bool(issues_domain(self.env).find_target(name))
        )

    def _near_file(self, target: str) -> str:
        folder = Path(self.env.doc2path(self.env.docname)).parent
        files = (path.name for path in folder.glob("*") if path.suffix in policy.LINKED_SUFFIXES)
        return did_you_mean(target, files)


class MissingFootnotes(SphinxTransform):
    """Say of ``[^1]`` without a note what is missing, and keep it as text.

    Runs before docutils numbers footnotes (priority 620).
    """

    default_priority = 600

    def apply(self, **_kwargs: object) -> None:
        """Replace each such reference."""
        document = self.document
        notes = {name for note in document.findall(nodes.footnote) for name in note["names"]}
        for reference in list(document.findall(nodes.footnote_reference)):
            name = reference.get("refname")
            if name is None or name in notes:
                continue
            message = (
                f"[^{name}] has no note: write a line “[^{name}]: The note.” under the text."
                f"{did_you_mean(name, notes)}"
            )
            warn(Warn.FOOTNOTE, message, reference)
            document.footnote_refs.pop(name, None)
            if reference in document.autofootnote_refs:
                document.autofootnote_refs.remove(reference)
            reference.parent.replace(reference, nodes.Text(f"[^{name}]"))
