"""What a report says outside its tables: sentences, performance forms, headings, as rows of statement tables.

Each reader is a function from a `Context` to statements; `READERS` lists them. `model` says what a statement is,
`context` what readers are given; `forms`, `sections` and `parts` say where stands what they read; `rows` turns
statements into stored rows.
"""

from dq.ingest.statements.context import Context
from dq.ingest.statements.model import Said, Span, Statement
from dq.ingest.statements.rows import statement_rows

__all__ = ["Context", "Said", "Span", "Statement", "statement_rows"]
