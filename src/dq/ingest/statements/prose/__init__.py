"""Running text: paragraphs gathered over wrapped lines and pages, their sentences, and the figures in them.

How a reader of text uses it:

    for paragraph in paragraphs(context.stream.lines, first, end):   # indices into Stream.lines; tables left out
        paragraph.mark                            # "（一）", "1.", "第三部分": the number it opens with, or ""
        for sentence in sentences(paragraph):     # Part: begin and end in paragraph.text, and the text between
            for clause in clauses(sentence): ...  # between commas
        for figure in figures(paragraph.text):    # in order; figure.kind says what the number can be
            place = paragraph.place(figure.begin) # Place(page, line, character of the line as printed)
            said = paragraph.said(figure)         # the `Said` of a statement, with line, place, unit

`Paragraph.text` has no blanks but those between two digits of one line, and full-width letters, digits and signs are
made plain one by one (（ ％ ： ； are `( % : ;`, but the comma ， stays, so that it parts no thousands): patterns are
written for that. A number that a line's end broke is whole in it.

`passages` reads the whole document for what belongs to no section: titles, covers, cells of forms. Both put text
together in one way (`written`): each sign of a text knows its line and place.
"""

from dq.ingest.statements.prose.figures import Figure, Kind, figures
from dq.ingest.statements.prose.paragraphs import DASH, MARK, Paragraph, Place, paragraphs
from dq.ingest.statements.prose.passages import LONGEST, Layout, Passage, passage_of, passages
from dq.ingest.statements.prose.sentences import Part, clauses, sentences
from dq.ingest.statements.prose.spelt import spelt, value_of
from dq.ingest.statements.prose.written import Piece, fold, joined

__all__ = [
    "DASH",
    "LONGEST",
    "MARK",
    "Figure",
    "Kind",
    "Layout",
    "Paragraph",
    "Part",
    "Passage",
    "Piece",
    "Place",
    "clauses",
    "figures",
    "fold",
    "joined",
    "paragraphs",
    "passage_of",
    "passages",
    "sentences",
    "spelt",
    "value_of",
]
