"""What an evaluation goes by besides rules and data: language, waivers, renamed bodies. Stored in the data source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from dq.outcome.model import Waiver
from dq.outcome.waiving import kept_waivers, plain_waivers
from dq.report.sinks.great_expectations.words import Words
from dq.semantics.checked import Succession


@dataclass(frozen=True, slots=True)
class Terms:
    """What an evaluation goes by.

    Parameters: `language` of messages and names, "zh" or "en"; `waivers` also those that have ended; `successions`
    which body continues which.
    """

    language: str = "zh"
    waivers: tuple[Waiver, ...] = ()
    successions: tuple[Succession, ...] = ()

    @property
    def words(self) -> Words:
        """The words of the language."""
        return Words(self.language)

    def stored(self) -> dict[str, Any]:
        """As plain values. Example: `Terms("en").stored()["language"]` → `"en"`."""
        return {
            "language": self.language,
            "waivers": list(plain_waivers(self.waivers)),
            "successions": [asdict(each) for each in self.successions],
        }

    @classmethod
    def read(cls, stored: Mapping[str, Any]) -> Terms:
        """What `stored` gave. Errors: `KeyError`, `TypeError` for anything else."""
        waivers: Iterable[Mapping[str, Any]] = stored["waivers"]
        successions = tuple(Succession(**each) for each in stored["successions"])
        return cls(stored["language"], kept_waivers(waivers), successions)
