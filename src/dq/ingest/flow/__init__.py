"""Tables in running text: no cells, only words and figures in print order, perhaps aligned by spaces.

What a template says takes the place of the missing rules and cells: rows are known by their codes or by the labels
that the form prints, columns by how many figures a row prints. Modules: `tokens` (words and figures), `regions`
(where tables stand), `items`, `codes` and `across` (rows of the three layouts), `wrapped` (labels broken over lines),
`blanks`, `geometry` and `column_order` (which column a figure belongs to where a row prints fewer, or columns change
places), `labels_in_place` and `standing` (which one it stands in on a page that tells where letters are), `tables` (all
of it).
"""
