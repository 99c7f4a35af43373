"""Lints: what an experienced reviewer asks of a well-formed rule. One a module in `dq.authoring.lints`."""

from dq.authoring.linting.model import Finding, Lint, Tally
from dq.authoring.linting.registry import lints
from dq.authoring.linting.run import Linted, lint_loaded, lint_texts

__all__ = ["Finding", "Lint", "Linted", "Tally", "lint_loaded", "lint_texts", "lints"]
