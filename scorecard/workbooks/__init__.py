"""Spreadsheets in and out: bytes in, plain data out, and back. No Django.

Nothing here knows a database or a language: labels are given, findings are named and
get their sentence in `scorecard/findings.py`.
"""
