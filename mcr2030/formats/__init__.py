"""Notations that differ from Django's own."""
