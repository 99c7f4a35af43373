"""The small closed sets that every stage shares: value types, units, cell states, verdicts."""

from dq.types.cells import CellState, DoubtReason
from dq.types.references import cell_reference
from dq.types.rounding import Rounding
from dq.types.units import MONEY_UNITS, Unit, unit_named
from dq.types.values import ValueType
from dq.types.verdicts import Hint, Reason, Severity, Verdict

__all__ = [
    "MONEY_UNITS",
    "CellState",
    "DoubtReason",
    "Hint",
    "Reason",
    "Rounding",
    "Severity",
    "Unit",
    "ValueType",
    "Verdict",
    "cell_reference",
    "unit_named",
]
