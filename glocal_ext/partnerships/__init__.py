"""Partnerships: the registry as a Sphinx domain, the infoboxes, the roles."""
