"""What a file is, is seen by its content; its name must say the same."""

import io

import pytest

from tasks import file_types, zipped
from tasks.file_types import Unfit, WrongType
from tests import files

GOOD = {
    "通知.pdf": files.PDF,
    "前面有空行.pdf": b"\r\n\r\n" + files.PDF,
    "照片.jpg": files.picture("JPEG"),
    "照片.JPEG": files.picture("JPEG"),
    "截图.png": files.picture("PNG"),
    "动图.gif": files.picture("GIF"),
    "图.webp": files.picture("WEBP"),
    "手机.heic": files.HEIC,
    "报告.docx": files.office("docx"),
    "台账.xlsx": files.office("xlsx"),
    "汇报.pptx": files.office("pptx"),
    "红头文件.ofd": files.ofd(),
    "报告.doc": files.legacy("WordDocument", "1Table"),
    "台账.xls": files.legacy("Workbook"),
    "老台账.xls": files.legacy("Book"),
    "汇报.ppt": files.legacy("PowerPoint Document"),
    "报告.wps": files.legacy("WordDocument"),
    "台账.et": files.legacy("Workbook"),
    "汇报.dps": files.legacy("PowerPoint Document"),
    "记录.txt": files.TEXT,
    "老记录.txt": "九月现场记录".encode("gb18030"),
    "名单.csv": "姓名,电话\n".encode("utf-8-sig"),
    "带图表.docx": files.office("docx", {"word/embeddings/chart1.xlsx": files.office("xlsx")}),
    "带公式.docx": files.office("docx", {"word/embeddings/oleObject1.bin": files.legacy("Equation Native")}),
    "表里有文档.doc": files.legacy("WordDocument", "Workbook"),
}
WRONG = {
    "页面.png": (files.HTML, "不符"),
    "图.png": (files.SVG, "不符"),
    "照片.jpg": (files.picture("PNG"), "内容是图片"),
    "报告.pdf": (files.office("docx"), "内容是Word 文档"),
    "程序.docx": (files.PROGRAM, "不符"),
    "程序.txt": (files.PROGRAM, "不符"),
    "改名.docx": (files.archive({"a.txt": b"a"}), "压缩包"),
    "台账.docx": (files.office("xlsx"), "内容是Excel 表格"),
    "报告.xls": (files.legacy("WordDocument"), "内容是Word 文档"),
    "安装.doc": (files.legacy("SomethingElse"), "不符"),
    "网页另存.xls": (b"<table><tr><td>1</td></tr></table>", "内容是文本"),
    "宏.doc": (files.legacy("WordDocument", "Macros", "VBA", "_VBA_PROJECT"), "宏"),
    "宏.xls": (files.legacy("Workbook", "_VBA_PROJECT_CUR"), "宏"),
    "宏.docx": (files.office("docx", {"word/vbaProject.bin": files.legacy("VBA")}), "宏"),
    "改名的宏.docx": (
        files.office(
            "docx", {"word/x.bin": b"x"}, '<Default ContentType="application/vnd.ms-office.vbaProject"/>'
        ),
        "宏",
    ),
    "宏表.xlsx": (files.office("xlsx", {"xl/macrosheets/sheet1.xml": b"<x/>"}), "宏"),
    "内嵌宏.docx": (files.office("docx", {"word/embeddings/ole1.bin": files.legacy("VBA")}), "宏"),
    "二进制.txt": (b"\x00\x01\x02", "不符"),
    "乱码.txt": (b"\xff\xfe\xff\xff\x80", "不符"),
}
UNFIT = {
    "加密.docx": (files.locked(files.office("docx")), "已加密"),
    "密码.doc": (files.legacy("EncryptionInfo", "EncryptedPackage"), "已加密"),
    "炸弹.docx": (files.office("docx", {"word/a.xml": bytes(11 * 2**20)}), "展开后过大"),
    "说谎.docx": (files.lying(100_000), "不符"),
    "套包.docx": (files.office("docx", {"word/media/a.bin": files.archive({"a": b"a"})}), "压缩包"),
    "套程序.docx": (files.office("docx", {"word/media/a.bin": files.PROGRAM}), "可执行"),
    "套RAR.docx": (files.office("docx", {"word/media/a.bin": b"Rar!\x1a\x07\x00 etc"}), "压缩包"),
    "越界.docx": (files.office("docx", {"../../etc/cron.d/x": b"x"}), "路径"),
    "绝对.docx": (files.office("docx", {"/etc/passwd": b"x"}), "路径"),
    "截断.docx": (files.office("docx")[:-30], "已损坏"),
}


def check(name: str, content: bytes, **more: object) -> file_types.Ending:
    return file_types.check(io.BytesIO(content), len(content), name, **more)


@pytest.mark.parametrize("name", GOOD)
def test_what_offices_send_is_taken(name: str) -> None:
    assert check(name, GOOD[name]).label


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_what_its_name_says_is_refused(name: str) -> None:
    content, said = WRONG[name]
    with pytest.raises(WrongType) as refused:
        check(name, content)
    assert said in refused.value.message


@pytest.mark.parametrize("name", UNFIT)
def test_what_is_broken_or_harmful_is_refused(name: str) -> None:
    content, said = UNFIT[name]
    with pytest.raises(Unfit) as refused:
        check(name, content)
    assert said in refused.value.message and not isinstance(refused.value, WrongType)


@pytest.mark.parametrize(
    "name", ["包.zip", "包.rar", "页面.html", "图.svg", "宏.xlsm", "宏.docm", "程序.exe", "没有后缀"]
)
def test_types_that_are_not_taken_are_refused_by_name_and_the_taken_ones_told(name: str) -> None:
    with pytest.raises(WrongType, match="可上传:PDF"):
        check(name, files.PDF)


def test_the_office_may_take_fewer_types(name: str = "报告.docx") -> None:
    assert check("通知.pdf", files.PDF, allowed=["pdf"]).content == "pdf"
    with pytest.raises(WrongType, match="可上传:PDF。"):
        check(name, GOOD[name], allowed=["pdf"])


def test_an_archive_of_very_many_parts_is_refused_before_its_directory_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(zipped, "MOST_ENTRIES", 10)
    parts = {f"word/{number}.xml": b"" for number in range(8)}
    assert check("少.docx", files.office("docx", parts)).content == "docx"
    monkeypatch.setattr(zipped, "ZipFile", None)
    with pytest.raises(Unfit, match="部件"):
        check("多.docx", files.office("docx", parts | {"word/last.xml": b""}))


def test_a_document_inside_a_document_is_looked_into_once_and_no_deeper() -> None:
    inner = files.office("xlsx", {"xl/embeddings/again.docx": files.office("docx")})
    with pytest.raises(Unfit, match="压缩包"):
        check("三层.docx", files.office("docx", {"word/embeddings/chart.xlsx": inner}))


def test_a_damaged_member_is_found_by_its_checksum() -> None:
    whole = files.archive({"OFD.xml": b"<ofd:OFD/>"}, method=0)
    assert check("好.ofd", whole).content == "ofd"
    with pytest.raises(Unfit, match="已损坏"):
        check("坏.ofd", whole.replace(b"<ofd:OFD/>", b"<ofd:XXX/>"))
