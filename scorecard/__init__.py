"""Questionnaires, assessments, scoring, review and reports."""
