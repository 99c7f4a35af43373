"""What copies of one report differ in, drawn from a seed."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Noise:
    """How a report is disturbed when it is written out: page breaks, wraps, notes, spaces, full-width digits.

    Each question has an answer of its own, so that a change of one leaves the others as they were; the same seed gives
    the same document on every machine.
    Parameters: `seed` None for a document without any noise.
    Example: `Noise(7).chance("thousands", 0.5)` → always the same.
    """

    seed: int | None = None

    def dice(self, question: str) -> Random:
        """A source of randomness for one question, always the same."""
        return Random(f"{self.seed}/{question}")  # noqa: S311 - nothing secret

    def chance(self, question: str, share: float) -> bool:
        """True for this share of seeds; never where there is no noise."""
        return self.seed is not None and self.dice(question).random() < share

    def pick(self, question: str, choices: tuple[str, ...]) -> str:
        """One of these texts; the first where there is no noise."""
        return choices[0] if self.seed is None else self.dice(question).choice(choices)

    def count(self, question: str, least: int, most: int) -> int:
        """A number from `least` to `most`; `most` where there is no noise."""
        return most if self.seed is None else self.dice(question).randint(least, most)
