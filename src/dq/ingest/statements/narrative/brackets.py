"""What stands in brackets: it leaves what the text speaks of as it is, and has things of its own to go on about."""

from __future__ import annotations

from dq.ingest.statements.narrative.subjects import Subject


class Brackets:
    """Whether a figure stands in brackets (`is_inside`), and what was told there last."""

    def __init__(self) -> None:
        self.is_inside = False
        self._is_told = False
        self._subject: Subject | None = None

    def enter(self, so_far: str) -> None:
        """A figure stands behind these words of its sentence."""
        self.is_inside = so_far.count("(") > so_far.count(")")
        if not self.is_inside:
            self._is_told, self._subject = False, None

    def told(self, subject: Subject | None, topic: Subject | None) -> Subject | None:
        """What the text speaks of behind a figure of this subject (None: of something unknown): in brackets, of what it
        spoke of before, the `topic`.
        """
        if not self.is_inside:
            return subject
        self._is_told, self._subject = True, subject
        return topic

    def of(self, topic: Subject | None) -> Subject | None:
        """What the brackets stand behind that a figure stands in; None where it stands in none."""
        return topic if self.is_inside else None

    def about(self, topic: Subject | None) -> Subject | None:
        """What a figure without a subject is of. Parameters: `topic` what the text speaks of.

        Example: in 运行费 5 万元（购置费 1 万元，比上年增加 … the change is that of what was bought.
        """
        return self._subject if self.is_inside and self._is_told else topic
