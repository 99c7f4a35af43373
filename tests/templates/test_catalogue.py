"""The shipped templates and the schema they make: names that rules are written against."""

from __future__ import annotations

import csv

import pytest

from dq.templates import (
    build_schema,
    economic_classes,
    functional_classes,
    load_catalogue,
    normalise_label,
)
from dq.types import ValueType

COLUMNS = {
    "summary": "amount budget full_year_budget",
    "income_sources": "amount",
    "expenditure_uses": "amount",
    "fiscal_expenditure": "total",
    "fiscal_basic": "total",
    "operating_expenses": "total",
    "income": "total fiscal superior undertaking business affiliate other"
    " opening general funds state_capital fiscal_accounts surplus education_fees",
    "income_by_unit": "total year general funds state_capital fiscal_accounts undertaking business superior affiliate"
    " other opening opening_general opening_funds opening_state_capital opening_fiscal_accounts opening_unit surplus",
    "budgeted_projects": "total general funds state_capital fiscal_accounts opening_general opening_funds"
    " opening_state_capital opening unit_money other",
    "procurement_plan": "total general funds state_capital fiscal_accounts opening goods works services"
    " unit_money other",
    "expenditure": "total basic project remitted business affiliate",
    "fiscal_summary": "amount general funds state_capital",
    "general_expenditure": "opening opening_basic opening_project income income_basic income_project total basic"
    " personnel public project closing closing_basic closing_project",
    "general_detail": "total",
    "general_basic": "total personnel public",
    "funds": "opening income total basic project closing",
    "state_capital": "opening income total basic project closing",
    "statistics": "amount budget full_year_budget",
    "procurement": "planned_total planned_fiscal planned_general planned_funds planned_other planned_nonfiscal"
    " actual_total actual_fiscal actual_general actual_funds actual_other actual_nonfiscal",
}
OLD, NEW = "final_accounts_2018", "final_accounts_2024"
JIANGSU, SHANGHAI, BUDGET = "budget_jiangsu", "budget_shanghai", "budget_national"
NATIONAL, NATIONAL_OLD = "final_accounts_national", "final_accounts_national_2015"
ACCOUNTS = (OLD, NEW, NATIONAL, NATIONAL_OLD)
ALL = (*ACCOUNTS, JIANGSU, SHANGHAI, BUDGET)


def test_the_tables_and_columns_are_those_that_rules_name():
    schema = build_schema(load_catalogue(), ())
    measures = {
        name: {column.name for column in table.columns.values() if column.is_measure}
        for name, table in schema.tables.items()
    }
    assert measures == {name: set(columns.split()) for name, columns in COLUMNS.items()}
    assert {template.name: len(template.tables) for template in load_catalogue()} == {
        OLD: 10,
        NEW: 9,
        NATIONAL: 9,
        NATIONAL_OLD: 8,
        JIANGSU: 12,
        SHANGHAI: 9,
        BUDGET: 12,
    }


@pytest.mark.parametrize(
    ("table", "column", "templates"),
    [
        ("fiscal_summary", "general", {*ACCOUNTS, SHANGHAI, BUDGET}),
        ("fiscal_summary", "state_capital", {NEW, NATIONAL, SHANGHAI, BUDGET}),
        ("general_basic", "personnel", {OLD, SHANGHAI, BUDGET}),
        ("statistics", "budget", {NEW, NATIONAL, NATIONAL_OLD}),
        ("summary", "code", set(ALL)),
        ("procurement", "role", {OLD, JIANGSU}),
    ],
)
def test_a_column_knows_the_forms_that_print_it(table, column, templates):
    assert build_schema(load_catalogue(), ()).tables[table].columns[column].templates == templates


