"""Grants: calls, applications by partners of every side, reviews, decisions, awards and their reports."""
