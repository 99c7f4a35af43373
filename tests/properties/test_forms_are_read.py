"""The performance forms of invented projects are read as what they say."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dq.ingest import read_bytes
from dq.synthesis.generation.plan import as_report_tables, plan, portions
from dq.synthesis.rendering import Noise, form_named, render
from dq.synthesis.rendering.project_forms import drawn
from dq.templates import load_catalogue
from tests.properties.round_trip import TEMPLATES, needs_packages

FORMS = ("tab", "html", "docx", "csv")
TOTALS = ("合计", "总权重、评价总分（S）")
COLUMNS = {
    "project_fund": ("budget", "received", "spent", "balance", "arrival_rate", "spending_rate"),
    "project_target": ("target", "actual", "completion"),
    "project_indicator": ("weight", "score"),
    "project_expenditure": ("amount",),
    "project": ("score",),
}


@pytest.fixture(scope="module")
def report():
    wanted = plan(4, 17, load_catalogue(), range(2018, 2019))
    made = [each for _, frames in portions(wanted) for each in as_report_tables(frames)]
    return next(each for each in made if each.report["kind"] == "final_accounts")


def said(project, number):
    """(table, form, what the row is about, column) → the printed figure."""
    form = f"{number}"
    found = {("project", form, project.name, "score"): project.score}
    for fund in project.funds:
        figures = {"budget": fund.budget, "received": fund.received, "spent": fund.spent, "balance": fund.balance}
        rates = {"arrival_rate": fund.arrival, "spending_rate": fund.spending}
        for column, value in {**figures, **rates}.items():
            if value is not None:
                found["project_fund", form, fund.source, column] = value
    for label, weight, score in project.indicators:
        found["project_indicator", form, label, "weight"] = Decimal(weight)
        found["project_indicator", form, label, "score"] = score
    for group, weight in (("投入", 20), ("过程", 30), ("产出与效益", 50)):
        found["project_indicator", form, group, "weight"] = Decimal(weight)
    for label, amount in project.items:
        found["project_expenditure", form, label, "amount"] = amount
    for label, target, actual in project.targets:
        rate = (Decimal(actual) * 100 / target).quantize(Decimal("0.01"))
        for column, value in (("target", target), ("actual", actual), ("completion", rate)):
            found["project_target", form, label, column] = Decimal(value)
    return found


def read(statements):
    found = {}
    for table, columns in COLUMNS.items():
        for row in statements.get(table, []):
            about = row["source"] if table == "project_fund" else row["label"]
            for column in columns:
                if row.get(column) is not None:
                    value = row[column] / 10_000 if row[f"{column}__unit"] == "万元" else row[column]
                    found[table, row["form"], about, column] = value
    return found


@pytest.mark.hypothesis
@pytest.mark.parametrize("form", FORMS)
def test_what_forms_say_is_read(form, report):
    needs_packages(form)

    @given(seed=st.integers(0, 100_000))
    @example(seed=3)
    def holds(seed):
        noise = Noise(seed)
        document = render(report, TEMPLATES[report.report["template"]], form, noise)
        result = read_bytes(f"report{form_named(form).SUFFIX}", document)
        projects = drawn(report, noise)
        told = {key: value for at, each in enumerate(projects, 1) for key, value in said(each, at).items()}
        found = read(result.report.statements)
        assert {key: found.get(key) for key in told} == told
        assert [key for key in found if key not in told and key[2] not in TOTALS] == []
        assert [row["grade__printed"] for row in result.report.statements.get("project", [])] == [
            p.grade for p in projects
        ]

    holds()
