"""Photographs: the directives, the checks of files, and what is published of them."""
