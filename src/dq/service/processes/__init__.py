"""Processes that answer beside the first one, and what all of them have in common."""
