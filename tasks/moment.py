"""Which day is shown: today as it stands, or the end of a day past. Pure."""

from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Moment:
    """What was known at the end of `on`; `today` is the office day of whoever asks.

    `period` is the closed period that was asked for, "" where a day was; `compare_to` an earlier day whose numbers
    stand beside, None without a comparison.
    """

    today: date
    on: date
    period: str = ""
    compare_to: date | None = None

    @classmethod
    def now(cls, today: date) -> "Moment":
        return cls(today, today)

    @property
    def is_past(self) -> bool:
        return self.on < self.today

    @property
    def compared(self) -> "Moment | None":
        """The moment this one is compared with."""
        return (
            None if self.compare_to is None else replace(self, on=self.compare_to, period="", compare_to=None)
        )

    @property
    def query(self) -> dict[str, str]:
        """The parameters by which a list shows the same moment."""
        return {"as_of": self.on.isoformat()} if self.is_past else {}

    @property
    def carried(self) -> dict[str, str]:
        """The parameters by which the page beside this one shows the same moment, with the same comparison."""
        compared = {"compare_to": self.compare_to.isoformat()} if self.compare_to else {}
        return self.query | compared
