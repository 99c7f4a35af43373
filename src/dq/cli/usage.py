"""What is wrong with a command as it was typed (codes DQ-C031 to DQ-C036): typer says it in English only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final, NoReturn, cast

import typer

from dq.cli.speech import current_settings
from dq.diagnostics import Diagnostic, Span, Text, did_you_mean, refused
from dq.settings import Language

# typer may carry its own copy of click's classes: this is the one that its errors of usage have in common.
UsageError: Final = cast("type[Exception]", typer.BadParameter.__bases__[0])
USAGE: Final = 2
"""The exit code of a command that is not well formed."""
_LONGEST: Final = 80
_EXTRA: Final = re.compile(r"extra argument\(?s?\)? \((.*)\)", re.DOTALL)


def refuse(fault: Diagnostic, words: Sequence[str]) -> NoReturn:
    """Print what is wrong with a command, in the language that it asks for, and leave with 2.

    Parameters: `words` what was typed after the program's name.
    """
    from dq.cli.console import print_diagnostics  # only a command that is refused pays for it

    print_diagnostics([fault], _language(words))
    raise typer.Exit(USAGE)


def usage_fault(error: Any) -> Diagnostic:  # noqa: ANN401 - of typer's own click
    """An error of usage as a diagnostic: the command as its place, and what could stand there as its remedy."""
    context = error.ctx
    place = Span(context.command_path)
    match type(error).__name__:
        case "MissingParameter":
            return _missing(error.param, place)
        case "NoSuchOption":
            known = [name for each in context.command.get_params(context) for name in each.opts if name[:2] == "--"]
            return _unknown("DQ-C032", place, Text("选项", "option"), error.option_name, known)
        case "BadParameter" if error.param is not None:
            return _unfit(error, place)
        case "BadOptionUsage":
            return _misused(error, context, place)
        case _:
            return _malformed(str(error.format_message()), place)


def no_such_command(word: str, context: Any) -> Diagnostic:  # noqa: ANN401 - of typer's own click
    """A command that a group does not have. Parameters: `context` of the group."""
    return _unknown("DQ-C033", Span(context.command_path), Text("命令", "command"), word, context.command.commands)


def _missing(parameter: Any, place: Span) -> Diagnostic:  # noqa: ANN401 - of typer
    name = _name_of(parameter)
    return refused("DQ-C031", place, Text(f"缺 {name}", f"{name} is missing"), help=_see_help(place))


def _unknown(code: str, place: Span, sort: Text, word: str, known: Iterable[str]) -> Diagnostic:
    shown = _cut(word)
    return refused(
        code,
        place,
        Text(f"没有 {shown} 这个{sort.zh}", f"there is no {sort.en} {shown}"),
        help=did_you_mean(word, known) or _see_help(place),
    )


def _unfit(error: Any, place: Span) -> Diagnostic:  # noqa: ANN401 - of typer's own click
    parameter = error.param
    name = _name_of(parameter)
    described = getattr(parameter, "type_descriptor", None)
    choices = getattr(described, "choices", None)
    info = getattr(described, "parameter_info", None)
    least, most = getattr(info, "min", None), getattr(info, "max", None)
    if choices:
        listed = [str(choice) for choice in choices]
        wanted = Text(f"可以是：{'、'.join(listed)}", f"It may be: {', '.join(listed)}")
    elif least is not None or most is not None:
        span = f"{'' if least is None else least}…{'' if most is None else most}"
        wanted = Text(f"应当是整数，范围 {span}", f"It is to be a whole number within {span}")
    elif getattr(described, "annotation", None) is int:
        wanted = Text("应当是整数。", "It is to be a whole number.")
    else:
        wanted = _see_help(place)
    return refused("DQ-C034", place, Text(f"{name} 的值不合适", f"the value of {name} does not fit"), help=wanted)


def _misused(error: Any, context: Any, place: Span) -> Diagnostic:  # noqa: ANN401 - of typer's own click
    flags = {
        name for each in context.command.get_params(context) if getattr(each, "is_flag", False) for name in each.opts
    }
    name = _cut(str(error.option_name))
    headline = (
        Text(f"{name} 不带值", f"{name} takes no value")
        if name in flags
        else Text(f"{name} 后面缺它的值", f"{name} needs a value after it")
    )
    return refused("DQ-C035", place, headline, help=_see_help(place))


def _malformed(message: str, place: Span) -> Diagnostic:
    if extra := _EXTRA.search(message):
        words = _cut(extra[1])
        headline = Text(f"多出来的参数：{words}", f"more arguments than the command takes: {words}")
    else:
        headline = Text(f"命令写法有误：{message}", f"the command is not well formed: {message}")
    return refused("DQ-C036", place, headline, help=_see_help(place))


def _see_help(place: Span) -> Text:
    return Text(f"用法见 {place.file} --help", f"See {place.file} --help")


def _name_of(parameter: Any) -> str:  # noqa: ANN401 - of typer
    if parameter.param_type_name == "argument":
        return str(parameter.metavar or parameter.name).strip("[].")
    return str(max(parameter.opts, key=len))


def _cut(word: str) -> str:
    return word if len(word) <= _LONGEST else f"{word[:_LONGEST]}…"


def _language(words: Sequence[str]) -> Language:
    """What --lang asks for, where it can be made out; else the language of the environment."""
    for place, word in enumerate(words):
        name, _, value = word.partition("=")
        asked = value or "".join(words[place + 1 : place + 2])
        if name == "--lang" and asked in ("zh", "en"):
            return "en" if asked == "en" else "zh"
    return current_settings().language
