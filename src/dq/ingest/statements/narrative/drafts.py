"""Statements in the making: figures and words gathered by subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.narrative.subjects import Subject
from dq.ingest.statements.prose import Place
from dq.records import dataclass


@dataclass(slots=True)
class Draft:
    """One row of `narrative` in the making. Parameters: `place` where its first figure or word is printed."""

    subject: Subject
    section: str
    place: Place
    figures: dict[str, Said] = field(default_factory=dict)
    attributes: dict[str, str | None] = field(default_factory=dict)

    def statement(self) -> Statement:
        """The finished row."""
        subject = self.subject
        return Statement(
            "narrative",
            min((said.line for said in self.figures.values()), default=self.place.line),
            subject.label,
            self.figures,
            {"section": self.section, **self.attributes},
            subject.item,
            subject.path,
            subject.code,
            page=self.place.page,
        )


class Drafts:
    """The drafts of a section, a paragraph's own at hand."""

    def __init__(self) -> None:
        self._done: list[Draft] = []
        self._open: list[Draft] = []

    @property
    def latest(self) -> Draft | None:
        """The draft of the paragraph that was written last."""
        return self._open[-1] if self._open else None

    def close(self) -> None:
        """A paragraph ends: what follows is told of anew."""
        self._done += self._open
        self._open = []

    def of(self, subject: Subject, section: str, place: Place, column: str | None = None) -> Draft:
        """The paragraph's draft of this subject, a new one where there is none or its column is filled."""
        for at in range(len(self._open) - 1, -1, -1):
            draft = self._open[at]
            if _same(draft.subject, subject):
                if column is not None and column in draft.figures:
                    break
                self._open.append(self._open.pop(at))
                return draft
        draft = Draft(subject, section, place)
        self._open.append(draft)
        return draft

    def statements(self) -> Iterator[Statement]:
        """All rows, in the order of their drafts."""
        self.close()
        return (draft.statement() for draft in self._done if draft.figures or draft.attributes)


def _same(one: Subject, other: Subject) -> bool:
    return (one.item, one.path, one.code) == (other.item, other.path, other.code)
