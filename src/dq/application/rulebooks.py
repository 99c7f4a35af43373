"""Use case: load rules and list them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dq.application import requests
from dq.application.places import is_there
from dq.diagnostics import Diagnostic
from dq.resources import rules_folder
from dq.semantics.checked import CheckedRule, RuleBook
from dq.semantics.references import FOLDER, UNREAD, related
from dq.semantics.remembered import recall_rules
from dq.settings import read_settings
from dq.templates import default_schema
from dq.templates.model import Schema


@dataclass(frozen=True, slots=True)
class LoadedRules:
    """The rules that loaded, the tables they speak about, and what was wrong with the others."""

    book: RuleBook
    schema: Schema
    diagnostics: tuple[Diagnostic, ...]

    @property
    def by_id(self) -> dict[str, CheckedRule]:
        """Rule id → rule."""
        return {rule.id: rule for rule in self.book.rules}

    @property
    def lacks_relations(self) -> bool:
        """Whether a list of how bodies are related could not be read: rules then find nothing where they did before."""
        return any(each.code == UNREAD for each in self.diagnostics)


def read_rules(paths: Sequence[Path], archive: Path | None = None) -> LoadedRules:
    """The rules in these files and folders, by default those that come with the program.

    Parameters: `archive` the folder of the archive that they are for: how its bodies are related may be told there, in
    `reference/succession.csv` and `reference/units.csv`, in the place of the lists beside the rules.
    Example: `read_rules([]).book.rules`.
    """
    schema = default_schema()
    named = [path for path in paths if is_there(path)]
    diagnostics = [requests.no_such_path(path) for path in paths if not is_there(path)]
    places = named if paths else [rules_folder()]
    book, said = recall_rules(places, schema, read_settings(os.environ, os.pathsep).memory)
    diagnostics += said
    if not book.rules and not diagnostics:
        diagnostics.append(requests.no_rules(places))
    if archive is not None:
        book, wrong = related(book, archive / FOLDER)
        diagnostics += wrong
    return LoadedRules(book, schema, tuple(diagnostics))
