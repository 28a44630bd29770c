"""The second sheet, 说明: what the table shows, how many of which light, how to read its columns."""

from collections.abc import Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from guanhu.ledger_export import styles
from guanhu.ledger_export.about import LIGHTS, About
from guanhu.ledger_export.cells import Cell, Light
from guanhu.ledger_export.heights import height
from guanhu.ledger_export.paper import PORTRAIT, set_up
from guanhu.ledger_export.pen import Pen
from guanhu.ledger_export.styles import Style
from tasks.states import Colour

TITLE = "说明"
WIDTHS = (24, 90)
MEANINGS = {
    Colour.GREEN: "按计划推进,并已按期报送",
    Colour.YELLOW: "临近时限、轻度滞后,或连续未报送",
    Colour.RED: "任务逾期或严重滞后",
    Colour.GREY: "未见滞后,但上一期未报送",
    Colour.NONE: "在办,尚无可比对的计划或数据;原因见“原因”列",
    "": "不在办(待交办、已办结、暂缓、不再实施),不亮灯",
}
LEGEND = (
    ("一行一任务", "一项任务有几个目标的,量化指标、基期、目标值、单位、完成值各占格内一行,次序相同。"),
    ("目标值", "单元格内是数值;≥、<、约等符号只是显示格式,可以直接计算和排序。"),
    (
        "各季度形象进度",
        "计划:时间在该季度内的阶段目标及其完成情况;完成:至季末各期报送的累计数或现值;"
        "进展:该季度最后一期报送的摘要。",
    ),
    ("进展、存在问题、下一步", "牵头单位最近一期报送的内容;已撤回或退回的不列。"),
    ("完成值、完成比例", "责任单位自报;没有量化指标的任务不填比例。"),
    ("牵头单位后的(建议)", "按惯例建议的责任单位,交办时确认。"),
    ("末尾两列", "行号、版本已隐藏,供系统识别各行,请勿改动。"),
)
OF_A_PAST_DAY = (
    "任务名称、单位、时限、目标、状态、亮灯和报送内容取自当日为止的办理记录;阶段目标的文字和时间是今天的,"
    "在该日之后才达成的按当日未达成列;能看哪些任务按今天的权限。"
)


def add(book: Workbook, about: About) -> None:
    sheet = book.create_sheet(TITLE)
    for letter, width in zip("AB", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    set_up(sheet, PORTRAIT)
    pen = Pen(sheet)
    sheet.row_dimensions[1].height = styles.TITLE_HEIGHT
    sheet.append([pen.text(0, about.title, styles.TITLE)])
    for number, (row, is_heading) in enumerate(_rows(about), start=2):
        sheet.row_dimensions[number].height = height(zip(row, WIDTHS, strict=False))
        sheet.append([_cell(pen, place, cell, is_heading) for place, cell in enumerate(row)])


def _rows(about: About) -> Iterator[tuple[Sequence[Cell], bool]]:
    """Each row with whether it is a heading; an empty one between two blocks."""
    yield from ((row, False) for row in _said(about))
    yield (), False
    yield ("亮灯", "任务数与含义"), True
    for colour in LIGHTS:
        yield (Light(colour), f"{about.lights[colour]} 项:{MEANINGS[colour]}"), False
    yield (), False
    yield ("栏目", "怎样读"), True
    yield from ((row, False) for row in LEGEND)


def _said(about: About) -> list[tuple[Cell, Cell]]:
    """What was asked for, by whom, when."""
    rows: list[tuple[Cell, Cell]] = [
        ("数据日期", about.day),
        *(about.filters or [("筛选", "无,全部任务")]),
        ("任务数", about.total),
        ("导出", f"{about.by.name} {about.at:%Y-%m-%d %H:%M}"),
    ]
    if about.restricted:
        rows.append(("限定知悉", f"其中 {about.restricted} 项只限有关单位和领导知悉,请勿扩散本表。"))
    if about.demonstration:
        rows.append(("演示数据", "本表为演示数据,不是实际工作情况。"))
    if about.moment.is_past:
        rows.append(("过去某日的表", OF_A_PAST_DAY))
    return rows


def _cell(pen: Pen, place: int, cell: Cell, is_heading: bool) -> WriteOnlyCell:
    """Numbers stand on the left like the words around them."""
    if is_heading and isinstance(cell, str):
        return pen.text(place, cell, Style(head=True))
    return pen.value(place, cell, Style(styles.GENERAL)) if isinstance(cell, int) else pen.write(place, cell)
