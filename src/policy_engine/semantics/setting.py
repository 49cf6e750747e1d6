"""What a condition inherits from where it stands: its place, its days, and what its words mean there."""

from dataclasses import replace

from policy_engine.domain.bilingual import Text
from policy_engine.domain.citation import Citation
from policy_engine.ir import nodes as ir
from policy_engine.semantics import places
from policy_engine.structure import dataclass

DATE = ir.Type(ir.Kind.DATE)
TRUTH = ir.Type(ir.Kind.TRUTH)


@dataclass(frozen=True, slots=True)
class Setting:
    """The place of a condition, and the days used where it names none.

    `event_day` is the day by which an event counts as having happened, `parameter_day` the day whose value of
    a parameter holds. `enumerates`: `dan` between bare codes lists them, any one suffices. `lifted` is what a
    condition becomes for those whom `kecuali` takes out of it.
    """

    citation: Citation
    event_day: ir.Expr
    parameter_day: ir.Expr
    enumerates: bool
    lifted: bool

    @property
    def heading(self) -> Text | None:
        """Give the words for the place."""
        return places.heading(self.citation)

    def plain(self) -> "Setting":
        """Give the setting of a restriction: words cumulate, and whoever is excepted does not fulfil it."""
        return replace(self, enumerates=False, lifted=False)

    def on(self, day: ir.Expr) -> "Setting":
        """Give the setting of a condition that names its day."""
        return replace(self, event_day=day, parameter_day=day)


def truth(*, value: bool) -> ir.Literal:
    """Give a truth value as an expression."""
    return ir.Literal(type=TRUTH, value=int(value))


def month_day(number: int) -> ir.DayRef:
    """Give a day of each contribution month; 31 is its last."""
    return ir.DayRef(type=DATE, day=ir.Day.MONTH_DAY, number=number)


REGISTRATION = ir.DayRef(type=DATE, day=ir.Day.REGISTRATION, number=0)
DECISION = ir.DayRef(type=DATE, day=ir.Day.DECISION, number=0)


def once(citation: Citation, *, enumerates: bool = False, lifted: bool = False) -> Setting:
    """Give the setting of a norm weighed once: events by registration, parameters of the day of decision."""
    return Setting(citation, REGISTRATION, DECISION, enumerates, lifted)


def monthly(citation: Citation, *, enumerates: bool = False, lifted: bool = False) -> Setting:
    """Give the setting of a norm on months: events and parameters by the last day of each."""
    return Setting(citation, month_day(31), month_day(31), enumerates, lifted)
