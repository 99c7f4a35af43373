"""Consistent random reports: exact books drawn from a seed, printed into the tables of every form.

See docs/explanation/synthesis.md for the accounts they keep.
"""
