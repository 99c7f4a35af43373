"""Built-in functions of the rule language, one file each: signature, explanation and meaning."""

from dq.functions.algebra import Algebra
from dq.functions.model import (
    Aggregate,
    Agreement,
    CodeList,
    Function,
    Gives,
    MonthNamed,
    OfUnits,
    Relation,
    Scalar,
    Selection,
    Shape,
    YearBefore,
)
from dq.functions.registry import function_named, function_names, functions, scalar_called

__all__ = [
    "Aggregate",
    "Agreement",
    "Algebra",
    "CodeList",
    "Function",
    "Gives",
    "MonthNamed",
    "OfUnits",
    "Relation",
    "Scalar",
    "Selection",
    "Shape",
    "YearBefore",
    "function_named",
    "function_names",
    "functions",
    "scalar_called",
]
