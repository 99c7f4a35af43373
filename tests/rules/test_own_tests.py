"""The shipped rules' own tests: all pass, every rule is tried, and they notice most wrong versions of the rules."""

from __future__ import annotations

import pytest

from dq.application.testing import run
from dq.resources import rules_folder


def test_the_rules_pass_their_own_tests():
    tested = run([rules_folder()], language="en")
    assert not tested.diagnostics, tested.diagnostics
    assert [(each.case.name, each.failures) for each in tested.failed] == []
    lacking = {rule for rule, verdicts in tested.verdicts.items() if not {"holds", "violated"} <= verdicts}
    assert lacking == set()


@pytest.mark.slow
def test_the_tests_notice_wrong_rules():
    """At least 90 % is asked of the rules; what is reached is kept."""
    assert run([rules_folder()], mutation=True).mutation.percent >= 93
