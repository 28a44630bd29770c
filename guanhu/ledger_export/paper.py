"""How a sheet is printed."""

from typing import Any

from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

LANDSCAPE, PORTRAIT = "landscape", "portrait"


def set_up(sheet: Any, orientation: str) -> None:
    """A4, as wide as the page, as long as it is, pages numbered. Margins in inches, as the format wants them."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = orientation, Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    margins = sheet.page_margins
    margins.left = margins.right = 0.3
    margins.top, margins.bottom, margins.header, margins.footer = 0.4, 0.5, 0.2, 0.25
    sheet.oddFooter.center.text = "第 &P 页,共 &N 页"
