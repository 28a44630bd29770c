"""The heads of all chains on one day: kept elsewhere, they prove later that nothing before was cut or rewritten.

A chain alone shows a changed row, but not that somebody with the database's own rights has written it anew from
the changed row on, its head included. Against yesterday's head from another building that shows.
"""

import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils import timezone

from tasks.models import AuditEntry, AuditHead, Task, TaskEvent

FORMAT = 1


class Unreadable(ValueError):
    """The file is not one of ours; the message is a Chinese sentence."""


def collect(at: datetime) -> dict[str, Any]:
    """The heads as they stand: version and digest of each task's last event, number and digest of the trail's last
    entry."""
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    tasks = Task.objects.order_by("pk").values_list("code", "version", "digest")
    return {
        "format": FORMAT,
        "at": at.isoformat(timespec="seconds"),
        "audit": [head.number, head.digest],
        "tasks": {code: [version, digest] for code, version, digest in tasks},
    }


def daily_file(folder: Path, at: datetime) -> Path:
    """Where the heads of that instant's day lie."""
    return folder / f"{timezone.localtime(at).date().isoformat()}.json"


def write(file: Path, at: datetime) -> bool:
    """Write the heads; False where the file is there already, which is never replaced: the earlier one proves more."""
    if file.exists():
        return False
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        draft.write_text(json.dumps(collect(at), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        os.link(draft, file)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    return True


def read(file: Path) -> dict[str, Any]:
    """A file that `write` made. Raises `Unreadable`."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Unreadable(f"{file} 无法读取:{error}") from None
    if not (isinstance(found, dict) and found.get("format") == FORMAT and _whole(found)):
        raise Unreadable(f"{file} 不是链头文件。")
    return found


def _whole(found: Mapping[str, Any]) -> bool:
    tasks = found.get("tasks")
    return isinstance(tasks, dict) and all(map(_is_head, (found.get("audit"), *tasks.values())))


def _is_head(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and isinstance(value[0], int)
        and isinstance(value[1], str)
    )


def flaws(known: Mapping[str, Any]) -> Iterator[str]:
    """What no longer holds of heads that were written down: a sentence for every chain that was cut or rewritten.

    Says nothing about the rows before a head; `log.flaws` and `audit.flaws` walk those.
    """
    digests = _digests({(code, version) for code, (version, _) in known["tasks"].items()})
    for code, (version, digest) in known["tasks"].items():
        if version and digests.get((code, version)) != digest:
            yield f"{code} 第 {version} 条与链头文件不符:记录被删或被改写"
    number, digest = known["audit"]
    entry = AuditEntry.objects.filter(number=number).first()
    if number and (entry is None or entry.digest != digest):
        yield f"审计记录第 {number} 条与链头文件不符:记录被删或被改写"


def _digests(wanted: set[tuple[str, int]]) -> dict[tuple[str, int], str]:
    rows = TaskEvent.objects.values_list("task__code", "version", "digest").iterator(chunk_size=5000)
    return {(code, version): digest for code, version, digest in rows if (code, version) in wanted}
