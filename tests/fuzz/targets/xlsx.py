"""Workbooks: the XML of their parts, in a package that stays whole, and a package as it is."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from tests.fuzz.invented import reports
from tests.fuzz.packing import text_of, zip_of
from tests.fuzz.properties import reading
from tests.fuzz.words import FIGURES, LABELS, TAG
from tests.ingest.formats.writers import number

TOKEN = TAG
WORDS = (
    *FIGURES,
    *LABELS,
    *b"</c> <v> </v> <f/> <f>A1</f> </row> <row> <sheetData> </sheetData> <c> </is> <is> <t>".split(),
    *b"=== \n|=== xl/worksheets/sheet2.xml\n|=== ../x\n|<c r='XFD1048576'>|<row r='99999999'>|<c t='s'>".split(b"|"),
    *b"<mergeCell ref='A1:XFD9'/>|<c t='e'>|<c t='b'>|<numFmt numFmtId='9' formatCode='#,##0.00_);[Red]'/>".split(b"|"),
    *b"<!DOCTYPE a>|&amp;|&x;|<a xmlns='b'>|<rPh>|<sheetView showZeros='0'/>|<sheet state='hidden'>|1e999|nan".split(
        b"|"
    ),
)
_NAMESPACES = (
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def seeds() -> dict[str, bytes]:
    """A report of every form as a workbook's parts, and a small package as it is."""
    described = {f"{name}.parts": text_of(_parts(text)) for name, text in reports().items()}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _parts(next(iter(reports().values()))).items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return described | {"package.xlsx": file.getvalue()}


def _parts(text: str) -> dict[str, str]:
    texts: list[str] = []
    rows: list[str] = []
    for at, line in enumerate(text.split("\n"), 1):
        cells = "".join(_cell(cell, texts) for cell in line.split("\t"))
        rows.append(f'<row r="{at}">{cells}</row>\n')
    sheet = f"<worksheet {_NAMESPACES}><sheetData>\n{''.join(rows)}</sheetData></worksheet>"
    relation = '<Relationship Id="rId1" Type="a/worksheet" Target="worksheets/sheet1.xml"/>'
    return {
        "xl/workbook.xml": f'<workbook {_NAMESPACES}><sheets><sheet name="一" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships>{relation}</Relationships>",
        "xl/styles.xml": '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="#,##0.00"/></numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>',
        "xl/sharedStrings.xml": f"<sst>{''.join(f'<si><t>{escape(each)}</t></si>' for each in texts)}</sst>",
        "xl/worksheets/sheet1.xml": sheet,
    }


def _cell(cell: str, texts: list[str]) -> str:
    if not cell:
        return "<c/>"
    value = number(cell)
    if value is not None:
        return f'<c s="1"><v>{value}</v></c>'
    if cell not in texts:
        texts.append(cell)
    return f'<c t="s"><v>{texts.index(cell)}</v></c>'


def one(data: bytes) -> None:
    """Read the package."""
    reading("fuzz.xlsx", zip_of(data))
