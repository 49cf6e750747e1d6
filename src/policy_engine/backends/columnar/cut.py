"""Where a plan stops asking about one worker: a plan in; the truths it rests on, and amounts as sums of terms, out.

Most of a plan is logic over a few truths, such as `born by this day`. Workers with the same truths are of one kind,
and whatever is settled by truths alone is worked out once for each kind. What is left for each row are the truths
themselves and sums of terms, whose factors are settled.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from policy_engine.backends.columnar.bindings import Bindings
from policy_engine.backends.columnar.sql import (
    FALSE,
    And,
    Arithmetic,
    Case,
    Coalesce,
    Column,
    Compare,
    IsNull,
    Not,
    Or,
    Parameter,
    Sign,
    Sql,
    Truth,
    Whole,
    children,
)
from policy_engine.structure import dataclass


@dataclass(frozen=True, slots=True)
class Linear:
    """A number: unknown where `null` holds, else a constant and the sum of terms, each times its settled factor.

    A term that is unknown counts as 0; where that matters, `null` holds.
    """

    null: Sql
    constant: Sql
    terms: Mapping[Sql, Sql]


@dataclass(frozen=True, slots=True)
class Cut:
    """The values of one plan, by whether truths settle them; what is derived is added to `bindings`.

    `truths` are the columns of workers that hold truths, `varying` the constants that differ between instruments.
    """

    bindings: Bindings
    truths: frozenset[str]
    varying: frozenset[int]
    _settled: dict[str, bool] = field(default_factory=dict)
    _truth: dict[str, bool] = field(default_factory=dict)
    _linear: dict[Sql, Linear] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Classify in the order in which values were named, so that no part is asked for before its own parts."""
        for name in self.bindings.named:
            self.is_settled(Column(name))

    def is_truth(self, sql: Sql) -> bool:
        """Tell a truth from a number."""
        match sql:
            case Truth() | And() | Or() | Not() | IsNull() | Compare():
                return True
            case Column(name) if name in self.bindings.named:
                if name not in self._truth:
                    self._truth[name] = self.is_truth(self.bindings.named[name])
                return self._truth[name]
            case Column(name):
                return name in self.truths
            case Case(branches, otherwise):
                return self.is_truth(branches[0][1]) or self.is_truth(otherwise)
            case Coalesce(operand, _):
                return self.is_truth(operand)
            case _:
                return False

    def is_settled(self, sql: Sql) -> bool:
        """Tell whether truths and constants alone settle a value; a truth always is."""
        match sql:
            case Whole() | Truth():
                return True
            case Parameter(slot):
                return slot not in self.varying
            case Column(name) if name in self.bindings.named:
                if name not in self._settled:
                    made = self.bindings.named[name]
                    self._settled[name] = self.is_truth(made) or all(map(self.is_settled, children(made)))
                return self._settled[name]
            case _:
                return self.is_truth(sql)

    def atoms(self, wanted: Iterable[Sql]) -> Iterator[Column]:
        """Give the truths that settled values rest on: columns that hold truths, and questions about numbers."""
        seen: set[str] = set()
        waiting = list(wanted)
        while waiting:
            sql = waiting.pop()
            if not isinstance(sql, Column):
                waiting.extend(children(sql))
            elif sql.name not in seen:
                seen.add(sql.name)
                if self._is_atom(sql.name):
                    yield sql
                else:
                    waiting.extend(children(self.bindings.named[sql.name]))

    def _is_atom(self, name: str) -> bool:
        made = self.bindings.named.get(name)
        if made is None:
            return True
        return isinstance(made, Compare | IsNull) and not all(map(self.is_settled, children(made)))

    # Amounts

    def linear(self, sql: Sql) -> Linear:
        """Give a number as a sum of terms."""
        if sql not in self._linear:
            self._linear[sql] = self._sum_of(sql)
        return self._linear[sql]

    def _sum_of(self, sql: Sql) -> Linear:
        bindings = self.bindings
        if self.is_settled(sql):
            return Linear(bindings.is_null(sql), bindings.coalesce(sql, Whole(0)), {})
        match bindings.named.get(sql.name) if isinstance(sql, Column) else None:
            case Arithmetic(Sign.ADD | Sign.SUBTRACT as sign, left, right):
                return self._added(sign, self.linear(left), self.linear(right))
            case Arithmetic(Sign.MULTIPLY, left, Whole() as factor):
                return self._scaled(self.linear(left), factor)
            case Case(branches, otherwise):
                return self._chosen([(c, self.linear(v)) for c, v in branches], self.linear(otherwise))
            case Coalesce(operand, otherwise):
                first = self.linear(operand)
                return self._chosen([(first.null, self.linear(otherwise))], first)
            case _:
                return Linear(bindings.is_null(sql), Whole(0), {sql: Whole(1)})

    def _added(self, sign: Sign, left: Linear, right: Linear) -> Linear:
        bindings = self.bindings
        terms = {
            term: bindings.arithmetic(sign, left.terms.get(term, Whole(0)), right.terms.get(term, Whole(0)))
            for term in (*left.terms, *(term for term in right.terms if term not in left.terms))
        }
        constant = bindings.arithmetic(sign, left.constant, right.constant)
        return Linear(bindings.or_((left.null, right.null)), constant, terms)

    def _scaled(self, amount: Linear, factor: Whole) -> Linear:
        def times(sql: Sql) -> Sql:
            return self.bindings.arithmetic(Sign.MULTIPLY, sql, factor)

        return Linear(
            amount.null, times(amount.constant), {term: times(by) for term, by in amount.terms.items()}
        )

    def _chosen(self, branches: list[tuple[Sql, Linear]], otherwise: Linear) -> Linear:
        bindings = self.bindings
        found = [*(value for _, value in branches), otherwise]
        terms = dict.fromkeys(term for value in found for term in value.terms)
        return Linear(
            bindings.case([(c, value.null) for c, value in branches], otherwise.null),
            bindings.case([(c, value.constant) for c, value in branches], otherwise.constant),
            {
                term: bindings.case(
                    [(c, value.terms.get(term, Whole(0))) for c, value in branches],
                    otherwise.terms.get(term, Whole(0)),
                )
                for term in terms
            },
        )


def nothing() -> Linear:
    """Give the number 0."""
    return Linear(FALSE, Whole(0), {})
