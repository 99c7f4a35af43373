"""The reading report for a terminal: a screen a document, a few lines each where there are many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from dq.application.readings import words
from dq.archive.reading import Completeness, Place, Reading, TableReading, TextReading, Unsure, Use
from dq.diagnostics import Text
from dq.diagnostics.layout import Line, Piece, Style, line, pad, width_of
from dq.report.sinks.text.details import doubt_words
from dq.report.sinks.text.view import View, counted

_PLACES: Final = 6
_NUMBER_WIDTH: Final = 8
_TITLE_WIDTH: Final = 28


def in_full(reading: Reading, view: View) -> Iterator[Line]:
    """Everything about one document: its form, each table with its account, what to look at."""
    yield from in_short(reading, view)
    yield _form(reading, view)
    if reading.tables:
        yield from _tables(reading, view)
    yield from _texts(reading, view)
    yield from _unread(reading, view)
    yield from _unread_in_texts(reading, view)
    yield from _doubted(reading, view)


def in_short(reading: Reading, view: View) -> Iterator[Line]:
    """What was found and what is missing or doubted."""
    found, texts = len(reading.tables), counted(reading.text_facts, "figure")
    tables = view.say(
        f"{found} 张表，{reading.facts} 个数字", f"{counted(found, 'table')}, {counted(reading.facts, 'figure')}"
    )
    text = view.say(
        f"文字说明和绩效表：{reading.text_facts} 个数字入库", f"sections and performance forms: {texts} stored"
    )
    if reading.unread_in_texts:
        text += view.say(f"，{reading.unread_in_texts} 个没有读入", f", {reading.unread_in_texts} unread")
    if reading.tables or not reading.texts:
        yield _line(tables)
    if reading.texts:
        yield _line(text)
    missing = tuple(view.table(name, reading.form.template) for name in reading.missing)
    if missing:
        text = view.say(f"未见 {len(missing)} 张表：", f"{len(missing)} tables not found: ")
        yield _line(Piece(text, Style.WARNING), view.listed(missing))
    unanswered = tuple(entry.text for entry in reading.unanswered)
    if unanswered:
        text = view.say(
            f"目录列有、未读到 {len(unanswered)} 张表：", f"{len(unanswered)} listed in the contents, not found: "
        )
        yield _line(Piece(text, Style.WARNING), view.listed(unanswered))
    if reading.apart:
        text = view.say(
            f"标明属于其他单位或年度的 {len(reading.apart)} 张表：",
            f"{len(reading.apart)} printed as another body's or year's: ",
        )
        yield _line(Piece(text, Style.WARNING), view.listed(tuple(each.text for each in reading.apart)))
    yield from _doubtful(reading, view)


def _doubtful(reading: Reading, view: View) -> Iterator[Line]:
    """What the reader of the document should look at."""
    unlisted = tuple(_title(table, reading, view) for table in reading.tables if table.in_contents is False)
    if unlisted:
        yield _line(view.say("目录没有列出：", "not in the contents: "), view.listed(unlisted))
    if reading.unread:
        text = view.say(
            f"表内有 {reading.unread} 个数字没有读入，请核对",
            f"{counted(reading.unread, 'figure')} within tables unread: check the reading",
        )
        yield _line(Piece(text, Style.WARNING))
    if reading.doubted:
        text = view.say(
            f"{reading.doubted} 格读数可疑，请核对", f"{counted(reading.doubted, 'cell')} doubted: check the reading"
        )
        yield _line(Piece(text, Style.WARNING))


def check_first(unsure: Unsure, view: View) -> Iterator[Line]:
    """One line where something within a table was not read or is doubted; nothing where all is sure."""
    unread, doubted = unsure.unread, unsure.doubted
    if not unread and not doubted:
        return
    parts = (
        view.say(f"表内 {unread} 个数字没有读入", f"{counted(unread, 'figure')} within tables unread")
        if unread
        else "",
        view.say(f"{doubted} 格读数可疑", f"{counted(doubted, 'cell')} doubted") if doubted else "",
    )
    said = view.say("，", ", ").join(part for part in parts if part)
    yield line(
        Piece(view.say("请先核对读数：", "check the reading first: "), Style.WARNING),
        said,
        Piece(view.say("（dq ingest 给出逐项清单）", " (dq ingest lists them)"), Style.FAINT),
    )


def _form(reading: Reading, view: View) -> Line:
    share = f"{reading.form.confidence:.0%}"
    next_best = ""
    if reading.others:
        other = reading.others[0]
        name, fit = view.template(other.template), f"{other.confidence:.0%}"
        next_best = view.say(f"；其次 {name} {fit}", f"; next {name} {fit}")
    name = view.template(reading.form.template)
    fits = view.say(f"，吻合 {share}", f", fits {share}") if reading.tables else ""
    return _line(view.say(f"表式 {name}", f"form {name}"), fits, Piece(next_best, Style.FAINT))


def _tables(reading: Reading, view: View) -> Iterator[Line]:
    heads = (
        Text("行", "rows"),
        Text("数字串", "figures"),
        Text("入库", "facts"),
        Text("编码等", "others"),
        Text("未读", "unread"),
        Text("存疑", "doubted"),
    )
    titles = [_cut(_title(table, reading, view)) for table in reading.tables]
    widest = max(map(width_of, (*titles, view.say("表", "table"))), default=0)
    yield _line(
        Piece(pad(view.say("表", "table"), widest), Style.FAINT),
        *(Piece(_right(head.in_language(view.language)), Style.FAINT) for head in heads),
    )
    for table, title in zip(reading.tables, titles, strict=True):
        unread, doubted = sum(table.unread.values()), sum(table.doubts.values())
        counts = (table.rows, table.figures, table.facts, words.understood(table))
        word = words.completeness(table).in_language(view.language)
        yield _line(
            pad(title, widest),
            *map(_right, counts),
            Piece(_right(unread), Style.WARNING if unread else Style.PLAIN),
            Piece(_right(doubted), Style.WARNING if doubted else Style.PLAIN),
            Piece(f"  {word}", Style.WARNING if table.completeness is Completeness.PARTIAL else Style.FAINT),
        )


def _cut(title: str) -> str:
    """The title, shortened where it would push the numbers off the screen."""
    if width_of(title) <= _TITLE_WIDTH:
        return title
    while width_of(title) > _TITLE_WIDTH - 1:
        title = title[:-1]
    return f"{title}…"


def _right(number: object) -> str:
    text = str(number)
    return " " * (_NUMBER_WIDTH - width_of(text)) + text


def _texts(reading: Reading, view: View) -> Iterator[Line]:
    """The account of the text, a line a section; reports on projects and forms together."""
    if not reading.texts:
        return
    kinds: dict[str, list[TextReading]] = {}
    for each in reading.texts:
        title = words.text_title(each).in_language(view.language)
        kinds.setdefault(title if each.part == "section" else each.part, []).append(each)
    names = {
        "report": view.say("项目文字", "reports on projects"),
        "form": view.say("项目绩效表", "performance forms"),
    }
    titles = {kind: _cut(names.get(kind, kind)) for kind in kinds}
    widest = max(map(width_of, titles.values()))
    heads = (Text("部分", "parts"), Text("数字", "figures"), Text("入库", "facts"), Text("日期等", "others"))
    yield _line(
        Piece(pad(view.say("文字", "text"), widest), Style.FAINT),
        *(Piece(_right(head.in_language(view.language)), Style.FAINT) for head in (*heads, Text("未读", "unread"))),
    )
    for kind, parts in kinds.items():
        unread = sum(sum(each.unread.values()) for each in parts)
        others = sum(words.understood(each) for each in parts)
        counts = (len(parts), sum(each.figures for each in parts), sum(each.facts for each in parts), others, unread)
        yield _line(pad(titles[kind], widest), *map(_right, counts))


def _unread_in_texts(reading: Reading, view: View) -> Iterator[Line]:
    """The lines on which figures of the text were not read, a line a part, of the first parts."""
    parts = [each for each in reading.texts if each.unread]
    for each in parts[:_PLACES]:
        lines = [words.place(Place(line, page)) for page, line in _lines_of(each)]
        listed = view.listed(tuple(where.in_language(view.language) for where in lines))
        count = sum(each.unread.values())
        title = words.text_title(each).in_language(view.language)
        yield _line(
            Piece(view.say("未读 ", "unread "), Style.FAINT),
            view.say(f"{title}，{count} 个：", f"{title}, {count}: "),
            Piece(listed, Style.PLACE),
        )
    hidden = len(parts) - _PLACES
    if hidden > 0:
        more = view.say(f"… 还有 {hidden} 处，--reading-report 全部列出", f"… and {hidden} more: see --reading-report")
        yield line(Piece(more, Style.FAINT), indent=6)


def _lines_of(text: TextReading) -> list[tuple[int | None, int]]:
    """Pages and lines of the figures unread, in print order."""
    return list(dict.fromkeys((each.place.page, each.place.line) for each in text.unread_figures))


def _unread(reading: Reading, view: View) -> Iterator[Line]:
    for table in reading.tables:
        if not table.unread:
            continue
        total = sum(table.unread.values())
        yield _line(
            Piece(view.say("未读 ", "unread "), Style.WARNING),
            f"{_title(table, reading, view)}: ",
            _counts({words.USES[Use(use)]: count for use, count in table.unread.items()}, view),
        )
        for each in table.unread_figures[:_PLACES]:
            where, why = words.place(each.place), words.USES[each.use]
            yield line(
                Piece(where.in_language(view.language), Style.PLACE),
                f"  {each.printed}  ",
                Piece(why.in_language(view.language), Style.FAINT),
                indent=6,
            )
        yield from _more(total - min(len(table.unread_figures), _PLACES), view)


def _doubted(reading: Reading, view: View) -> Iterator[Line]:
    for table in reading.tables:
        if not table.doubts:
            continue
        yield _line(
            Piece(view.say("存疑 ", "doubted "), Style.WARNING),
            f"{_title(table, reading, view)}: ",
            _counts({doubt_words(reason): count for reason, count in table.doubts.items()}, view),
        )
        # One place a line of the document: a shifted row doubts all of its cells.
        cells = {(cell.place.page, cell.place.line): cell for cell in reversed(table.doubted_cells)}
        lines = Counter((cell.place.page, cell.place.line) for cell in table.doubted_cells)
        shown = sorted(cells, key=lambda key: (key[0] or 0, key[1]))[:_PLACES]
        for key in shown:
            yield line(
                Piece(words.place(cells[key].place).in_language(view.language), Style.PLACE),
                f"  {cells[key].row}  ",
                Piece(view.say(f"{lines[key]} 格", counted(lines[key], "cell")), Style.FAINT),
                indent=6,
            )
        yield from _more(sum(table.doubts.values()) - sum(lines[key] for key in shown), view)


def _counts(counts: dict[Text, int], view: View) -> str:
    return view.say("，", ", ").join(f"{text.in_language(view.language)} {count}" for text, count in counts.items())


def _more(hidden: int, view: View) -> Iterator[Line]:
    if hidden > 0:
        yield line(Piece(view.say(f"… 还有 {hidden} 处", f"… and {hidden} more"), Style.FAINT), indent=6)


def _title(table: TableReading, reading: Reading, view: View) -> str:
    return view.table(table.table, reading.form.template)


def _line(*parts: str | Piece) -> Line:
    return line(*parts, indent=4, hang=6)
