"""Performance forms in a document of their own, without any table, are a report of their own."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dq.archive import Action, Archive
from dq.ingest import read_bytes
from dq.synthesis.rendering import Noise, form_named
from dq.synthesis.rendering.project_forms import Place, draw_project, form_grid
from dq.templates import default_schema
from tests.properties.round_trip import needs_packages

YEAR = 2031
FORM = """项目支出绩效自评表
（2031年度）
项目名称\t{project}
主管部门\t某市测试局\t实施单位\t{body}
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
\t年度资金总额\t50.00\t40.00\t{spent}\t10\t75.00%\t7.5
绩效指标\t一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
\t产出指标\t数量指标\t修剪树木\t≥60株\t61株\t90\t90
总分\t\t\t\t\t\t100\t97.5
"""


def written(form, project):
    grid = form_grid(project, Noise())
    return form_named(form).write((replace(grid, title=f"{YEAR}年度{grid.title}"),), Noise())


@pytest.mark.parametrize("form", ["tab", "csv", "flat", "layout", "html", "docx", "xlsx"])
def test_forms_alone_are_read_as_they_say_in_every_format(form):
    needs_packages(form)
    project = draw_project(1, YEAR, Place("2080101", "行政运行", Decimal(900)), Noise(5))
    result = read_bytes(f"forms{form_named(form).SUFFIX}", written(form, project))
    report = result.report
    assert (report.report["kind"], report.report["template"], report.report["year"]) == (*["performance"] * 2, YEAR)
    assert report.tables == []
    assert [each["score"] for each in report.statements["project"]] == [project.score]
    scores = {row["label"]: row["score"] for row in report.statements["project_indicator"] if row["role"] == "item"}
    assert scores == {label: score for label, _, score in project.indicators}
    assert "DQ-I018" in [each.code for each in result.diagnostics]


def read(project="绿地养护", body="某市测试中心", spent="30.00", text=FORM, before=""):
    return read_bytes("a.tab.txt", (before + text.format(project=project, body=body, spent=spent)).encode())


@pytest.mark.parametrize(
    ("result", "department"),
    [
        (read(), "某市测试中心"),
        (read(text=FORM.replace("项目支出绩效自评表", "某市档案馆项目支出绩效自评表", 1)), "某市档案馆"),
        (read(before="单位名称：某市测试馆\n"), "某市测试馆"),
        (read(text=FORM + FORM.replace("{body}", "某市测试站")), "某市测试局"),
        (read(text=FORM + FORM.replace("{body}", "某市测试站").replace("测试局", "水务局")), None),
        (read(body="某市测试中心、某市测试站"), "某市测试局"),
        (read(text=FORM.replace("实施单位\t", "实施单位（盖章）\t")), "某市测试中心"),
        (read(text=FORM.replace("主管部门\t某市测试局\t实施单位", "部门名称")), "某市测试中心"),
        (read(text=FORM.replace("\t", "    ")), "某市测试中心"),
        (read(body="某市安宁\n服务中心"), "某市安宁服务中心"),
        (read(body="某市安宁\n残疾人\n服务中心"), None),
        (read(body="某县临河镇\n人民政府"), None),
    ],
)
def test_whose_they_are_is_told_by_the_cover_the_titles_or_all_forms(result, department):
    codes = [each.code for each in result.diagnostics]
    assert (result.report.report["department"], "DQ-I008" not in codes) == (
        department or result.report.report["sha256"][:12],
        department is not None,
    )


def test_a_correction_is_a_version_and_other_projects_are_another_report(tmp_path):
    archive = Archive.create(tmp_path / "a", default_schema(), keep_documents=False).archive
    plan = FORM.replace("自评表", "目标表")
    of = [read(), read(spent="31.00"), read(project="路灯维修"), read(text=plan)]
    assert [each.action for one in of for each in archive.append([one.report]).stored] == [
        Action.ADDED,
        Action.NEW_VERSION,
        Action.ADDED,
        Action.ADDED,
    ]


def test_forms_of_no_year_or_of_two_are_refused_with_what_to_do():
    undated = FORM.replace("（2031年度）\n", "")
    for text in (undated, FORM + FORM.replace("2031", "2032")):
        (refused, *_) = read(text=text).diagnostics
        assert (refused.code, refused.span.line) == ("DQ-I006", 1)
        assert "（2024年度）" in refused.help.zh
