"""YAML as nodes, which know their lines; nothing an editor wrote is made into an object."""

from __future__ import annotations

import re

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MAX_DEPTH = 50
"""Far above what front matter needs; the parser recurses, and stops the process beyond."""


def compose(text: str) -> yaml.Node | None:
    """Return the root node of *text*, `None` where it is empty.

    Raises `yaml.YAMLError`, or `ValueError` where it is nested too deeply.
    """
    text = re.sub("[\x85\u2028\u2029]", " ", text)  # line breaks to YAML alone
    depth = 0
    for token in yaml.scan(text, Loader=_Loader):
        name = type(token).__name__
        depth += name.endswith("StartToken") - name.endswith("EndToken")
        if depth > MAX_DEPTH:
            raise ValueError("it is nested too deeply")
    return yaml.compose(text, Loader=_Loader)


def scalar(node: yaml.Node) -> str | None:
    """Return the text of a scalar as it stands, empty for YAML's null; `None` for a list."""
    if not isinstance(node, yaml.ScalarNode):
        return None
    return "" if node.tag == "tag:yaml.org,2002:null" else str(node.value).strip()
