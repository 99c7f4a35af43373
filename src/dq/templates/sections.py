"""Reading a TOML table key by key, gathering what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from dq.diagnostics import Diagnostic, Span, Text, did_you_mean, refused

_MISSING: Final = object()


@dataclass(frozen=True, slots=True)
class Complaints:
    """What is wrong with one template file, gathered while it is read."""

    file: str
    text: str
    found: list[Diagnostic] = field(default_factory=list)

    def add(self, code: str, where: str, headline: Text, help: Text | None = None) -> None:  # noqa: A002 - as in Diagnostic
        """Keep a complaint about the place `where` (a key path such as `table.income.title`)."""
        note = Text(f"位置：{where}", f"place: {where}")
        self.found.append(refused(code, Span(self.file, self._line_of(where)), headline, help=help, notes=(note,)))

    def _line_of(self, where: str) -> int:
        """The line where the table that `where` names begins, 0 where it cannot be told."""
        name = where.split(".")[1] if where.startswith("table.") else ""
        wanted = f'name="{name}"'
        lines = self.text.split("\n")
        return next((at for at, line in enumerate(lines, 1) if line.replace(" ", "").startswith(wanted)), 0)


class Section:
    """One TOML table. Each method reads a key, complains where it is wrong, and gives a value all the same,
    so that one reading finds every fault.

    Parameters: `data` the TOML table; `where` its key path for people.
    Example: `Section({"name": "income"}, "table.income", complaints).text("name")` → `"income"`.
    """

    def __init__(self, data: dict[str, Any], where: str, complaints: Complaints) -> None:
        self.where = where
        self.complaints = complaints
        self._left = dict(data)

    def complain(self, code: str, headline: Text, help: Text | None = None) -> None:  # noqa: A002 - as in Diagnostic
        """Complain about this section as a whole."""
        self.complaints.add(code, self.where, headline, help)

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty; `default` where the key may be left out."""
        value = self._take(key, default)
        if isinstance(value, str) and value:
            return value
        self._wrong(key, value, Text("非空文字", "a text that is not empty"))
        return default or ""

    def choice(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """One of a few words."""
        value = self.text(key, default)
        if value:
            self._is_one(key, value, choices)
        return value

    def chosen(self, key: str, choices: tuple[str, ...]) -> tuple[str, ...]:
        """Those of a list of words that are among the choices; the list may be left out."""
        return tuple(each for each in self.texts(key, optional=True) if self._is_one(key, each, choices))

    def holds_text(self, key: str) -> bool:
        """True where the key's value is a text."""
        return isinstance(self._left.get(key), str)

    def texts(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        value = self._take(key, [] if optional else None)
        if isinstance(value, list) and all(isinstance(each, str) and each for each in value) and (value or optional):
            return tuple(value)
        self._wrong(key, value, Text("文字列表", "a list of texts"))
        return ()

    def flag(self, key: str, *, default: bool) -> bool:
        """True or false."""
        value = self._take(key, default)
        if isinstance(value, bool):
            return value
        self._wrong(key, value, Text("true 或 false", "true or false"))
        return default

    def whole(self, key: str, least: int, most: int) -> int:
        """A whole number within bounds."""
        value = self._take(key, None)
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self._wrong(key, value, Text(f"{least} 至 {most} 的整数", f"a whole number from {least} to {most}"))
        return least

    def span_of_years(self, key: str) -> tuple[int, int]:
        """Two years, the first not after the last."""
        value = self._take(key, None)
        match value:
            case [int(first), int(last)] if 1949 <= first <= last <= 9999:  # noqa: PLR2004 - no older state accounts
                return first, last
            case _:
                self._wrong(key, value, Text("[首年, 末年]", "[first year, last year]"))
                return 0, 0

    def section(self, key: str) -> Section:
        """A table within this one."""
        value = self._take(key, None)
        if not isinstance(value, dict):
            self._wrong(key, value, Text("表 { … }", "a table { … }"))
            value = {}
        return Section(value, f"{self.where}.{key}".lstrip("."), self.complaints)

    def sections(self, key: str, *, optional: bool = False) -> list[dict[str, Any]]:
        """A list of tables."""
        value = self._take(key, [] if optional else None)
        if isinstance(value, list) and all(isinstance(each, dict) for each in value) and (value or optional):
            return value
        self._wrong(key, value, Text(f"[[{key}]] 列表", f"a list of [[{key}]]"))
        return []

    def has(self, key: str) -> bool:
        """True where the key is there and not read yet."""
        return key in self._left

    def rest(self) -> dict[str, Any]:
        """All keys not read yet, which are read by this."""
        left, self._left = self._left, {}
        return left

    def finish(self, known: tuple[str, ...]) -> None:
        """Complain of keys that nobody asked for."""
        for key in self._left:
            self.complain("DQ-I102", Text(f"不认识的键 {key}", f"unknown key {key}"), did_you_mean(key, known))

    def _is_one(self, key: str, value: str, choices: tuple[str, ...]) -> bool:
        """True for one of the choices; complains of anything else."""
        if value not in choices:
            listed = ", ".join(choices)
            self.complain(
                "DQ-I104",
                Text(f"{key} 不能是 {value!r}，可用：{listed}", f"{key} cannot be {value!r}; it is one of {listed}"),
                did_you_mean(value, choices),
            )
        return value in choices

    def _take(self, key: str, default: Any) -> Any:  # noqa: ANN401 - TOML values
        return self._left.pop(key, _MISSING if default is None else default)

    def _wrong(self, key: str, value: Any, wanted: Text) -> None:  # noqa: ANN401 - TOML values
        if value is _MISSING:
            self.complain(
                "DQ-I103",
                Text(f"缺少 {key}", f"{key} is missing"),
                Text(f"请写明：{wanted.zh}", f"write it as {wanted.en}"),
            )
        else:
            self.complain("DQ-I103", Text(f"{key} 应为{wanted.zh}", f"{key} must be {wanted.en}"))
