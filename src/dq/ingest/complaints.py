"""What is said about documents that cannot be read, or not wholly. An error refuses the document, a warning not."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from dq.diagnostics import Diagnostic, Level, Span, Text, refused, warned

_MEGA = 1024 * 1024
_SHOWN = 40
_LISTED = 6


def clip(text: str) -> str:
    """A printed text, short enough for a headline and without control characters."""
    plain = "".join(each if each.isprintable() else " " for each in text)
    return plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + "…"


def unreadable(path: Path, why: Text) -> Diagnostic:
    """DQ-I001: the file cannot be opened."""
    return refused(
        "DQ-I001",
        Span(str(path)),
        Text("无法打开文件", "the file cannot be opened"),
        help=Text("检查路径和读取权限", "check the path and the permission to read it"),
        notes=(Text(f"原因：{why.zh}", f"reason: {why.en}"),),
    )


def empty(name: str) -> Diagnostic:
    """DQ-I002: the document has no content."""
    return refused(
        "DQ-I002",
        Span(name),
        Text("文件是空的", "the document is empty"),
        help=Text("检查导出或下载是否完整", "check whether the export or download is complete"),
    )


def too_large(name: str, size: int, limit: int) -> Diagnostic:
    """DQ-I003: the document is larger than any report."""
    return refused(
        "DQ-I003",
        Span(name),
        Text(
            f"文件有 {size // _MEGA} MB，超过上限 {limit // _MEGA} MB",
            f"the document has {size // _MEGA} MB; the limit is {limit // _MEGA} MB",
        ),
        help=Text("每个文件只放一份报告的文本", "put the text of one report into each file"),
    )


def not_text(name: str, kind: str | None) -> Diagnostic:
    """DQ-I004: the document is no text."""
    what = Text(f"文件是 {kind}，不是文本", f"the document is {kind}, not text")
    return refused(
        "DQ-I004",
        Span(name),
        what if kind else Text("文件是二进制内容，不是文本", "the document is binary, not text"),
        help=Text(
            "另存为 docx、xlsx、PDF 或文本（UTF-8 或 GB18030）再读入",
            "save it as docx, xlsx, PDF or text (UTF-8 or GB18030) and read that",
        ),
    )


def unknown_encoding(name: str, line: int) -> Diagnostic:
    """DQ-I005: the bytes are neither UTF-8 nor GB18030, nor UTF-16 with a byte order mark."""
    return refused(
        "DQ-I005",
        Span(name, line),
        Text("文字编码不是 UTF-8、GB18030 或 UTF-16", "the text is neither UTF-8, GB18030 nor UTF-16"),
        help=Text("另存为 UTF-8 文本再读入", "save it as UTF-8 text and read that"),
    )


def damaged_text(name: str, line: int, count: int) -> Diagnostic:
    """DQ-I015 (warning): a few characters of UTF-8 are damaged; cells that hold one are unreadable."""
    return warned(
        "DQ-I015",
        Span(name, line),
        Text(
            f"有 {count} 处文字损坏；损坏处如在金额里，该金额无法辨认",
            f"{count} damaged characters; where one stands in a figure, that figure is unreadable",
        ),
        help=Text("重新导出或下载原件再读入", "export or download the document again and read that"),
    )


def no_known_table(name: str, forms: Sequence[Text]) -> Diagnostic:
    """DQ-I006: no template fits. Parameters: `forms` titles of those known."""
    zh, en = "、".join(form.zh for form in forms), ", ".join(form.en for form in forms)
    return refused(
        "DQ-I006",
        Span(name),
        Text("没有找到任何已知的报表", "no known table was found"),
        help=Text(
            "确认文件里有这些表式的报表，表名、表头完整，各列分开；各列混在一起的，改用原件的 xlsx、docx 或 PDF 再读。"
            "仍读不出的，这几张表请人工核对，并把文件交给维护 dq 的人增加表式",
            "check that the document holds tables of these forms, with their headings, header rows and columns kept;"
            " where columns run together read the original as xlsx, docx or PDF. If it still is not read, check it by"
            " hand, and give it to whoever maintains dq, who can add its form",
        ),
        notes=(Text(f"已知表式：{zh}", f"known forms: {en}"),),
    )


_KIND_NAMES = {"final_accounts": Text("决算", "final accounts"), "budget": Text("预算", "budget")}


def another_kind(name: str, stated: str, template: Text, kind: str) -> Diagnostic:
    """DQ-I040: the title names another kind of report than that whose tables were found."""
    said, found = _KIND_NAMES[stated], _KIND_NAMES[kind]
    return refused(
        "DQ-I040",
        Span(name),
        Text(
            f"标题说是{said.zh}，表格却是{found.zh}的（{template.zh}）",
            f"the title says {said.en}, but the tables are those of {found.en} ({template.en})",
        ),
        help=Text(
            "每个文件只放一份报告；标题无误的，这种表式还没有模板，可在 templates/catalogue 增加一个",
            "put one report into each file; where the title is right, the form has no template yet: add one to"
            " templates/catalogue",
        ),
    )


def fits_badly(name: str, template: Text, found: int, wanted: int) -> Diagnostic:
    """DQ-I041: few tables of the form were found."""
    return warned(
        "DQ-I041",
        Span(name),
        Text(
            f"按“{template.zh}”只找到 {wanted} 张表中的 {found} 张",
            f"of the {wanted} tables of {template.en} only {found} were found",
        ),
        help=Text(
            "各地预算表式不同，这份报告可能是另一种表式；核对读出的表，其余人工核对；新表式请交维护 dq 的人增加",
            "forms of budgets differ by region, and this report may have another: check the tables that were read, and"
            " those that were not by hand; whoever maintains dq can add another form",
        ),
    )


def no_year(name: str) -> Diagnostic:
    """DQ-I007: the report's year is stated nowhere."""
    return refused(
        "DQ-I007",
        Span(name),
        Text("没有找到报告年度", "the year of the report is stated nowhere"),
        help=Text(
            "在文件开头补上标题，例如“2024 年度某某局部门决算”",
            "put the report's title at the top of the file, such as 2024 年度某某局部门决算",
        ),
    )


