"""Commands, thin: they turn words into use cases of `dq.application` and results into text.

`main` is the entry point of the program `dq`.
"""

from dq.cli.entry import main

__all__ = ["main"]
