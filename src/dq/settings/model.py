"""What an environment may settle: language, rules, archive, limits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

Language = Literal["zh", "en"]
"""Languages that people can be spoken to in."""

_DEFAULT_FILE_LIMIT: Final = 100_000


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for a whole process unless a command's option says otherwise.

    Parameters: `language` "zh" or "en" (DQ_LANG); `archive` the archive taken where no --archive is given
    (DQ_ARCHIVE); `rules` rule files and folders taken where no --rules is given, none for the shipped rules
    (DQ_RULES, separated as PATH is); `file_limit` most documents taken from the paths of one command
    (DQ_FILE_LIMIT); `memory` folder of rule books checked before (DQ_CACHE, empty for none; default dq in the user's
    cache folder); `debug` whether a failure of our own shows its traceback (DQ_DEBUG).
    """

    language: Language = "zh"
    archive: Path | None = None
    rules: tuple[Path, ...] = ()
    file_limit: int = _DEFAULT_FILE_LIMIT
    memory: Path | None = None
    debug: bool = False


def read_settings(environment: Mapping[str, str], separator: str) -> Settings:
    """The settings that `environment` (os.environ) asks for; a value that makes no sense leaves the default.

    Parameters: `separator` stands between the paths of DQ_RULES (os.pathsep).
    Example: `read_settings({"DQ_LANG": "en"}, ":").language` → `"en"`.
    """
    archive = environment.get("DQ_ARCHIVE", "")
    limit = environment.get("DQ_FILE_LIMIT", "")
    return Settings(
        language="en" if environment.get("DQ_LANG", "").lower() == "en" else "zh",
        archive=Path(archive) if archive else None,
        rules=tuple(Path(part) for part in environment.get("DQ_RULES", "").split(separator) if part),
        file_limit=int(limit) if limit.isascii() and limit.isdigit() and int(limit) > 0 else _DEFAULT_FILE_LIMIT,
        memory=_memory(environment),
        debug=environment.get("DQ_DEBUG", "") not in ("", "0"),
    )


def _memory(environment: Mapping[str, str]) -> Path | None:
    """The folder named by DQ_CACHE, else the one that the XDG base directory convention gives."""
    if "DQ_CACHE" in environment:
        return Path(environment["DQ_CACHE"]) if environment["DQ_CACHE"] else None
    base = environment.get("XDG_CACHE_HOME") or (f"{environment['HOME']}/.cache" if environment.get("HOME") else "")
    return Path(base) / "dq" if base else None