def no_department(name: str, identity: str) -> Diagnostic:
    """DQ-I008 (warning): the body's name is stated nowhere; the content's hash stands for it."""
    return warned(
        "DQ-I008",
        Span(name),
        Text("没有找到部门名称", "the name of the body is stated nowhere"),
        help=Text(
            "在文件开头补上标题，例如“2024 年度某某局部门决算”",
            "put the report's title at the top of the file, such as 2024 年度某某局部门决算",
        ),
        notes=(Text(f"报告编号暂用内容摘要：{identity}", f"the report's id is made of a hash instead: {identity}"),),
    )


def no_header(name: str, line: int, heading: str, table: Text) -> Diagnostic:
    """DQ-I009 (warning): a table's heading stands there, but no header row of its form."""
    return warned(
        "DQ-I009",
        Span(name, line),
        Text(
            f"表名“{clip(heading)}”下没有可识别的表头，本表未读入",
            f"no recognisable header below the heading {clip(heading)!r}; the table was not read",
        ),
        help=Text(
            f"检查表头是否完整、各列是否分开，并与“{table.zh}”的表式一致；其他表照常读入",
            f"check that its header is whole, its columns are kept apart, and both are those of the form ({table.en});"
            " the other tables are read",
        ),
    )


def search_ended(name: str, line: int) -> Diagnostic:
    """DQ-I019 (warning): too many lines look like headers to look for tables without a title to the end."""
    headline = Text(
        f"像表头的行太多，第 {line} 行起没有再找缺表名的表", f"no untitled tables were looked for from line {line} on"
    )
    remedy = Text("给每张表加上表名，或删去重复的表头", "give each table its title, or remove repeated headers")
    return warned("DQ-I019", Span(name, line), headline, help=remedy)


