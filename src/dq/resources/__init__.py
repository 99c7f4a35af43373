"""The files shipped beside the code: the grammar, the rules, the sample archive, the schema of the results.

In a checkout they stand at its top, where people look for them; a wheel carries them in `dq/_data`.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parents[1]


def _shipped(*names: str) -> Path:
    """A shipped file or folder, from the wheel where there is one, else from the checkout."""
    packed = PACKAGE / "_data"
    return (packed if packed.is_dir() else PACKAGE.parents[1]).joinpath(*names)


@lru_cache(maxsize=1)
def grammar_text() -> str:
    """The text of the one grammar, `grammar/dq.lark`.

    Errors: `FileNotFoundError` where the installation is damaged.
    """
    return _shipped("grammar", "dq.lark").read_text(encoding="utf-8")


def rules_folder() -> Path:
    """The folder of the rules that come with the program; read when a command names no rules of its own.

    Example: `load_rules([rules_folder()], schema)`.
    """
    return _shipped("rules")


def outcomes_schema_text() -> str:
    """The JSON Schema (2020-12) of what `dq check --format json` prints; lines of `jsonl` are its `#/$defs/outcome`,
    those of `dq facts` its `#/$defs/fact`.

    Errors: `FileNotFoundError` where the installation is damaged. Example: `json.loads(outcomes_schema_text())["$id"]`.
    """
    return _shipped("docs", "reference", "outcomes.schema.json").read_text(encoding="utf-8")


def sample_archive_folder() -> Path:
    """The small real archive (figures and labels only) that the demonstration checks.

    Example: `Archive.open(sample_archive_folder())`.
    """
    return _shipped("datasets", "sample")
