"""Invented reports, and reports written out as documents: the inverse of ingestion."""
