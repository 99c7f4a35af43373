"""Old workbooks: their records, in a compound file that stays whole."""

from __future__ import annotations

import re
from importlib.util import find_spec

from dq.ingest.formats import xls as reader
from tests.fuzz.invented import reports
from tests.fuzz.packing import compound_of, hex_of
from tests.fuzz.properties import in_this_process, reading
from tests.ingest.formats.writers import xls

TOKEN = re.compile(rb"[0-9a-f]{4} |[0-9a-f]{2,4}|\n| |[^0-9a-f\n ]+")
WORDS = (
    b"0000",
    b"ffff",
    b"ff7f",
    b"0080",
    b"\n",
    b"\n0809 0006 0500\n",
    b"\n000a \n",
    b"\n002f 0000\n",
    b"\n003c ",
    b"\n00fd ",
)
NEEDS = ("xlrd", "xlwt")


def seeds() -> dict[str, bytes]:
    """A report of every form."""
    return {
        f"{name}.records": re.sub(rb"(?:0000 \n)+\Z", b"", hex_of(_stream(xls(text))))
        for name, text in reports().items()
    }


def _stream(book: bytes) -> bytes:
    from xlrd.compdoc import CompDoc

    return bytes(CompDoc(book).get_named_stream("Workbook"))


def one(data: bytes) -> None:
    """Read the compound file, in this process."""
    assert find_spec("xlrd") is not None
    with in_this_process(reader):
        reading("fuzz.xls", compound_of(data))
