"""任务分解表: real types, words beside colours, nothing live, and as of any day."""

from datetime import date, datetime

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from guanhu.ledger_export.columns import COLUMNS
from tasks import workflow
from tasks.models import Evidence, Plan, StoredFile, Task
from tasks.states import Colour, Kind
from tests.cast import QUARTERS, Cast, TaskMaker
from tests.guanhu.ledger_export.opened import CSV, XLSX, book_of, csv_rows, raw, rows_of, values
from tests.guanhu.many import light_up
from tests.guanhu.pages import client_of
from tests.tasks.reports import report_amount

pytestmark = pytest.mark.once

ON = date(2020, 9, 30)


def test_cells_have_types_and_the_sheet_is_ready_to_read_and_to_print(busy_plan: Plan, cast: Cast) -> None:
    land = Task.objects.get(title="土地整备入库")
    report_amount(land, cast, "2020-09", "12.3", on=ON, problem="缺指标", next_step="报批")
    book = book_of(client_of(cast.supervisor).get(XLSX))
    by_title = {row["目标任务"].value: row for row in rows_of(book)}
    row, air = by_title["土地整备入库"], by_title["空气质量"]
    assert row["时限"].is_date and row["时限"].number_format == "yyyy-mm-dd"
    assert (row["时限"].value, row["序号"].data_type) == (datetime(2020, 12, 31), "n")
    assert (row["目标值"].value, row["目标值"].number_format) == (28, '"≥ "0')
    assert (air["目标值"].value, air["目标值"].number_format, air["单位"].value) == (
        26.5,
        '"< "0.0',
        "微克/立方米",
    )
    assert (row["完成值"].value, row["单位"].value) == (12.3, "公顷")
    assert row["完成比例"].number_format == "0%" and round(row["完成比例"].value, 4) == 0.4393
    assert row["进展"].value == "【九月期】按计划推进"
    assert (row["存在问题"].value, row["下一步"].value) == ("缺指标", "报批")
    assert "计划:累计 21 公顷 9月30日 未到期" in row["三季度形象进度"].value
    assert "完成:12.3 公顷" in row["三季度形象进度"].value
    assert row["牵头领导"].value == "分管领导甲" and row["编号"].value == row["行号"].value == land.code
    assert row["版本"].value == Task.objects.get(pk=land.pk).version
    assert by_title["社区公园"]["配合单位"].value == "鹭湖社区"
    _is_ready(book["任务分解表"], len(by_title))
    _says_what_it_is(book, len(by_title), cast)


def _is_ready(sheet: Worksheet, rows: int) -> None:
    last = 3 + rows
    assert sheet.freeze_panes == "E4"
    assert sheet.auto_filter.ref == f"A3:AC{last}"
    assert sheet.print_title_rows == "$3:$3" and sheet.print_area.endswith(f"$A$1:$AA${last}")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToWidth == 1
    hidden = [letter for letter, column in sheet.column_dimensions.items() if column.hidden]
    assert hidden == ["AB", "AC"]
    assert all(cell.alignment.wrap_text for cell in sheet[4])


def _says_what_it_is(book, rows: int, cast: Cast) -> None:
    assert book["任务分解表"]["A1"].value == "2020 年重点工作任务分解表"
    assert f"截至 2020-09-30 · 全部任务 · 共 {rows} 项" in book["任务分解表"]["A2"].value
    notes = {row[0].value: row[1].value for row in book["说明"].iter_rows() if len(row) > 1}
    assert notes["任务数"] == rows and notes["筛选"] == "无,全部任务"
    assert notes["限定知悉"].startswith("其中 1 项") and "过去某日的表" not in notes
    counts = [int(notes[word].split()[0]) for word in ("绿灯", "黄灯", "红灯", "灰灯", "未亮灯", "—")]
    assert sum(counts) == rows
    told = {one.name: one.value for one in book.custom_doc_props.props}
    assert (told["guanhu-plan"], told["guanhu-as-of"]) == ("2020", "2020-09-30")
    assert told["guanhu-exported-by"] == cast.supervisor.username


def test_a_light_is_a_colour_and_a_word(busy_plan: Plan, cast: Cast) -> None:
    rows = {row["目标任务"].value: row["灯"] for row in rows_of(book_of(client_of(cast.leader).get(XLSX)))}
    late = rows["观盛二路开工"]
    assert late.value == "红灯" and late.fill.fgColor.rgb == "00D23B3B"
    assert late.font.color.rgb == "00FFFFFF"
    done = rows["已办结任务"]
    assert done.value == "—" and done.fill.fill_type is None


