"""What this publication knows, without Sphinx: dates, places, partnerships, front matter.

Nothing here imports Sphinx or docutils, reads the clock or the environment; only `registry`
reads files.
"""