def unknown_column(name: str, line: int, label: str, table: Text) -> Diagnostic:
    """DQ-I010 (warning): a column that the template does not know."""
    return warned(
        "DQ-I010",
        Span(name, line),
        Text(
            f"“{table.zh}”有不认识的列“{clip(label)}”，该列未读入",
            f"unknown column {clip(label)!r} in the table {table.en!r}; the column was not read",
        ),
        help=Text(
            "如属正式表式，请在模板该列的 headers 中补上；有数的行，其合计已标注存疑",
            "if the form has it, add it to the template's headers; totals of rows that fill it are marked doubtful",
        ),
    )


def missing_column(name: str, line: int, column: Text, table: Text) -> Diagnostic:
    """DQ-I011 (warning): a column of the template that the printed header does not show."""
    return warned(
        "DQ-I011",
        Span(name, line),
        Text(
            f"“{table.zh}”的表头没有“{column.zh}”列",
            f"the header of the table {table.en!r} does not show the column {column.en!r}",
        ),
        help=Text("用到这一列的核对将无从判断", "checks that need the column cannot be decided"),
    )


def unit_not_stated(name: str, line: int, table: Text, unit: str) -> Diagnostic:
    """DQ-I012 (warning): no money unit above the table."""
    return warned(
        "DQ-I012",
        Span(name, line),
        Text(
            f"“{table.zh}”没有注明金额单位，按 {unit} 读入",
            f"the table {table.en!r} states no money unit; it is read in {unit}",
        ),
        help=Text(
            "核对原件的单位，并在表头上方补上“单位：万元”", "check the original; add 单位：万元 above the header"
        ),
    )


def repeated_table(name: str, line: int, table: Text, first: int) -> Diagnostic:
    """DQ-I013 (warning): a table that was read already stands there again."""
    return warned(
        "DQ-I013",
        Span(name, line),
        Text(
            f"“{table.zh}”再次出现，只读第 {first} 行起的那一张",
            f"the table {table.en!r} is printed again; the one from line {first} on is read",
        ),
        help=Text("每个文件只放一份报告", "put one report into each file"),
    )


def too_many_rows(name: str, line: int, table: Text, limit: int) -> Diagnostic:
    """DQ-I016: a table is longer than any form; reading it in part would make its totals look wrong."""
    return refused(
        "DQ-I016",
        Span(name, line),
        Text(f"“{table.zh}”超过 {limit} 行", f"the table {table.en!r} has more than {limit} rows"),
        help=Text("检查文件是否由多份报告拼接而成", "check whether several reports were joined into one file"),
    )


def unplaced_figure(name: str, line: int, printed: str, table: Text) -> Diagnostic:
    """DQ-I017 (warning): a figure that stands under no column."""
    return warned(
        "DQ-I017",
        Span(name, line),
        Text(
            f"“{table.zh}”中的 {clip(printed)} 不在任何一列之下，未读入",
            f"{clip(printed)} in the table {table.en!r} stands under no column; it was not read",
        ),
        help=Text(
            "对照原件，检查该行各列是否与表头对齐",
            "compare with the original; check that the row's columns match the header's",
        ),
    )


def table_fits_badly(
    place: Span, table: Text, confidence: float, lacking: Sequence[Text], strange: Sequence[str | None]
) -> Diagnostic:
    """DQ-I060 (warning): a table was read of which the form does not know much.

    Parameters: `lacking` columns of the form that are not printed, `strange` labels of rows that it does not list.
    """
    notes = []
    if lacking:
        zh, en = "、".join(each.zh for each in lacking[:_LISTED]), ", ".join(each.en for each in lacking[:_LISTED])
        notes.append(Text(f"没有的列（{len(lacking)}）：{zh}", f"columns not there ({len(lacking)}): {en}"))
    if strange:
        rows, number = [clip(each or "—") for each in strange[:_LISTED]], len(strange)
        zh, en = "、".join(rows), ", ".join(rows)
        notes.append(Text(f"表式没有的行（{number}）：{zh}", f"rows that it does not list ({number}): {en}"))
    return Diagnostic(
        "DQ-I060",
        Level.WARNING,
        Text(
            f"“{table.zh}”与表式相差较大（吻合 {confidence:.0%}）",
            f"the table {table.en!r} fits its form by {confidence:.0%} only",
        ),
        place,
        Text(
            "对照原文核对这张表的读数；如是另一种表式，请把文件交给维护 dq 的人增加表式",
            "compare what was read of this table with the original; whoever maintains dq can add another form",
        ),
        tuple(notes),
    )


