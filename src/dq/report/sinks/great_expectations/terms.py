"""What an evaluation goes by besides rules and data, stored in the data source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from dq.outcome.model import Waiver
from dq.outcome.waiving import kept_waivers, plain_waivers
from dq.report.sinks.great_expectations.words import Words
from dq.semantics.bodies import Bodies, Membership, Succession


@dataclass(frozen=True, slots=True)
class Terms:
    """What an evaluation goes by.

    Parameters: `language` of messages and names, "zh" or "en"; `waivers` also those that have ended; `bodies` how
    bodies are related.
    """

    language: str = "zh"
    waivers: tuple[Waiver, ...] = ()
    bodies: Bodies = field(default_factory=Bodies)

    @property
    def words(self) -> Words:
        """The words of the language."""
        return Words(self.language)

    def stored(self) -> dict[str, Any]:
        """As plain values. Example: `Terms("en").stored()["language"]` → `"en"`."""
        return {
            "language": self.language,
            "waivers": list(plain_waivers(self.waivers)),
            "successions": [asdict(each) for each in self.bodies.successions],
            "units": [asdict(each) for each in self.bodies.units],
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Terms:
        """What `stored` gave. Errors: `KeyError`, `TypeError` for anything else."""
        waivers: Iterable[Mapping[str, Any]] = stored["waivers"]
        successions = tuple(Succession(**each) for each in stored["successions"])
        units = tuple(Membership(**each) for each in stored["units"])
        return cls(stored["language"], kept_waivers(waivers), Bodies(successions, units))
