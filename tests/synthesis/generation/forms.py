"""Forms for the tests of generation."""

from __future__ import annotations

from dq.templates import load_catalogue


def final_accounts():
    """Two forms of final accounts, which follow each other."""
    return [form for form in load_catalogue() if form.name in ("final_accounts_2018", "final_accounts_2024")]


def budgets():
    """The forms of budgets, several of them in force at once."""
    return [form for form in load_catalogue() if form.kind == "budget"]