def fits_no_form(name: str, form: Text, quality: float, tables: Sequence[tuple[Text, float]]) -> Diagnostic:
    """DQ-I061: tables look like those of a form, but the form knows hardly anything of them."""
    zh = "、".join(f"{title.zh} {fit:.0%}" for title, fit in tables[:_LISTED])
    en = ", ".join(f"{title.en} {fit:.0%}" for title, fit in tables[:_LISTED])
    return refused(
        "DQ-I061",
        Span(name),
        Text(
            f"没有合适的表式，最接近的“{form.zh}”只吻合 {quality:.0%}",
            f"no form fits; the nearest, {form.en!r}, by {quality:.0%}",
        ),
        help=Text(
            "确认这是已知表式的决算或预算报告；新表式请人工核对，并把文件交给维护 dq 的人增加",
            "check that the report is in a known form; if not, check it by hand; whoever maintains dq can add its form",
        ),
        notes=(Text(f"认出的表：{zh}", f"tables recognised: {en}"),),
    )


def figure_left_out(name: str, line: int, printed: str, table: Text) -> Diagnostic:
    """DQ-I045 (warning): a figure within a table's lines that is in no row."""
    return warned(
        "DQ-I045",
        Span(name, line),
        Text(
            f"“{table.zh}”的范围内有 {clip(printed)}，认不出属于哪一行，未读入",
            f"{clip(printed)} stands within the table {table.en!r} but in none of its rows; it was not read",
        ),
        help=Text(
            "对照原件，检查这一行是否断开或错位", "compare with the original; the line may be broken or displaced"
        ),
    )


def unreadable_cell(name: str, line: int, printed: str, table: Text) -> Diagnostic:
    """DQ-I046 (warning): a cell with digits that is no figure."""
    return warned(
        "DQ-I046",
        Span(name, line),
        Text(
            f"“{table.zh}”中的“{clip(printed)}”不是一个数，未作数字读入",
            f"{clip(printed)!r} in the table {table.en!r} is not one figure; it was not read as a number",
        ),
        help=Text(
            "对照原件；粘连或断开的数可用 dq correct 改正",
            "compare with the original; put figures right that run together or fall apart with dq correct",
        ),
    )


def row_missing(name: str, line: int, table: Text) -> Diagnostic:
    """DQ-I047 (warning): a table whose form is one row has none below its header."""
    return warned(
        "DQ-I047",
        Span(name, line),
        Text(f"“{table.zh}”的表头下没有数据行", f"there is no row below the header of the table {table.en!r}"),
        help=Text("对照原件，检查该行是否丢失", "compare with the original; check whether the row was lost"),
    )


def total_missing(name: str, line: int, label: str, table: Text) -> Diagnostic:
    """DQ-I048 (warning): a total that the form prints is not among a table's rows."""
    return warned(
        "DQ-I048",
        Span(name, line),
        Text(
            f"“{table.zh}”没有读到“{clip(label)}”一行",
            f"the row {clip(label)!r} was not found in the table {table.en!r}",
        ),
        help=Text(
            "对照原件，检查该行是否丢失或名称不同；与它有关的核对不会进行",
            "compare with the original: the row may be lost or named otherwise; checks that need it are not made",
        ),
    )


def more_left_out(name: str, count: int) -> Diagnostic:
    """DQ-I014 (warning): further warnings of this document are not listed."""
    return warned(
        "DQ-I014",
        Span(name),
        Text(f"另有 {count} 条同类提示未列出", f"{count} more warnings are not listed"),
        help=Text("先处理以上各条", "deal with those above first"),
    )
