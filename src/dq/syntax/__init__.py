"""Rule text → a frozen typed tree with places and comments. The only room that knows the parser generator."""

from dq.syntax.parser import ParseResult, comments, parse, parser
from dq.syntax.wellformed import DEEPEST, children
from dq.syntax.words import keywords

__all__ = ["DEEPEST", "ParseResult", "children", "comments", "keywords", "parse", "parser"]
