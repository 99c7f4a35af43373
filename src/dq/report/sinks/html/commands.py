"""The command that writes a report, or makes a run, again."""

from __future__ import annotations

from collections.abc import Sequence


def command_line(words: Sequence[str]) -> str:
    """The words as a person types them.

    Example: `command_line(("dq", "check", "年报 1.txt"))` → `"dq check '年报 1.txt'"`.
    """
    return " ".join(map(_quoted, words))


def command_of(words: Sequence[str], report: str) -> tuple[str, ...]:
    """The command for one of the reports; that of a checkpoint's run, which is of all of them, stays as it is.

    Example: `command_of(("dq", "report", "--archive", "a", "--to", "html"), "r")[-4:]` → `("--report", "r", …)`.
    """
    if "--to" not in words:
        return tuple(words)
    at = words.index("--to")
    return (*words[:at], "--report", report, *words[at:])


def _quoted(word: str) -> str:
    plain = word and all(sign.isalnum() or sign in "-_./=:,+@" for sign in word)
    return word if plain else "'" + word.replace("'", "'\\''") + "'"
