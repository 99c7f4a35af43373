"""The account of a reading: every figure printed within a table is a fact, understood, or said to be unread.

It is made from what was stored and from the document's lines, not from what the readers believe they did. Modules:
`marks` (figures of lines and what they are claimed as), `ledger` (one table), `contents` (the document's list of
contents), `readings` (the whole document).
"""
