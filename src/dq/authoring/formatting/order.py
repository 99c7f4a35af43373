"""What a rule has, in the order in which a reader looks for it: both titles on its head, then its clauses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from dq.authoring.formatting.pieces import Piece
from dq.semantics.vocabulary import LANGUAGES
from dq.syntax.words import CLAUSES

_DECLARED: Final = frozenset({"RULE", "DEFINE", "TEMPLATE", "IMPORT", "TEST", "FIXTURE"})
_WITH_ONE_TITLE: Final = tuple(
    ["RULE", name, "STRING", *rest] for name in ("NAME", "QUOTED_NAME") for rest in ([], ["FROM"])
)
_PLACES: Final = {kind: place for place, kind in enumerate(CLAUSES)}


def in_order(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces, but the English title behind the first, each clause in its canonical place with its remarks,
    and no braces about nothing where a template stands.

    Example: of the pieces of `rule A "甲" from t(1) { title en "a" }` those of `rule A "甲" en "a" from t(1)`.
    """
    found: list[Piece] = []
    head: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if piece.kind in _DECLARED:
            found += head
            head = []
        head.append(piece)
        at += 1
        if piece.kind == "LBRACE" and head[0].kind in {"RULE", "TEMPLATE"} and head[-2].kind != "CASE":
            end = _closed(pieces, at)
            found += _whole(head, sorted(_clauses(pieces[at:end]), key=_place), pieces[end])
            head, at = [], end + 1
    return found + head


def _closed(pieces: Sequence[Piece], start: int) -> int:
    """Where the brace closes that was opened before `start`."""
    depth = 1
    for at in range(start, len(pieces)):
        depth += {"LBRACE": 1, "RBRACE": -1}.get(pieces[at].kind, 0)
        if depth == 0:
            return at
    return len(pieces)


def _clauses(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """The pieces of each clause."""
    starts = [at for at, piece in enumerate(pieces) if piece.kind in _PLACES]
    for start, end in pairwise((*starts, len(pieces))):
        yield list(pieces[start:end])


def _place(clause: Sequence[Piece]) -> int:
    return _PLACES[clause[0].kind]


def _whole(head: list[Piece], clauses: list[list[Piece]], closer: Piece) -> Iterator[Piece]:
    """A declaration with its braces, if it needs them."""
    *first, opener = head
    if [each.kind for each in first[:4]] in _WITH_ONE_TITLE and clauses and _is_for_head(clauses[0]):
        _, word, text = clauses.pop(0)
        word.kind = "ENGLISH"
        first[3:3] = [word, text]
    yield from first
    said = opener.before or opener.after or closer.before or (closer.after and first[-1].after)
    if clauses or said or not any(each.kind == "FROM" for each in first):
        yield opener
        for clause in clauses:
            yield from clause
        yield closer
    elif closer.after:
        first[-1].after = closer.after


def _is_for_head(clause: Sequence[Piece]) -> bool:
    """Whether it is the English title, without remarks."""
    if clause[0].kind != "TITLE" or LANGUAGES.get(clause[1].text) != "en":
        return False
    return not any(each.before or each.after for each in clause)
