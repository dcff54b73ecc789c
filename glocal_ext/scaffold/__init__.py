"""Begin an issue, add a record to the registry: files to go on from, never overwritten.

Nothing here imports Sphinx: a command answers at once.
"""
