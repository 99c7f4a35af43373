"""dq: a rule service for published accounts.

The stages, in one direction: documents → archive → plan → outcomes → reports.
"""

__version__ = "0.1.0"
