"""Help texts in the language of the environment: decided once, before typer reads them."""

from __future__ import annotations

import os

from dq.settings import Settings, read_settings


def current_settings() -> Settings:
    """The settings of this process (`DQ_*`)."""
    return read_settings(os.environ, os.pathsep)


_LANGUAGE = current_settings().language


def said(zh: str, en: str) -> str:
    """The help text in the language that DQ_LANG asked for when the program started."""
    return en if _LANGUAGE == "en" else zh
