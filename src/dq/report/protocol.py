"""What a sink is: one file in `report/sinks/` that turns a run into something a person or a program reads."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dq.diagnostics import Text
from dq.outcome.model import RunRecord, Waiver
from dq.semantics.checked import RuleBook
from dq.templates.model import Schema

if TYPE_CHECKING:
    from dq.archive.reading import Reading
    from dq.archive.store import Store


class ArchiveNeededError(ValueError):
    """The sink reports on whole archives only, and documents or single reports were named."""


@dataclass(frozen=True, slots=True)
class EarlierRun:
    """A run that was kept. Parameters: `finished` ISO 8601; `counts` outcomes by verdict name."""

    id: str
    finished: str
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Differing:
    """An outcome that is not as it was in the run before.

    Parameters: `kind` of its report; `row` its row by name; `message` what it says.
    """

    rule: str
    department: str
    year: int
    kind: str
    row: str
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Since:
    """What became of outcomes since the run before.

    Parameters: `run` its id; `numbers` by the name of the change ("new", "resolved", "changed", "persisting",
    "waived", "unchecked"); `new` and `resolved` the first of each.
    """

    run: str
    numbers: Mapping[str, int]
    new: tuple[Differing, ...]
    resolved: tuple[Differing, ...]


def _unknown(_sha256: str) -> None:
    """Know nothing of any document."""


@dataclass(frozen=True, slots=True)
class Material:
    """All that a sink may draw on.

    Parameters: `run` gives the run record, evaluating the rules at its first call (a sink that evaluates by itself
    never calls it); `rules` the compiled rules; `schema` the tables they speak about; `archive` the archive's folder,
    None where a document was read into memory; `language` "zh" or "en"; `reports` ids of those
    asked for, all where empty; `store` what `run` checks, whose tables
    `dq.report.printed` gives as they are printed; `text` the lines of a document by its hash (as places count them,
    None where it is not kept or no text); `reading` how a document was read, by its hash, None where that is not known;
    `command` the words that write the report again; `progress` is told how far a long report is; `everything` lists
    what holds, too; `fail_on` the least severity that fails a pipeline ("error", "warning", "info", "never"),
    `fail_on_undecided` whether something undecided does; `earlier` the kept runs of the same checkpoint, the oldest
    first, and `since` what became of outcomes since the last of them, None where there is none; `waivers` those that
    the run's outcomes carry, for a sink that evaluates by itself.
    """

    run: Callable[[], RunRecord]
    rules: RuleBook
    schema: Schema
    archive: Path | None = None
    language: str = "zh"
    reports: tuple[str, ...] = ()
    store: Store | None = None
    text: Callable[[str], tuple[str, ...] | None] = _unknown
    reading: Callable[[str], Reading | None] = _unknown
    command: tuple[str, ...] = ()
    progress: Callable[[int, int, str], None] | None = None
    everything: bool = False
    fail_on: str = "error"
    fail_on_undecided: bool = False
    earlier: tuple[EarlierRun, ...] = ()
    since: Since | None = None
    waivers: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """What a sink wrote.

    Parameters: `paths` the files, first the one a person opens; `notes` what to tell the person besides (the name of
    a checkpoint); `problems` why the result may not be trusted: the command reports them and exits with 3;
    `found` the exit code of what a sink that evaluates by itself found; None where the material's run tells.
    """

    paths: tuple[Path, ...]
    notes: tuple[Text, ...] = ()
    problems: tuple[Text, ...] = ()
    found: int | None = None


class Sink(Protocol):
    """A form of report. Each module of `dq.report.sinks` has one as its `SINK`."""

    @property
    def name(self) -> str:
        """The word after `--to`."""

    @property
    def title(self) -> Text:
        """One line for a list of sinks."""

    def write(self, material: Material, out: Path) -> Written:
        """Write the report to `out`.

        Parameters: `out` is a folder, or a file for sinks of a single file; parents are made as needed.
        Returns what was written. Raises OSError where `out` cannot be written to, ArchiveNeededError where the sink
        reports on whole archives only.
        Example: `find_sink("json").write(material, Path("run.json")).paths`.
        """


def sink_names() -> tuple[str, ...]:
    """Names of all sinks, sorted; nothing is imported.

    A sink is a module of `dq.report.sinks`, or a package there with a module `sink`; it has its `SINK`.
    Example: `sink_names()` → `("gx", "json", "text")`.
    """
    return tuple(sorted(_modules()))


def find_sink(name: str) -> Sink | None:
    """The sink called `name`, or None; no other sink is imported.

    Example: `find_sink("gx")` imports no Great Expectations: the sink does so when it writes.
    """
    module = _modules().get(name)
    if module is None:
        return None
    sink: Sink = importlib.import_module(module).SINK
    return sink


def _modules() -> dict[str, str]:
    """Name of each sink → module that holds its `SINK`. Packages without a module `sink` are parts of a sink."""
    folder = importlib.import_module("dq.report.sinks")
    found = {}
    for module in pkgutil.iter_modules(folder.__path__, "dq.report.sinks."):
        name = module.name.rpartition(".")[2]
        if not module.ispkg:
            found[name] = module.name
        elif any((Path(parent) / name / "sink.py").is_file() for parent in folder.__path__):
            found[name] = module.name + ".sink"
    return found
