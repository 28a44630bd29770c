"""Which rows of the seeds are still to be written: each is written once, ever."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from guanhu.models import SownKind, SownRow
from guanhu.seeds.yaml_reader import Place, Problem, SeedsRefused
from tasks.models import LogPosition

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Tally:
    """Rows of one kind: written by this load, and left alone: sown before, or made by the office."""

    created: int
    left: int


class Sowing:
    """One load, on an office day: what had been sown before, and what this one adds. Needs a transaction."""

    def __init__(self, on: date) -> None:
        _wait_for_turn()
        self.on = on
        self.tallies: dict[SownKind, Tally] = {}
        self._sown = set(SownRow.objects.values_list("kind", "key"))

    def new(self, kind: SownKind, rows: Mapping[str, Item], taken: Collection[str]) -> dict[str, Item]:
        """The rows to write now: neither sown before nor, under a key that is `taken`, the office's own."""
        unsown = [key for key in rows if (kind, key) not in self._sown]
        SownRow.objects.bulk_create(SownRow(kind=kind, key=key, sown_on=self.on) for key in unsown)
        fresh = {key: rows[key] for key in unsown if key not in taken}
        self.tallies[kind] = Tally(len(fresh), len(rows) - len(fresh))
        return fresh


def _wait_for_turn() -> None:
    """Two loads at once run one after the other: the row is locked until the transaction ends.

    It is the row that every writer of tasks locks last. On SQLite the transaction is itself the lock.
    """
    LogPosition.objects.bulk_create([LogPosition(id=1, last=0)], ignore_conflicts=True)
    LogPosition.objects.select_for_update().get(id=1)


def still_there(found: Item | None, at: Place, what: str) -> Item:
    """What a new row hangs on. Raises SeedsRefused if the office has deleted it."""
    if found is None:
        raise SeedsRefused([Problem(at, f"{what}已从数据库中删除,这一行无处可挂。")])
    return found
