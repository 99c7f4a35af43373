"""Findings of indexed runs: lists, history, comments; the API and the pages ask the database in the same way."""
