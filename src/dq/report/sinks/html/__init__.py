"""Audit reports as web pages: one self-contained page a report, a folder of them for an archive."""
