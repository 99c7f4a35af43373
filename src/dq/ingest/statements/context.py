"""What the readers of statements are given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dq.ingest.bodies import Body as Owner
from dq.ingest.identity import Identity
from dq.ingest.statements.forms import Form, forms_of, squeezed
from dq.ingest.statements.model import Span, Statement
from dq.ingest.statements.parts import Part, parts
from dq.ingest.statements.prose import Paragraph
from dq.ingest.statements.sections import Section, sectioned
from dq.ingest.stream import Stream
from dq.templates import Template


@dataclass(frozen=True)
class Context:
    """What a reader of statements knows of the report.

    Parameters: `stream` the document; `tables` where the tables stand, in print order; `rows` what was read of them,
    by table (columns of `dq.archive.layout`); `unit` the money unit that most tables state.
    What several readers look for is found once: `forms`, `sections` and `projects`.
    """

    stream: Stream
    template: Template
    identity: Identity
    owner: Owner
    tables: Sequence[Span]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    unit: str

    @cached_property
    def forms(self) -> tuple[Form, ...]:
        """The performance forms, in print order."""
        return forms_of(self.stream, self._squeezed)

    @cached_property
    def sections(self) -> tuple[tuple[Section, Paragraph], ...]:
        """The paragraphs of the statutory sections, in print order."""
        return tuple(sectioned(self.stream.lines, self.tables))

    @cached_property
    def projects(self) -> tuple[Part, ...]:
        """The parts that speak of performance, in print order."""
        return parts(self.stream, self.forms, self._squeezed)

    @cached_property
    def _squeezed(self) -> list[str]:
        return [squeezed(line) for line in self.stream.lines]


Reader = Callable[[Context], Sequence[Statement]]
"""Reads one kind of statement; never raises on bad content."""
