"""Changes to an input that keep most of its structure: pieces are dropped, doubled, moved, replaced, changed within."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

LONGEST = 64 * 1024
"""Bytes of an input: bounds are tried by tests of their own, and small inputs are tried faster."""
_MOST_CHANGES = 4
_LONGEST_RUN = 12


def change(
    data: bytes,
    random: Random,
    token: re.Pattern[bytes],
    words: tuple[bytes, ...],
    within: Callable[[bytes], bytes] | None = None,
) -> bytes:
    """The input with a few changes. Parameters: `within` changes the bytes of one piece."""
    pieces = token.findall(data) or [data]
    for _ in range(random.randint(1, _MOST_CHANGES)):
        _change(pieces, random, words, within or (lambda piece: _bytes_changed(piece, random)))
    return b"".join(pieces)[:LONGEST]


def _change(pieces: list[bytes], random: Random, words: tuple[bytes, ...], within: Callable[[bytes], bytes]) -> None:
    at = random.randrange(len(pieces) + 1)
    run = slice(at, at + random.randint(1, _LONGEST_RUN))
    match random.randrange(8):
        case 0:
            del pieces[run]
        case 1:
            pieces[at:at] = pieces[run] * random.choice((1, 1, 2, 30))
        case 2:
            to = random.randrange(len(pieces) + 1)
            pieces[to:to] = pieces[run]
        case 3 | 4:
            pieces[at:at] = [random.choice(words)]
        case 5:
            pieces[at : at + 1] = [random.choice(words)]
        case _:
            if at < len(pieces):
                pieces[at] = within(pieces[at])


def _bytes_changed(piece: bytes, random: Random) -> bytes:
    if not piece:
        return bytes([random.randrange(256)])
    at = random.randrange(len(piece))
    match random.randrange(4):
        case 0:
            return piece[:at] + piece[at + 1 :]
        case 1:
            return piece[:at] + bytes([piece[at] ^ 1 << random.randrange(8)]) + piece[at + 1 :]
        case 2:
            return piece[:at] + random.randbytes(random.randint(1, 4)) + piece[at:]
        case _:
            return piece[:at] + random.choice((b"9" * 30, b"-1", b"0", b"\x00", b"\xff", b"2147483648")) + piece[at:]
