"""Uploading a table, and sending the rows back that the preview showed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from tasks.errors import Invalid
from tasks.imports.run import Importer
from tasks.imports.sheets import Row, read

VALID_FOR = 3600
"""Seconds between the preview and its confirmation."""


class UploadForm(forms.Form):
    """`rows` once it is valid."""

    file = forms.FileField(
        label="文件(.xlsx 或 .csv)",
        error_messages={"required": "请选择文件。", "empty": "这是空文件。", "missing": "请选择文件。"},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, importer: Importer, *args: Any, **options: Any) -> None:
        self.importer = importer
        self.rows: list[Row] = []
        options.setdefault("label_suffix", "")
        super().__init__(*args, **options)

    def clean_file(self) -> Any:
        upload = self.cleaned_data["file"]
        try:
            self.rows = read(upload, upload.name, upload.size, self.importer.COLUMNS)
        except Invalid as invalid:
            raise ValidationError(invalid.message) from invalid
        return upload


def sealed(rows: Sequence[Row], kind: str) -> str:
    """The rows as the page carries them from the preview to its confirmation, signed."""
    return signing.dumps([[row.number, row.cells] for row in rows], salt=f"import {kind}", compress=True)


def unsealed(text: str, kind: str) -> list[Row]:
    """Raises Invalid where they were changed on the way, or lay too long."""
    try:
        found = signing.loads(text, salt=f"import {kind}", max_age=VALID_FOR)
    except signing.BadSignature:
        raise Invalid({"file": "预览已失效,请重新上传。"}) from None
    return [Row(number, cells) for number, cells in found]
