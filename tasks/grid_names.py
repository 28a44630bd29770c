"""Units and leaders by what people call them in the editable table."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tasks import access
from tasks.grid_text import tidy
from tasks.models import Person, Unit


@dataclass(frozen=True, slots=True)
class Names:
    """Units and leaders by what people call them: code or name, account or name; each read once."""

    units: Mapping[str, list[Unit]]
    leaders: Mapping[str, list[Person]]
    by_code: Mapping[str, Unit]

    @property
    def unit_names(self) -> list[str]:
        """Units in use, to choose from."""
        return [unit.name for unit in self.by_code.values() if unit.active]

    @property
    def leader_names(self) -> list[str]:
        return sorted({person.name for people in self.leaders.values() for person in people})

    def unit(self, text: str) -> Unit:
        return _only(self.units, text, "没有叫“{}”的单位")

    def leader(self, text: str) -> Person:
        return _only(self.leaders, text, "没有叫“{}”的街道领导")


def _only(known: Mapping[str, list[Any]], text: str, unknown: str) -> Any:
    found = known.get(tidy(text), [])
    if not found:
        raise ValueError(unknown.format(text.strip()[:30]))
    if len(found) > 1:
        raise ValueError(f"叫“{text.strip()[:30]}”的不止一个,请填代码或账号")
    return found[0]


def read_names() -> Names:
    units, leaders = defaultdict(list), defaultdict(list)
    every = list(Unit.objects.all())
    for unit in every:
        if unit.active:
            for key in {tidy(unit.code), tidy(unit.name)}:
                units[key].append(unit)
    for person in access.leaders():
        for key in {tidy(person.username), tidy(person.name)}:
            leaders[key].append(person)
    return Names(units, leaders, {unit.code: unit for unit in every})
