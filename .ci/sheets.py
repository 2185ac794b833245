"""Judges a sheet for reviewers as another program reads it: sheets.py SHEET.xlsx

Every cell must be text or blank, no cell a formula or a link, and the answers must drop down."""

import sys

import openpyxl

book = openpyxl.load_workbook(sys.argv[1])
sheet = book.worksheets[0]
cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
assert len(cells) > 30, f"{len(cells)} cells"
for cell in cells:
    assert cell.data_type == "s", f"{cell.coordinate} is no text: {cell.value!r}"
    assert cell.hyperlink is None, f"{cell.coordinate} is a link"
lists = [v for v in sheet.data_validations.dataValidation if v.type == "list"]
assert lists, "nothing drops down"
assert sheet.freeze_panes, "the header does not stay"
print(f"{len(cells)} cells, all text; {len(lists)} lists drop down")
