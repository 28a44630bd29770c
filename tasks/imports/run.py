"""The lists that can be imported, and importing one: checked again, then written whole or not at all."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from django.db import IntegrityError, transaction

from tasks.accounts import check_administers
from tasks.errors import Invalid
from tasks.imports import roster, units, workdays
from tasks.imports.preview import Credential, Preview
from tasks.imports.sheets import FIELD, Row
from tasks.models import Person


class Importer(Protocol):
    """What each of the lists offers."""

    @property
    def TITLE(self) -> str: ...

    @property
    def HINT(self) -> str: ...

    @property
    def COLUMNS(self) -> tuple[str, ...]: ...

    @property
    def EXAMPLES(self) -> tuple[tuple[str, ...], ...]: ...

    def preview(self, rows: Sequence[Row], on: date) -> Preview: ...

    def commit(self, rows: Sequence[Row], *, by: Person, on: date) -> list[Credential]: ...


IMPORTERS: Mapping[str, Importer] = {"roster": roster, "units": units, "workdays": workdays}
"""By the word in the address."""


def commit(importer: Importer, rows: Sequence[Row], *, by: Person, on: date) -> list[Credential]:
    """Write the rows that were shown. Raises NotAllowed; Invalid where they no longer hold, and then nothing has
    changed."""
    check_administers(by)
    try:
        with transaction.atomic():
            if not importer.preview(rows, on).is_good:
                raise Invalid({FIELD: "预览后有关内容已被他人改动,没有导入任何内容;请重新上传。"})
            return importer.commit(rows, by=by, on=on)
    except IntegrityError:
        raise Invalid({FIELD: "有关内容正被他人改动,没有导入任何内容;请重新上传。"}) from None
