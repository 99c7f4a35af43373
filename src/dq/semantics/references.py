"""Reference files on disk: code lists and how bodies are related, in the folder `reference` of each folder of rules."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from dq.diagnostics import Diagnostic, Text, decoded, refusal
from dq.resources import rules_folder
from dq.semantics.bodies import Bodies
from dq.semantics.checked import RuleBook
from dq.semantics.complaints.rules import unreadable_file
from dq.semantics.lists import Code, NoListError, read_codes, read_successions, read_units

FOLDER: Final = "reference"
SUCCESSIONS: Final = "succession"
"""Name of the list that says which body continues which."""
UNITS: Final = "units"
"""Name of the list that says which units are whose."""

_MOST_BYTES: Final = 1_000_000
"""Of a file; no more is read of a larger one, which is refused."""

UNREAD: Final = "DQ-N015"
"""Word of a list that says how bodies are related and cannot be read: what rules say without it is not the same."""

_MOST_FILES: Final = 100

_REMEDY: Final = Text(
    f"核对列名和年份，用 UTF-8 编码另存，不超过 {_MOST_BYTES} 字节；不用这份名单时请改名",
    f"check its columns and years, save it in UTF-8 (at most {_MOST_BYTES} bytes); rename it if it is not used",
)


@dataclass(slots=True)
class References:
    """What the reference files say. The folders given come first, what is shipped fills in."""

    lists: dict[str, tuple[Code, ...]] = field(default_factory=dict)
    related: dict[str, Bodies] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def read(self, roots: Iterable[Path]) -> None:
        """Read the lists of these folders of rules, and those shipped."""
        for root in dict.fromkeys((*roots, rules_folder())):
            folder = root / FOLDER
            files = sorted(folder.glob("*.csv"))[:_MOST_FILES] if folder.is_dir() else []
            self.read_files(file for file in files if file.stem not in {*self.lists, *self.related})

    def read_files(self, files: Iterable[Path]) -> None:
        """Read these lists, in the place of those of their names that were read."""
        for file in files:
            self._read(file)

    @property
    def bodies(self) -> Bodies:
        """How bodies are related, as all the lists say together."""
        lists = self.related.values()
        return Bodies(
            tuple(each for one in lists for each in one.successions), tuple(each for one in lists for each in one.units)
        )

    def _read(self, file: Path) -> None:
        try:
            text = _text(file)
            if file.stem == SUCCESSIONS:
                self.related[file.stem] = Bodies(successions=read_successions(text))
            elif file.stem == UNITS:
                self.related[file.stem] = Bodies(units=read_units(text))
            else:
                self.lists[file.stem] = read_codes(text)
        except (OSError, NoListError) as error:
            why = error.why if isinstance(error, NoListError) else refusal(error)
            told = unreadable_file(
                str(file), Text(f"名单读不了：{why.zh}", f"the list cannot be read: {why.en}"), _REMEDY
            )
            is_related = file.stem in (SUCCESSIONS, UNITS)
            self.diagnostics.append(replace(told, code=UNREAD) if is_related else told)


def _text(file: Path) -> str:
    """What a list says. Errors: `OSError`; `NoListError` of what is no file of text, or a large one."""
    if not stat.S_ISREG(file.stat().st_mode):  # a pipe or a device may never end
        raise NoListError(Text("不是普通文件", "it is no regular file"))
    with file.open("rb") as opened:
        content = opened.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        raise NoListError(Text(f"超过 {_MOST_BYTES} 字节", f"it is larger than {_MOST_BYTES} bytes"))
    text = decoded(content)
    if text is None:
        raise NoListError(Text("不是 UTF-8 文字", "it is not UTF-8 text"))
    return text


def _is_there(file: Path) -> bool:
    """Whether anything bears the name, be it damaged: only where nothing does is there no list."""
    try:
        file.lstat()
    except FileNotFoundError:
        return file.parent.is_symlink()
    except OSError:
        return True
    return True


def related(book: RuleBook, folder: Path) -> tuple[RuleBook, tuple[Diagnostic, ...]]:
    """The book with how bodies are related as the lists of this folder tell it, where there are any; what is wrong.

    Example: `related(book, archive / "reference")[0].bodies.units`.
    """
    lists = References(related={SUCCESSIONS: Bodies(book.bodies.successions), UNITS: Bodies(units=book.bodies.units)})
    lists.read_files(path for name in (SUCCESSIONS, UNITS) if _is_there(path := folder / f"{name}.csv"))
    if lists.bodies == book.bodies:
        return book, tuple(lists.diagnostics)
    told = hashlib.sha256(f"{book.fingerprint} {lists.bodies}".encode()).hexdigest()[:16]
    return replace(book, bodies=lists.bodies, fingerprint=told), tuple(lists.diagnostics)
