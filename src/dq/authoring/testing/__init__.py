"""Tests of rules: `*_test.dq` files beside the rules, read, run, and measured by coverage and mutation."""
