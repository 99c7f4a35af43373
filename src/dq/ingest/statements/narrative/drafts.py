"""Statements in the making: figures and words gathered by subject."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from dq.ingest.statements.model import Said, Statement
from dq.ingest.statements.narrative.subjects import Subject
from dq.ingest.statements.prose import Place

_COMPARED: Final = frozenset(("prior", "change", "rate"))


@dataclass(slots=True)
class Draft:
    """One row of `narrative` in the making.

    Parameters: `place` where its first figure or word is printed; `is_earlier` where it compares with a year before
    the last one.
    """

    subject: Subject
    section: str
    place: Place
    is_earlier: bool = False
    figures: dict[str, Said] = field(default_factory=dict)
    attributes: dict[str, str | None] = field(default_factory=dict)

    def is_of(self, year: int) -> bool:
        """True where its amount is that of this year, or of an earlier one: what is compared with it is another's."""
        own = self.figures.get("year")
        return own is not None and int(own.printed) <= year

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
    """The drafts of all sections, a paragraph's own at hand."""

    def __init__(self) -> None:
        self._all: list[Draft] = []
        self._open: dict[tuple[str | bool | None, ...], Draft] = {}
        self._before: dict[tuple[str | bool | None, ...], Draft] = {}
        """Those of the paragraphs before of which this one goes on to speak."""
        self.latest: Draft | None = None
        """The draft of the paragraph that was written last."""

    def close(self, *, is_over: bool) -> None:
        """A paragraph ends: what follows is told of anew. Parameters: `is_over` where it speaks of something else."""
        if is_over:
            self._before = {}
        else:
            self._before.update(self._open)
        self._open = {}
        self.latest = None

    def has(self, subject: Subject, column: str) -> bool:
        """True where the paragraph's draft of this subject has the quantity."""
        draft = self._open.get(_key(subject))
        return draft is not None and column in draft.figures

    def said(self, subject: Subject, column: str, *, is_before: bool = False) -> Said | None:
        """The quantity in the paragraph's draft of this subject.

        Parameters: `is_before` to look for it in the paragraphs that this one goes on, too.
        """
        draft = self._open.get(_key(subject)) or (self._before.get(_key(subject)) if is_before else None)
        return None if draft is None else draft.figures.get(column)

    def last(self, subject: Subject) -> str | None:
        """The quantity that the paragraph's draft of this subject was given last."""
        draft = self._open.get(_key(subject))
        columns = () if draft is None else [each for each in draft.figures if each not in ("year", "base_year")]
        return columns[-1] if columns else None

    def of(
        self,
        subject: Subject,
        section: str,
        place: Place,
        column: str | None = None,
        *,
        since: int | None = None,
        is_earlier: bool = False,
    ) -> Draft:
        """The paragraph's draft of this subject, a new one where there is none or its column is filled.

        Parameters: `since` the year that is compared with; `is_earlier` where it is one before the last, which is told
        apart.
        """
        key = _key(subject, is_earlier=is_earlier)
        draft = self._open.get(key)
        # What is counted behind an amount is told of anew: projects of another fund.
        is_anew = draft is not None and (column in draft.figures or (column == "count" and "amount" in draft.figures))
        if draft is None or is_anew or (since is not None and draft.is_of(since)):
            draft = Draft(subject, section, place, is_earlier)
            self._open[key] = draft
            self._all.append(draft)
        self.latest = draft
        return draft

    def statements(self) -> Iterator[Statement]:
        """All rows, in the order of their drafts; what the section compares with the year before, too, is compared
        with an earlier one on purpose, which is no row.
        """
        compared = {(each.section, _key(each.subject)) for each in self._all if _is_of_last_year(each)}
        for each in self._all:
            is_meant = each.is_earlier and (each.section, _key(each.subject)) in compared
            if (each.figures or each.attributes) and not is_meant:
                yield each.statement()


def _is_of_last_year(draft: Draft) -> bool:
    return not draft.is_earlier and ("change_word" in draft.attributes or not _COMPARED.isdisjoint(draft.figures))


def _key(subject: Subject, *, is_earlier: bool = False) -> tuple[str | bool | None, ...]:
    return subject.item, subject.path, subject.code, is_earlier
