"""任务分解表: the ledger to take away, as a workbook and as CSV, for any filter and any day.

about: what was asked for, in words; rows: the tasks with all that a line says, loaded in sets; quarters: the four
columns of 形象进度; cells: what stands in a cell; columns: which there are; workbook, notes_sheet, paper, pen, styles:
the .xlsx; view: the addresses.
"""
