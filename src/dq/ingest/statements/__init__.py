"""What a report says outside its tables: sentences, performance forms, headings, as rows of statement tables.

Each reader is a function from a `Context` to statements; `READERS` lists them. `model` says what a statement is,
`rows` turns statements into stored rows.
"""

from dq.ingest.statements.model import Context, Said, Span, Statement
from dq.ingest.statements.rows import statement_rows

__all__ = ["Context", "Said", "Span", "Statement", "statement_rows"]
