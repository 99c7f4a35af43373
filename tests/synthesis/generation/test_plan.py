"""Same seed, same reports, in whatever portions; every form of the catalogue; what belongs together agrees."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dq.archive.layout import KEY_COLUMNS, table_columns
from dq.synthesis.generation.bodies import with_traits
from dq.synthesis.generation.dice import Dice
from dq.synthesis.generation.lists import body_name, most_bodies
from dq.synthesis.generation.plan import make_portion, plan, portions
from dq.templates import load_catalogue
from tests.synthesis.generation.forms import budgets, final_accounts

PRINTED = {"general": range(1949, 2100), "funds": range(1949, 2100), "state": range(2019, 2100)}


@pytest.mark.parametrize("form", load_catalogue(), ids=lambda form: form.name)
def test_portions_of_any_size_hold_the_same_reports(form):
    dice = Dice(3)
    year = form.first_year
    whole = make_portion(form, year, range(10), dice, PRINTED)
    parts = [make_portion(form, year, numbers, dice, PRINTED) for numbers in (range(3), range(3, 4), range(4, 10))]
    assert {"reports", "tables"} < set(whole)
    for name, frame in whole.items():
        order = [column for column in ("report", "table", "n") if column in frame.columns]
        assert_frame_equal(pl.concat([part[name] for part in parts]).sort(order), frame.sort(order))


@pytest.mark.parametrize("form", load_catalogue(), ids=lambda form: form.name)
def test_a_form_is_printed_whole(form):
    frames = make_portion(form, form.first_year, range(9), Dice(1), PRINTED)
    for table in form.tables:
        rows = frames[table.name]
        measures = dict.fromkeys(measure.name for block in table.blocks for measure in block.measures)
        assert rows.schema == pl.Schema(table_columns(tuple(measures)))
        assert set(KEY_COLUMNS) < set(rows.columns)
        assert rows.height
        if table.is_list:
            assert set(rows["role"]) == {"total", "part"}
        elif table.layout != "codes":
            assert set(rows["path"]) == {"/".join(item.path) for item in table.items}
    for (report,), tables in frames["tables"].partition_by("report", as_dict=True).items():
        printed = set(tables["table"])
        assert {name for name, rows in frames.items() if report in rows["report"]} - {"reports", "tables"} == printed
        assert not [table.name for table in form.missing(printed) if table.mandatory]
        assert not [table.name for table in form.tables if {table.name, table.stands_for} <= printed]
    first = frames[form.tables[0].name]
    assert first.select(pl.col("^.*__state$").eq(1).sum()).sum_horizontal().item() > 5


def test_another_seed_is_another_archive(made):
    other = dict(portions(plan(60, 8, final_accounts(), range(2017, 2021))))
    assert not other[2018]["summary"].equals(made[2018]["summary"])


def test_bodies_go_on_over_the_years(made):
    assert [frames["reports"].height for frames in made.values()] == [15, 15, 15, 15]
    assert made[2017]["reports"]["department"].to_list() == made[2020]["reports"]["department"].to_list()
    forms = {year: frames["reports"]["template"].unique().to_list() for year, frames in made.items()}
    assert forms[2018] == ["final_accounts_2018"]
    assert forms[2019] == ["final_accounts_2024"]


def test_an_opening_balance_is_the_closing_balance_of_the_year_before(made):
    def balances(year, path):
        rows = made[year]["summary"].filter(pl.col("path") == path)
        joined = rows.join(made[year]["reports"], on="report")
        return dict(joined.select("department", "amount__printed").iter_rows())

    carried = 0
    for year in (2018, 2019, 2020):
        opening = balances(year, "年初结转和结余")
        assert opening == balances(year - 1, "年末结转和结余")
        carried += sum(text not in ("", "0.00", "0", "—") for text in opening.values())
    assert carried > 20


def test_bodies_have_names_of_their_own():
    names = {body_name(body) for body in range(20_000)} | {body_name(most_bodies() - 1)}
    assert len(names) == 20_001


def test_publishers_differ():
    reports = pl.DataFrame({"at": range(500), "body": range(500), "year": [2018] * 500})
    bodies = with_traits(reports, Dice(1))
    assert set(bodies["unit"]) == {"万元", "元"}
    assert set(bodies["zero"]) == {2, 3, 4}
    assert 0.2 < bodies["has_funds"].mean() < 0.5


def test_a_body_keeps_to_one_of_the_forms_in_force():
    made = [frames["reports"] for _, frames in portions(plan(21, 1, load_catalogue(), range(2017, 2020)))]
    reports = pl.concat(made)
    assert reports.height == 21
    assert reports["report"].n_unique() == 21
    planned = reports.filter(pl.col("kind") == "budget").group_by("department").agg(pl.col("template").n_unique())
    assert set(planned["template"]) == {1}
    assert set(reports["template"]) == {form.name for form in load_catalogue() if form.first_year < 2020}


def test_a_plan_counts_its_bodies():
    assert plan(8, 1, final_accounts(), range(2017, 2021)).bodies == 2
    assert plan(9, 1, final_accounts(), range(2017, 2021)).bodies == 3
    assert plan(2, 1, budgets(), range(2020, 2021)).bodies == 2


def test_departments_consolidate_neighbouring_bodies_that_have_the_same_forms():
    wanted = plan(5 * 4, 1, final_accounts(), range(2017, 2021), units=2)
    numbers = [(5, 0), (5, 1), (6, 2), (6, 3)]
    assert list(wanted.memberships()) == numbers
    for _, frames in portions(wanted):
        money = frames["general_expenditure"].filter(label="合计").select("report", "total", "total__radius")
        names = dict(frames["reports"].select("department", "report").iter_rows())
        found = {report: (total or 0, radius or 0) for report, total, radius in money.iter_rows()}
        for department in (5, 6):
            whole, radius = found[names[body_name(department)]]
            units = [found[names[body_name(unit)]] for one, unit in numbers if one == department]
            assert abs(whole - sum(total for total, _ in units)) <= radius + sum(each for _, each in units)
