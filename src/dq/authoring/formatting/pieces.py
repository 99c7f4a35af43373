"""The tokens of a file with the remarks that belong to each, spelled as they are to be written."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from dq.authoring.formatting.document import Word
from dq.authoring.formatting.spelling import Spelling
from dq.syntax import DECLARATION, tree


@dataclass(slots=True)
class Piece:
    """A token. Parameters: `kind` its terminal; `text` as it is to be written; `before` remarks on lines of their own,
    `after` behind it on its line; `apart` which of these, or the token, stood behind an empty line (as in `Word`).
    """

    kind: str
    text: str
    before: list[str] = field(default_factory=list)
    after: str | None = None
    apart: set[int] = field(default_factory=set)

    def word(self, *, apart: bool = False) -> Word:
        """The piece as a word of a document; `apart` keeps the empty lines before it."""
        bound = self.kind == "NAME" and DECLARATION.match(self.text) is not None
        kept = frozenset(self.apart) if apart else frozenset[int]()
        return Word(self.text, tuple(self.before), self.after, bound, kept)


def pieces(file: tree.File, tokens: Sequence[tree.Token], spelling: Spelling) -> tuple[list[Piece], Piece]:
    """The tokens that are written, and an empty one at the end for the remarks behind all of them.

    Parameters: `tokens` of the file, in order. Marks that the grammar does not need are dropped; their remarks stay.
    """
    found: list[Piece] = []
    remarks = deque(file.comments)
    last = 0
    for token in (*tokens, tree.Token(len(file.text), len(file.text), "END", "")):
        piece = Piece(token.kind, spelling.of(token, found[-1].text if found else ""))
        while remarks and remarks[0].start < token.start:
            remark = remarks.popleft()
            between = file.text[last : remark.start]
            if found and "\n" not in between and found[-1].after is None and not piece.before:
                found[-1].after = remark.text
            else:
                if between.count("\n") > 1:
                    piece.apart.add(len(piece.before))
                piece.before.append(remark.text)
            last = remark.end
        if file.text.count("\n", last, token.start) > 1:
            piece.apart.add(len(piece.before))
        last = token.end
        found.append(piece)
    end = found.pop()
    return _without_needless_marks(found, end), end


def _without_needless_marks(found: list[Piece], end: Piece) -> list[Piece]:
    """Semicolons that nothing rests on are dropped: all but those between the branches of a case."""
    kept: list[Piece] = []
    cases = 0
    depths: list[bool] = []
    for number, piece in enumerate(found):
        match piece.kind:
            case "LBRACE":
                depths.append(bool(kept) and kept[-1].kind == "CASE")
                cases += depths[-1]
            case "RBRACE":
                cases -= depths.pop() if depths else 0
            case "SEMICOLON":
                after = found[number + 1] if number + 1 < len(found) else end
                if cases == 0 or after.kind == "RBRACE":
                    _hand_over(piece, kept[-1], after)
                    continue
            case _:
                pass
        kept.append(piece)
    return kept


def _hand_over(dropped: Piece, before: Piece, after: Piece) -> None:
    """The remarks of a dropped mark go to its neighbours."""
    moved = list(dropped.before)
    if dropped.after is not None:
        if before.after is None and not moved:
            before.after = dropped.after
        else:
            moved.append(dropped.after)
    after.apart = {each + len(moved) for each in after.apart}
    after.before[:0] = moved
