"""The rows of a table whose header names the items: as many figures as columns, in the form's order."""

from __future__ import annotations

from dq.ingest.flow.named_columns import years_above
from dq.ingest.flow.regions import Region
from dq.ingest.flow.rows import Row, Rows
from dq.ingest.flow.tokens import Token
from dq.templates import normalise_label


def read_across(region: Region) -> Rows:
    """The rows of a table whose template has layout "columns"; where none is printed, its empty one."""
    if region.table.blocks[0].labels:
        return _read_labelled(region)
    groups = max(len(years_above(region.table, region.header)), 1)
    width = len(region.words.items) * len(region.table.blocks[0].measures) * groups
    values: list[Token] = []
    stray: list[Token] = []
    rows: list[Row] = []
    for line in region.body:
        if any(not token.is_value for token in line.tokens):
            if rows:
                break
            stray += [token for token in line.tokens if token.is_value]
            continue
        values += line.tokens
        if not rows:
            rows.append(Row(0, line=line.number, page=line.page))
    if not rows:
        last = region.header[-1] if region.header else None
        # What belongs to no row may be its figures: then its blanks are none.
        empty = Row(0, line=last.number if last else 0, page=last.page if last else None, doubted=bool(stray))
        return Rows([empty], stray)
    rows[0].values, rows[0].extra = values[:width], values[width:]
    rows[0].doubted = bool(rows[0].extra)
    return Rows(rows, stray)


def _read_labelled(region: Region) -> Rows:
    """The rows of a table whose rows name the measures: a label, then the figures, on its line or on lines of their
    own. Figures behind other words are stray, and the table ends where a line without a figure follows its rows.
    """
    width = len(region.words.items)
    names = {path[-1] for measure in region.table.blocks[0].measures for path in measure.headers}
    found = Rows()
    begins_with_figure = bool(region.body) and region.body[0].tokens[0].is_value
    above = region.header[-1:] if begins_with_figure else ()  # a label on a line of its own ends the header
    for line in (each for each in (*above, *region.body) if each.tokens):
        label, *values = line.tokens
        is_whole = all(token.is_value for token in values)
        if is_whole and normalise_label(label.plain) in names:
            found.rows.append(Row(0, words=[label], line=line.number, page=line.page))
        elif is_whole and label.is_value and found.rows and len(found.rows[-1].values) < width:
            values = [label, *values]
        elif found.rows and not line.has_figure:
            break
        else:
            found.stray += [token for token in line.tokens if token.is_value]
            continue
        row = found.rows[-1]
        values = [*row.values, *values]
        row.values, row.extra = values[:width], values[width:]
        row.doubted = not values or bool(row.extra)
    return found