def test_the_same_item_has_the_same_path_in_all_forms():
    tables = build_schema(load_catalogue(), ()).tables
    for table, label, path, forms in [
        ("summary", "附属单位缴款", ("本年收入合计", "附属单位上缴收入"), ACCOUNTS),
        ("summary", "用事业基金弥补收支差额", ("使用非财政拨款结余",), (*ACCOUNTS, BUDGET)),
        ("statistics", "公务用车购置费", ("支出合计", "公务用车购置及运行维护费", "公务用车购置费"), ALL),
        ("statistics", "机关运行经费", ("机关运行经费",), (OLD, SHANGHAI)),
    ]:
        assert tables[table].items[label] == ((path, frozenset(forms)),)
    education = dict(tables["summary"].items["教育支出"])
    assert education == {
        ("本年支出合计", "教育支出"): frozenset((*ACCOUNTS, JIANGSU, BUDGET)),
        ("支出总计", "教育支出"): frozenset((SHANGHAI,)),  # prints no 本年支出合计
    }
    fiscal = dict(tables["summary"].items["财政拨款"])["本年收入合计", "财政拨款"]
    assert fiscal == {OLD, NATIONAL_OLD, JIANGSU}
    assert {path for path, _ in tables["summary"].items["总计"]} == {("收入总计",), ("支出总计",)}


def test_units_that_rows_fix_are_known_with_and_without_brackets():
    statistics = build_schema(load_catalogue(), ()).tables["statistics"]
    assert statistics.item_units["车辆数合计",] == "辆"
    assert statistics.items["车辆数合计(辆)"] == statistics.items["车辆数合计"]
    assert statistics.columns["amount"].type is ValueType.QUANTITY
    assert ("支出合计",) not in statistics.item_units


def test_tables_by_code_list_no_items():
    schema = build_schema(load_catalogue(), ())
    assert [name for name, table in schema.tables.items() if not table.items] == [
        *(
            "expenditure",
            "fiscal_basic",
            "fiscal_expenditure",
            "funds",
            "general_basic",
            "general_detail",
            "general_expenditure",
            "income",
            "operating_expenses",
        ),
        "state_capital",
    ]


def test_an_alias_means_one_table_or_column_only():
    schema = build_schema(load_catalogue(), ())
    aliases = [alias for table in schema.tables.values() for alias in table.aliases]
    assert len(aliases) == len(set(aliases))
    assert schema.resolve("收入支出决算总表").name == "summary"
    assert schema.resolve("income").name == "income"
    assert schema.resolve("没有") is None
    # The heading of different tables in different forms names neither.
    assert schema.resolve("收入预算总表") is None
    for table in schema.tables.values():
        names = [alias for column in table.columns.values() for alias in (column.name, *column.aliases)]
        assert len(names) == len(set(names)), table.name


def test_every_total_column_is_the_first_that_its_header_group_prints():
    """A block has at most one grand total, so that structure can tell where its columns begin."""
    for template in load_catalogue():
        for table in template.tables:
            for block in table.blocks:
                groups = [measure.headers[0][:-1] for measure in block.measures if measure.role == "total"]
                assert len(groups) == len(set(groups))


def test_functional_classes_cover_all_names_observed(shared_documents):
    known = {code: set(map(normalise_label, names)) for code, names in functional_classes().items()}
    with (shared_documents / "reference" / "observed_function_codes.csv").open(encoding="utf-8") as file:
        observed = [(row["code"], normalise_label(row["name"])) for row in csv.DictReader(file) if row["level"] == "类"]
    assert [(code, name) for code, name in observed if name not in known.get(code, ())] == []
    names = [name for each in known.values() for name in each]
    assert len(names) == len(set(names))


def test_economic_classes_cover_all_names_observed(shared_documents):
    known = {code: set(map(normalise_label, names)) for code, names in economic_classes().items()}
    with (shared_documents / "reference" / "observed_economic_codes.csv").open(encoding="utf-8") as file:
        observed = [(row["code"], normalise_label(row["name"])) for row in csv.DictReader(file)]
    assert [(code, name) for code, name in observed if name not in known.get(code, ())] == []
    assert economic_classes()["30311"] == ("代缴社会保险费", "住房公积金")


def test_a_schema_of_one_template_knows_that_one_only():
    schema = build_schema([template for template in load_catalogue() if template.name == OLD])
    assert "state_capital" not in schema.tables
    assert list(schema.templates) == [OLD]
