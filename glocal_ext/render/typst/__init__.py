"""Typst: the same nodes as code that calls the components of the magazine's template."""
