"""Python that tells workers apart: where a decision turns in, the text of its functions out.

The text holds generated names and whole numbers only. Whatever a policy says in words (names of facts, codes)
is a constant that the functions close over, so that no text of a policy is ever executed.
"""

from collections.abc import Mapping, Sequence
from enum import Enum

from policy_engine.backends.compiled.reads import Difference, Reads
from policy_engine.ir.nodes import Kind
from policy_engine.structure import dataclass

MOST_CLASSES = 1 << 10
"""Classes that the values of one code, region or set may fall into; the law names far fewer."""

_IN_A_TREE = 8


class Way(Enum):
    """How the values of a fact are told apart."""

    TRUTH = "truth"
    NUMBER = "number"
    EVENT = "event"
    WORD = "word"
    SET = "set"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Column:
    """One fact of the generated code: its number there, its name, and how it is told apart.

    `stride` is what one class counts for in the key, `size` the number of classes.
    """

    number: int
    name: str
    way: Way
    cuts: tuple[int, ...]
    stride: int
    size: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The columns, and the pairs of them that are compared, with the stride of each pair."""

    columns: tuple[Column, ...]
    pairs: tuple[tuple[Difference, tuple[int, ...], int], ...]
    outside: int | None
    """The number of the column that alone tells that a worker lives elsewhere."""


def plan(found: Reads) -> Plan:
    """Give each fact a place in the key; the one that can end it all comes first."""
    first = found.outside[0] if found.outside is not None else None
    # Facts of few classes come first, so that most sums are of small numbers.
    many = {name for name in found.facts if _way(found, name) in (Way.WORD, Way.SET)}
    names = sorted(found.facts, key=lambda name: (name != first, name in many, name))
    paired = {name for pair in found.differences for name in (pair.earlier, pair.later)}
    columns: list[Column] = []
    stride = 1
    for number, name in enumerate(names):
        turns = found.facts[name]
        way = _way(found, name)
        cuts = tuple(sorted(turns.cuts)) if way in (Way.NUMBER, Way.EVENT) else ()
        size = _size(way, cuts)
        columns.append(Column(number, name, way, cuts, stride, size))
        stride *= size
    pairs = []
    for pair, turned in sorted(found.differences.items(), key=lambda item: repr(item[0])):
        pairs.append((pair, tuple(sorted(turned)), stride))
        stride *= len(turned) + 2
    whole = {column.name for column in columns if column.way is Way.VALUE}
    kept = tuple(found for found in pairs if not {found[0].earlier, found[0].later} <= whole)
    is_word = first is not None and columns[0].way is Way.WORD and columns[0].name not in paired
    return Plan(tuple(columns), kept, 0 if is_word else None)


def text_of(made: Plan) -> str:
    """Write the module: `make(constants...)` gives `key`, `decide` for records and mappings, and `record`."""
    numbers = [column.number for column in made.columns]
    slots = {number: f"f.s{number}" for number in numbers}
    gets = {number: f"get(n{number})" for number in numbers}
    lines = [
        f"def make({', '.join(parameters(made))}):",
        *_function("key_of_record", made, slots, decides=False, mapping=False),
        *_function("key_of_mapping", made, gets, decides=False, mapping=True),
        *_function("decide_record", made, slots, decides=True, mapping=False),
        *_function("decide_mapping", made, gets, decides=True, mapping=True),
        "    def record(get):",
        "        f = Record()",
        *(f"        f.s{number} = get(n{number})" for number in numbers),
        "        return f",
        "    return key_of_record, key_of_mapping, decide_record, decide_mapping, record",
    ]
    return "\n".join(lines) + "\n"


def parameters(made: Plan) -> tuple[str, ...]:
    """Name the constants that the generated functions close over."""
    names = ["Record", "NotHappened", "bisect", "table", "outside", "miss_record", "miss_mapping"]
    for column in made.columns:
        names.append(f"n{column.number}")
        match column.way:
            case Way.TRUTH | Way.WORD:
                names.append(f"t{column.number}")
            case Way.SET:
                names += [f"t{column.number}", f"u{column.number}"]
            case Way.NUMBER | Way.EVENT:
                names.append(f"c{column.number}")
            case Way.VALUE:
                pass
    for number in range(len(made.pairs)):
        names += [f"p{number}", f"k{number}"]
    return tuple(names)


def _way(found: Reads, name: str) -> Way:
    """Tell how the values of a fact are told apart; one by one where it is used as its kind never is."""
    turns = found.facts[name]
    if name in found.whole:
        return Way.VALUE
    is_cut, is_named, is_placed = bool(turns.cuts), bool(turns.codes), bool(turns.regions)
    match turns.kind:
        case Kind.TRUTH:
            return Way.VALUE if is_cut or is_named or is_placed else Way.TRUTH
        case Kind.CODE | Kind.REGION:
            return Way.VALUE if is_cut else Way.WORD
        case Kind.CODE_SET:
            return Way.VALUE if is_cut or is_placed else Way.SET
        case Kind.EVENT:
            return Way.VALUE if is_named or is_placed else Way.EVENT
        case (
            Kind.NUMBER
            | Kind.RUPIAH
            | Kind.RUPIAH_PER_MONTH
            | Kind.YEARS
            | Kind.MONTHS
            | Kind.DAYS
            | Kind.PEOPLE
            | Kind.DATE
            | Kind.MONTH
        ):
            return Way.VALUE if is_named or is_placed else Way.NUMBER


def _size(way: Way, cuts: Sequence[int]) -> int:
    match way:
        case Way.TRUTH:
            return 3
        case Way.NUMBER:
            return len(cuts) + 2
        case Way.EVENT:
            return len(cuts) + 3
        case Way.WORD | Way.SET:
            return MOST_CLASSES
        case Way.VALUE:
            return 1


def _function(name: str, made: Plan, access: Mapping[int, str], *, decides: bool, mapping: bool) -> list[str]:
    body = ["get = f.get"] if mapping else []
    first = () if made.outside is None else (made.outside,)
    if first:
        body += [
            f"d = t{first[0]}[{access[first[0]]}]",
            "if d < 0:",
            "    return outside[0]" if decides else "    return -1",
        ]
    parts = ["d" if first else "0"]
    paired = {side for pair, _, _ in made.pairs for side in (pair.earlier, pair.later)}
    numbered = {column.name: column.number for column in made.columns}
    inside: dict[str, list[str]] = {}
    outer = []
    for number, (pair, _, stride) in enumerate(made.pairs):
        earlier, later = (f"v{numbered[side]}" for side in (pair.earlier, pair.later))
        counted = f"(0 if {earlier} is None else {_difference(number, earlier, later, stride)})"
        if made.columns[numbered[pair.later]].way is Way.EVENT:
            inside.setdefault(pair.later, []).append(counted)
        else:
            unknown = f"{later}.__class__ is NotHappened or {later} is None"
            outer.append(f"(0 if {unknown} else {counted})")
    values = []
    # An event comes after the facts that it is compared with, so that it is looked at once.
    for column in sorted(made.columns, key=lambda column: column.name in inside):
        if column.way is Way.VALUE:
            values.append(f"(v{column.number} := {access[column.number]})")
        elif column.number not in first:
            compared = inside.get(column.name, ())
            parts.append(_class(column, access[column.number], kept=column.name in paired, compared=compared))
    # What is told apart value by value comes first: a pair may read it.
    total = " + ".join(parts + outer)
    key = f"({', '.join(values)}, {total})" if values else total
    if not decides:
        return [f"    def {name}(f):", *(f"        {line}" for line in (*body, f"return {key}"))]
    miss = "miss_mapping" if mapping else "miss_record"
    return [
        f"    def {name}(f):",
        "        try:",
        *(f"            {line}" for line in (*body, f"return table[{key}]")),
        "        except LookupError:",
        f"            return {miss}(f)",
    ]


def _class(column: Column, access: str, *, kept: bool, compared: Sequence[str]) -> str:
    """Write what a fact adds to the key; a fact of a pair is kept under its name.

    `compared` is what is added once an event has happened.
    """
    number, stride = column.number, column.stride
    match column.way:
        case Way.TRUTH | Way.WORD:
            return f"t{number}[v{number} := {access}]" if kept else f"t{number}[{access}]"
        case Way.SET:
            known = f"(t{number} if v{number}.complete else u{number})[v{number}.codes]"
            return f"(0 if (v{number} := {access}) is None else {known})"
        case Way.NUMBER:
            side = _side(f"v{number}", f"c{number}", column.cuts, stride, stride)
            return f"(0 if (v{number} := {access}) is None else {side})"
        case Way.EVENT:
            side = " + ".join((_side(f"v{number}", f"c{number}", column.cuts, 2 * stride, stride), *compared))
            yet = f"0 if v{number} is None else {side}"
            return f"({stride} if (v{number} := {access}).__class__ is NotHappened else {yet})"
        case Way.VALUE:
            return "0"


def _side(value: str, cuts: str, turned: Sequence[int], base: int, stride: int) -> str:
    """Write on which side of the cuts a number lies: comparisons for a few, a search for many."""
    if len(turned) > _IN_A_TREE:
        return f"{base} + {stride} * bisect({cuts}, {value})"
    if not turned:
        return str(base)
    middle = len(turned) // 2
    below = _side(value, cuts, turned[:middle], base, stride)
    above = _side(value, cuts, turned[middle + 1 :], base + stride * (middle + 1), stride)
    return f"({below} if {value} < {turned[middle]} else {above})"


def _difference(number: int, earlier: str, later: str, stride: int) -> str:
    return f"{stride} + {stride} * bisect(p{number}, k{number}({later}) - {earlier})"
