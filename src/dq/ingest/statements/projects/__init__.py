"""What a report says of performance in sentences: the section on its management and the report on each project.

`claims` which figures a paragraph states, `meaning` what a figure is, `subjects`
what it is a figure of, `wording` by which words; `rows` makes statements of them.
"""

from dq.ingest.statements.projects.rows import read_projects

__all__ = ["read_projects"]
