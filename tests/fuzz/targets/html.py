"""Web pages: tags in any order, spans of any size."""

from __future__ import annotations

from tests.fuzz.invented import reports
from tests.fuzz.properties import reading
from tests.fuzz.words import CELLS, TAG
from tests.ingest.formats.writers import web_page

TOKEN = TAG
WORDS = (
    *CELLS,
    *b"<table> <tr> <td> </td> </tr> </table> <p> </p> <br/> <!-- --> <script> </script> <div> <td/colspan=3>".split(),
    *b"<td\x0ccolspan=200> <td\x0crowspan='5000'> <![CDATA[ &lt; &#0; &#x110000; &#55296; &nbsp <a\x0cb='".split(b" "),
)


def seeds() -> dict[str, bytes]:
    """A report of every form."""
    return {f"{name}.html": web_page(text) for name, text in reports().items()}


def one(data: bytes) -> None:
    """Read it as a page, whatever it begins with."""
    reading("fuzz.html", data if data[:1] == b"<" else b"<html>" + data)
