"""Workbooks of plans: bytes in, plain text by row and column out. No Django."""
