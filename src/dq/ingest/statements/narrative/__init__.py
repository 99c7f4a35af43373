"""The statutory sections around the tables, read into rows of `narrative` and `claim`.

`subjects` and `names` what its words name, `wording` and
`quantities` what a figure states, `counts` what is counted; `reading` goes through the sentences.
"""

from dq.ingest.statements.narrative.reading import read_narrative

__all__ = ["read_narrative"]
