"""Word documents: the XML of their parts, in a package that stays whole."""

from __future__ import annotations

from xml.sax.saxutils import escape

from tests.fuzz.invented import reports
from tests.fuzz.packing import text_of, zip_of
from tests.fuzz.properties import reading
from tests.fuzz.words import FIGURES, LABELS, TAG
from tests.ingest.formats.writers import blocks

TOKEN = TAG
WORDS = (
    *FIGURES,
    *LABELS,
    *b"<w:tbl> </w:tbl> <w:tr> </w:tr> <w:tc> </w:tc> <w:p> </w:p> <w:t> </w:t> <w:tab/> <w:br/> <w:vMerge/>".split(),
    *b"<w:gridSpan w:val='9'/>|<w:gridBefore w:val='99999999'/>|<w:del>|</w:del>|<w:pPr>|</w:pPr>".split(b"|"),
    *b"<w:altChunk/>|<!DOCTYPE a>|=== ../x\n|=== word/_rels/document.xml.rels\n|&x;|<w:vMerge w:val='restart'/>".split(
        b"|"
    ),
    *b"<mc:Fallback>|<w:instrText>|<Relationship Id='a' TargetMode='External' Type='b/image' Target='c'/>".split(b"|"),
)


def seeds() -> dict[str, bytes]:
    """A report of every form."""
    return {f"{name}.parts": text_of(_parts(text)) for name, text in reports().items()}


def _parts(text: str) -> dict[str, str]:
    body: list[str] = []
    for is_table, rows in blocks(text):
        if is_table:
            made = ("".join(f"<w:tc>{_paragraph(cell)}</w:tc>" for cell in row) for row in rows)
            body.append("<w:tbl>\n" + "".join(f"<w:tr>{cells}</w:tr>\n" for cells in made) + "</w:tbl>\n")
        else:
            body += [_paragraph(line) + "\n" for (line,) in rows]
    relation = '<Relationship Id="a" Type="b/styles" Target="s.xml"/>'
    opening = '<w:document xmlns:w="urn:w" xmlns:mc="urn:mc"><w:body>'
    return {
        "word/document.xml": f"{opening}\n{''.join(body)}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"<Relationships>{relation}</Relationships>",
    }


def _paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>"


def one(data: bytes) -> None:
    """Read the package."""
    reading("fuzz.docx", zip_of(data))
