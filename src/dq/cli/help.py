"""Help pages in the reader's language.

Typer's own pages break lines only at spaces, so Chinese sentences are cut off; and they load all of rich.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from typing import Any, Final, NoReturn

from typer import Exit
from typer.core import TyperCommand, TyperGroup

from dq.cli.plain_values import read_plainly
from dq.cli.speech import said
from dq.cli.usage import USAGE, UsageError, no_such_command, refuse, usage_fault
from dq.diagnostics.layout import Line, line, pad, plain, width_of

_LEFT: Final = 26
_WIDEST: Final = 100
_WORDS: Final = "dq.words"
"""Where a context keeps what was typed."""
_OWN_WORDS: Final = {
    "--help": ("显示这一页。", "Show this page."),
    "--install-completion": ("为当前的命令行外壳安装补全。", "Install completion for the current shell."),
    "--show-completion": ("显示补全脚本，以便自行安装。", "Show the completion script, to install it yourself."),
}


def help_page(command: Any, ctx: Any) -> str:  # noqa: ANN401 - typer may carry its own copy of click's classes
    """The help page of `command`, as wide as the terminal.

    Parameters: `command` a typer command or group, `ctx` its context.
    """
    width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
    return "\n".join(plain(_page(command, ctx), width)) + "\n"


def _page(command: Any, ctx: Any) -> Iterator[Line]:  # noqa: ANN401 - of typer's own click
    yield line(said("用法：", "Usage: "), f"{ctx.command_path} {' '.join(_usage(command))}", hang=4)
    yield line()
    yield line(command.help or "")
    parameters = command.get_params(ctx)
    arguments = [each for each in parameters if each.param_type_name == "argument"]
    options = [each for each in parameters if each.param_type_name == "option" and not each.hidden]
    if arguments:
        yield from _section(said("参数", "Arguments"), [(_metavar(each), each.help or "") for each in arguments])
    if options:
        yield from _section(said("选项", "Options"), [_option(each, ctx) for each in options])
    if command.epilog:
        yield line()
        yield line(command.epilog)
    if isinstance(command, TyperGroup):
        rows = [(name, command.commands[name].help or "") for name in command.list_commands(ctx)]
        yield from _section(said("命令", "Commands"), rows)


def _usage(command: Any) -> Iterator[str]:  # noqa: ANN401 - of typer's own click
    yield said("[选项]", "[OPTIONS]")
    if isinstance(command, TyperGroup):
        yield said("命令 [参数]…", "COMMAND [ARGS]…")
    for each in command.params:
        if each.param_type_name == "argument":
            name = _metavar(each)
            yield f"{name if each.required else f'[{name}]'}{'' if each.nargs == 1 else '…'}"


def _metavar(argument: Any) -> str:  # noqa: ANN401 - of typer's own click
    return str(argument.metavar or argument.name).strip("[].")


def _option(option: Any, ctx: Any) -> tuple[str, str]:  # noqa: ANN401 - of typer's own click
    name = ", ".join(option.opts)
    if name in _OWN_WORDS:
        return name, said(*_OWN_WORDS[name])
    if option.is_flag:
        return name, option.help or ""
    default = option.get_default(ctx)
    told = ""
    if option.required:
        told = said("〔必填〕", " [required]")
    elif option.show_default and default is not None:
        told = said(f"〔默认 {default}〕", f" [default: {default}]")
    metavar = option.metavar or str(option.display_type(ctx) or "").strip("<>")
    return f"{name} {metavar}", f"{option.help or ''}{told}"


def _section(title: str, rows: list[tuple[str, str]]) -> Iterator[Line]:
    yield line()
    yield line(title + said("：", ":"))
    for left, right in rows:
        if width_of(left) > _LEFT - 4:
            yield line(left, indent=2)
            yield line(right, indent=_LEFT)
        else:
            yield line(pad(left, _LEFT - 2), right, indent=2, hang=_LEFT)


def _of(error: Any, ctx: Any) -> Any:  # noqa: ANN401 - of typer's own click
    """The error with the command that it is about: an option without its value comes without."""
    error.ctx = error.ctx or ctx
    return error


def _leave(error: Any, words: Sequence[str]) -> NoReturn:  # noqa: ANN401 - of typer's own click
    """Tell what is wrong with a command; a group without a command shows its help, which typer would not."""
    if type(error).__name__ == "NoArgsIsHelpError":
        sys.stderr.write(help_page(error.ctx.command, error.ctx))
        raise Exit(USAGE)
    refuse(usage_fault(error), words)


class Command(TyperCommand):
    """A command with our help page."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - of typer's own click
        """Take what was typed."""
        for parameter in self.get_params(ctx):
            read_plainly(parameter)
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            raise _of(error, ctx) from None

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - of typer's own click
        """Write the help page."""
        formatter.write(help_page(self, ctx))


class Group(TyperGroup):
    """A group of commands with our help page and our words for what is wrong with a command."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:  # noqa: ANN401 - of typer's own click
        """Take the options before the command."""
        words = tuple(args)
        try:
            made = super().make_context(info_name, args, parent, **extra)
        except UsageError as error:
            _leave(error, words)
        made.meta[_WORDS] = words
        return made

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - of typer's own click
        """Run the command."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            _leave(error, ctx.meta[_WORDS])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:  # noqa: ANN401 - of typer's own click
        """Find the command."""
        if self.get_command(ctx, args[0]) is None:
            refuse(no_such_command(args[0], ctx), ctx.meta[_WORDS])
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - of typer's own click
        """Take what was typed."""
        for parameter in self.get_params(ctx):
            read_plainly(parameter)
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            raise _of(error, ctx) from None

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 - of typer's own click
        """Write the help page."""
        formatter.write(help_page(self, ctx))
