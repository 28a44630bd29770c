"""Tables from files: what is read, in which spellings, and what is refused."""

import io
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook, load_workbook

from tasks.errors import Invalid
from tasks.imports.sheets import MOST_BYTES, MOST_ROWS, read, template
from tests.tasks.tables import csv, xlsx

COLUMNS = ("姓名", "单位")
HEAD = list(COLUMNS)


def rows(content: bytes, name: str = "表.xlsx", columns: tuple[str, ...] = COLUMNS) -> list[tuple[int, dict]]:
    return [(row.number, row.cells) for row in read(io.BytesIO(content), name, len(content), columns)]


def refusal(content: bytes, name: str = "表.xlsx") -> str:
    with pytest.raises(Invalid) as refused:
        rows(content, name)
    assert set(refused.value.errors) == {"file"}
    return refused.value.message


def test_a_workbook_is_read_with_the_numbers_of_its_own_lines():
    content = xlsx(["花名册"], [], HEAD, ["王某", "城建办"], [None, None], ["李某", "经服办"])
    assert rows(content) == [
        (4, {"姓名": "王某", "单位": "城建办"}),
        (6, {"姓名": "李某", "单位": "经服办"}),
    ]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_csv_is_read_in_the_encodings_of_the_office(encoding):
    assert rows(csv(HEAD, ["王䶮", "城建办"], encoding=encoding), "表.csv") == [
        (2, {"姓名": "王䶮", "单位": "城建办"})
    ]


def test_csv_separated_by_tabs_is_read_too():
    assert rows("姓名\t单位\n王某\t城建办".encode(), "表.csv")[0][1]["单位"] == "城建办"


def test_columns_may_stand_in_any_order_among_others_and_with_a_star():
    content = xlsx(["序号", "单位*", "姓名"], [1, "城建办", "王某"])
    assert rows(content) == [(2, {"姓名": "王某", "单位": "城建办"})]


def test_numbers_dates_and_full_width_become_what_people_mean():
    content = xlsx(
        HEAD,
        [13800000000, 13800000000.0],
        [date(2027, 1, 1), datetime(2027, 1, 1, 8)],
        [" 王　某 ", "ＡＢ１"],
    )
    assert [list(cells.values()) for _, cells in rows(content)] == [
        ["13800000000", "13800000000"],
        ["2027-01-01", "2027-01-01"],
        ["王 某", "AB1"],
    ]


def test_a_formula_counts_with_its_saved_value_and_never_as_a_formula():
    content = xlsx(HEAD, ["王某", '=HYPERLINK("http://x")'])
    assert rows(content) == [(2, {"姓名": "王某", "单位": ""})]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([["姓名"], ["王某"]], "缺少列:单位"),
        ([["别的"], ["王某"]], "缺少列:姓名、单位"),
        ([HEAD], "没有内容"),
        ([HEAD, *[["王某", "城建办"]] * (MOST_ROWS + 1)], "一次最多导入"),
    ],
)
def test_tables_that_do_not_fit_are_refused(lines, said):
    assert said in refusal(xlsx(*lines))
    assert said in refusal(csv(*lines), "表.csv")


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "spreadsheetml.sheet.main+xml")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (60 * 2**20))
    return out.getvalue()


def with_member(name: str, content: bytes) -> bytes:
    out = io.BytesIO(xlsx(HEAD, ["王某", "城建办"]))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "表.xlsx", "不符"),
        (b"x" * (MOST_BYTES + 1), "表.csv", "超过"),
        (b"PK\x03\x04 broken", "表.xlsx", "损坏"),
        (b"\x00\x01\x02", "表.csv", "不符"),
        (xlsx(HEAD, ["王某", "城建办"]), "表.csv", "不符"),
        (csv(HEAD, ["王某", "城建办"]), "表.xlsx", "不符"),
        (xlsx(HEAD, ["王某", "城建办"]), "表.xlsm", "不是可以上传的类型"),
        (xlsx(HEAD, ["王某", "城建办"]), "表.pdf", "不是可以上传的类型"),
        (with_member("xl/vbaProject.bin", b"macro"), "表.xlsx", "宏"),
        (with_member("xl/inner.zip", b"PK\x03\x04" + b"0" * 50), "表.xlsx", "压缩包"),
        (bomb(), "表.xlsx", "展开后过大"),
        (with_member("../evil.txt", b"x"), "表.xlsx", "路径"),
    ],
)
def test_hostile_and_mistaken_files_are_refused_with_a_sentence(content, name, said):
    assert said in refusal(content, name)


def test_a_workbook_whose_parts_are_nonsense_is_refused_not_raised():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x>spreadsheetml.sheet.main+xml</x>")
        archive.writestr("xl/workbook.xml", "<not")
    assert "无法读取" in refusal(out.getvalue())


def test_what_a_workbook_says_of_its_own_size_is_not_believed():
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEAD)
    sheet.append(["王某", "城建办"])
    out = io.BytesIO()
    book.save(out)
    patched = io.BytesIO()
    with zipfile.ZipFile(out) as old, zipfile.ZipFile(patched, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename.endswith("sheet1.xml"):
                content = content.replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>')
            new.writestr(item, content)
    assert len(rows(patched.getvalue())) == 1


def test_the_template_is_read_back_as_it_was_written():
    content = template("花名册", COLUMNS, [("王某", "=1+1")])
    assert rows(content) == [(2, {"姓名": "王某", "单位": "=1+1"})]
    assert load_workbook(io.BytesIO(content)).active["B2"].data_type == "s"
