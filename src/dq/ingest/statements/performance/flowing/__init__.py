"""Performance forms in running and in aligned text.

A form's words are joined (`text`), split into its parts by the labels that it prints (`parts`), and each part is read
by what it expects: `funds`, `targets`, `expenditure`, `indicators`, `calculation`.
"""

from dq.ingest.statements.performance.flowing.reading import forms_in_text, performance_in_text

__all__ = ["forms_in_text", "performance_in_text"]
