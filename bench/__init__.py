"""Measurements of what docs/performance.md promises; never part of the site."""
