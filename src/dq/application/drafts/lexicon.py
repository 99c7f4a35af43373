"""The words of the rule language, for an editor that colours them: taken from the grammar, so that none is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dq.functions import function_names
from dq.semantics import vocabulary
from dq.syntax import keywords, parser
from dq.templates import default_schema


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by what they are.

    Parameters: `declarations` begin a declaration; `keywords` other words of the language, those of several parts as
    their parts; `functions`; `tables` names of tables; `words` what clauses choose among.
    """

    declarations: tuple[str, ...]
    keywords: tuple[str, ...]
    functions: tuple[str, ...]
    tables: tuple[str, ...]
    words: tuple[str, ...]


_DECLARING = ("RULE", "DEFINE", "TEMPLATE", "IMPORT", "TEST", "FIXTURE")


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The words of the language as it is.

    Example: `"where" in lexicon().keywords` → `True`.
    """
    known = keywords(parser())
    choices = (vocabulary.SEVERITIES, vocabulary.STATES, vocabulary.TOLERANCES, vocabulary.LANGUAGES)
    tables = default_schema().tables.values()
    return Lexicon(
        tuple(word for kind in _DECLARING for word in known[kind]),
        _parts(word for kind, words in known.items() if kind not in _DECLARING for word in words),
        function_names(),
        tuple(dict.fromkeys(name for table in tables for name in (table.name, *table.aliases))),
        _parts(word for words in choices for word in words),
    )


def _parts(words: Iterable[str]) -> tuple[str, ...]:
    """Words, those of several parts as their parts, each once."""
    return tuple(dict.fromkeys(part for word in words for part in word.split()))
