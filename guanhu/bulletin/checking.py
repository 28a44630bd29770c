"""与日志核对: whether an issued bulletin still says what the log says, and is still what was issued. Changes
nothing."""

import hashlib
from dataclasses import dataclass, field
from datetime import date

from guanhu.bulletin import facts, numbers
from guanhu.bulletin.issuing import log_digest, sealed, subject
from guanhu.bulletin.models import BulletinIssue
from guanhu.bulletin.numbers import Difference, Numbers
from tasks.models import AuditEntry
from tasks.states import Deed


@dataclass(frozen=True, slots=True)
class Findings:
    """What does not hold. `figures` is how many numbers were compared, `broken` sentences about file, record
    and chain."""

    figures: int
    differences: list[Difference] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def agree(self) -> bool:
        return not (self.differences or self.broken)


def check(issued: BulletinIssue, today: date) -> Findings:
    """Count again from the log, as of the bulletin's day and with the sight that the log had when it was
    issued; compare field by field. Then the file against its hash, the record against the audit trail, the
    chains against their heads."""
    plan, period = issued.bulletin.plan, issued.bulletin.period
    again = numbers.numbers(facts.load(plan, period, issued.position, today))
    kept = Numbers.from_json(issued.numbers)
    return Findings(
        figures=len(again.figures),
        differences=list(numbers.differences(kept, again)),
        broken=[*_file(issued), *_record(issued), *_chains(issued)],
    )


def _file(issued: BulletinIssue) -> list[str]:
    found = hashlib.sha256(bytes(issued.file)).hexdigest()
    return [] if found == issued.sha256 else ["文件与印发时的摘要不符:文件已损坏或被替换。"]


def _record(issued: BulletinIssue) -> list[str]:
    entry = AuditEntry.objects.filter(deed=Deed.BULLETIN, subject=subject(issued)).first()
    if entry is None:
        return ["审计记录中没有这份通报的印发记录。"]
    return [] if entry.data == sealed(issued) else ["通报的存档与审计记录中的印发摘要不符:存档被改。"]


def _chains(issued: BulletinIssue) -> list[str]:
    same = log_digest(issued.bulletin.plan, issued.position) == issued.log_digest
    return [] if same else ["办理记录的链头与印发时不符:印发前的记录被删或被改写。"]
