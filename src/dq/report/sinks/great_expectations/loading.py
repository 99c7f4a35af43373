"""Loads Great Expectations first and quietly: its own imports warn of what its next versions will change."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import great_expectations

VERSION = great_expectations.__version__
