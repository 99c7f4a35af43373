"""Built-in functions of the rule language, one file each."""

from dq.functions.model import Aggregate, Function, Relation, Scalar, Selection, Shape
from dq.functions.registry import function_named, function_names, functions

__all__ = [
    "Aggregate",
    "Function",
    "Relation",
    "Scalar",
    "Selection",
    "Shape",
    "function_named",
    "function_names",
    "functions",
]