def test_no_text_is_ever_a_formula(plan: Plan, cast: Cast, make_task: TaskMaker, office_day: date) -> None:
    titles = ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "#N/A", "甲\t乙"]
    for title in titles:
        make_task(title=title, kind=Kind.CONTINUING)
    odd = make_task(kind=Kind.CONTINUING)
    Task.objects.filter(pk=odd.pk).update(title="\x0b=丙\x1f")
    client = client_of(cast.supervisor)
    response = client.get(XLSX)
    cells = [row["目标任务"] for row in rows_of(book_of(response))]
    assert {cell.value for cell in cells} == {*titles, "=丙"}
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.value for cell in cells if cell.quotePrefix} == {*titles[:4], "=丙"}
    assert "<f>" not in raw(client.get(XLSX)) and "<hyperlink" not in raw(client.get(XLSX))
    said = {row["目标任务"] for row in csv_rows(client.get(CSV))}
    assert {'\'=HYPERLINK("http://x")', "'+1", "'-1", "'@SUM(A1)", "'=丙", "#N/A"} < said


def test_several_targets_stand_in_one_row(
    plan: Plan, cast: Cast, make_task: TaskMaker, office_day: date
) -> None:
    land, air = (make_task(kind=kind).task_targets.get().target for kind in (Kind.QUANTITY, Kind.CONTROL))
    both = make_task(title="两个目标", kind=Kind.CONTINUING)
    both.task_targets.create(target=_copy(land, "a"), ordinal=1)
    both.task_targets.create(target=_copy(air, "b"), ordinal=2)
    row = values(client_of(cast.leader))["两个目标"]
    assert row["量化指标"] == "土地整备入库\nPM2.5 年均浓度"
    assert (row["目标值"], row["单位"], row["完成值"]) == ("≥ 28\n< 26.5", "公顷\n微克/立方米", "—\n—")


def _copy(target, code: str):
    target.pk, target.code, target._state.adding = None, code, True
    target.save()
    return target


def test_a_past_day_is_told_from_the_log_alone(
    plan: Plan, cast: Cast, make_task: TaskMaker, office_day: date
) -> None:
    task = make_task(title="土地整备入库", checkpoints=QUARTERS)
    report_amount(task, cast, "2020-06", "8", note="六月签约")
    wrong = report_amount(task, cast, "2020-07", "9", note="七月误报")
    Evidence.objects.create(
        task=task,
        event=wrong,
        name="误报.pdf",
        uploaded_by=cast.reporter,
        uploaded_at=wrong.at,
        file=_stored(),
    )
    workflow.withdraw(Task.objects.get(pk=task.pk), by=cast.reporter, on=date(2020, 8, 3), version=None)
    report_amount(task, cast, "2020-08", "7", note="八月签约")
    revision = {"by": cast.supervisor, "on": date(2020, 9, 1), "version": None, "reason": "更正"}
    workflow.revise(Task.objects.get(pk=task.pk), title="土地整备入库(更名)", **revision)
    light_up(plan, ON)
    client = client_of(cast.leader)
    assert values(client, "as_of=2020-03-01") == {}
    june = values(client, "as_of=2020-07-15")["土地整备入库"]
    assert (june["进展"], june["完成值"], june["佐证"]) == ("【六月期】六月签约", 8, None)
    assert june["二季度形象进度"].split("\n") == [
        "计划:累计 14 公顷 6月30日 逾期未达成",
        "完成:8 公顷",
        "进展:六月签约",
    ]
    july = values(client, "as_of=2020-07-31")["土地整备入库"]
    assert (july["进展"], july["完成值"]) == ("【七月期】七月误报", 17), "it stood on that day"
    assert july["佐证"] == "1 份:误报.pdf"
    today = values(client)["土地整备入库(更名)"]
    assert (today["进展"], today["完成值"], today["佐证"]) == ("【八月期】八月签约", 15, None)
    assert "七月误报" not in str(today)
    assert june["版本"] < july["版本"] < today["版本"]
    book = book_of(client.get(f"{XLSX}?period=2020-07"))
    assert "截至 2020-07-29(七月期关账)" in book["任务分解表"]["A2"].value
    assert "过去某日的表" in [cell.value for cell in book["说明"]["A"]]


def _stored() -> StoredFile:
    return StoredFile.objects.create(sha256="0" * 64, size=1, content_type="application/pdf")


def test_the_csv_has_the_workbooks_columns_and_rows(busy_plan: Plan, cast: Cast) -> None:
    client = client_of(cast.leader)
    book = [row["编号"].value for row in rows_of(book_of(client.get(f"{XLSX}?ordering=-due_on")))]
    table = csv_rows(client.get(f"{CSV}?ordering=-due_on"))
    assert [row["编号"] for row in table] == book
    assert list(table[0]) == [column.heading for column in COLUMNS]
    air = next(row for row in table if row["目标任务"] == "空气质量")
    light = Colour(Task.objects.get(title="空气质量").light).label
    assert (air["目标值"], air["时限"], air["灯"]) == ("< 26.5", "2020-12-31", light)
