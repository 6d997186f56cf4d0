"""Guides for each role: texts, the section that helps with a page, terms."""
