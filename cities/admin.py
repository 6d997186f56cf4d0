"""The office's view of places and people."""
