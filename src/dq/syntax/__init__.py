"""Rule text → a frozen typed tree with places and comments. The only room that knows the parser generator."""

from dq.syntax.braces import BRACED
from dq.syntax.labels import label_path
from dq.syntax.parser import DECLARATION, ParseResult, comments, expected, parse, parser, tokens
from dq.syntax.unfinished import OPEN, unfinished
from dq.syntax.wellformed import DEEPEST, children, parts, parts_of, too_deep
from dq.syntax.words import keywords

__all__ = [
    "BRACED",
    "DECLARATION",
    "DEEPEST",
    "OPEN",
    "ParseResult",
    "children",
    "comments",
    "expected",
    "keywords",
    "label_path",
    "parse",
    "parser",
    "parts",
    "parts_of",
    "tokens",
    "too_deep",
    "unfinished",
]
