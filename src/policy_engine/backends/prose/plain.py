"""A norm in; one plain sentence about a worker, in one language, out.

In Indonesian these are the drafter's own words, with labels for names. English law text keeps the order of the
Indonesian sentence so that it reads back; here nothing is read back, so English is made anew from the meaning,
with the bound words the drafter chose.
"""

import re
from collections.abc import Sequence
from types import MappingProxyType

from policy_engine.backends.prose.say import say
from policy_engine.backends.prose.words import Words
from policy_engine.domain.bilingual import Language, Text
from policy_engine.ir.decision import NormWeighed
from policy_engine.ir.nodes import (
    AgeCompare,
    All,
    Any,
    Blank,
    Compare,
    Comparison,
    Excepted,
    Expr,
    FactRef,
    Happened,
    Includes,
    Kind,
    Norm,
    Not,
    NotBorne,
    WithinRegion,
)
from policy_engine.ir.walk import descend

_OR = Text("atau", "or")
_LISTED_PLAINLY = frozenset({"pekerjaan", "jabatan"})
"""Vocabularies whose codes name a worker by themselves: `motorcycle taxi rider`."""

_RESIDENT = "resident of"
"""The words of the language for a region that the worker lives in."""

_VERB = re.compile(
    r"(?:is|has|was|does|can|may|will|holds|lives|works|earns|owns|pays|receives|keeps|runs|serves|farms|fishes)\b"
)
_NOT_DONE = MappingProxyType(
    {
        "has ever been ": "has never been ",
        "was ever ": "was never ",
        "has ever ": "has never ",
        "is ": "is not ",
        "was ": "was not ",
        "can ": "cannot ",
        "may ": "may not ",
        "will ": "will not ",
        "does ": "does not do ",
    }
)
_HAS_DONE = re.compile(r"has (?=(?:been|passed|paid|reached|registered|died|left|become|lost|turned)\b)")

_AGE = MappingProxyType(
    {
        Comparison.AT_LEAST: ("at least",),
        Comparison.AT_MOST: ("at most",),
        Comparison.MORE: ("more than",),
        Comparison.LESS: ("has not reached", "less than"),
        Comparison.EQUAL: ("equal to",),
    }
)


def sentence(norm: Norm, words: Words) -> str:
    """Say what a norm asks or tells of a worker, without the proof of it, which stands beside."""
    if words.language is Language.EN:
        made = _Sentence(words, norm.wording.english).whole(norm.condition)
        return made or words.wording(norm.wording, norm.condition)
    said = words.wording(norm.wording, norm.condition)
    return said if norm.evidence is None else _EVIDENCED.sub("", said)


def weighed(norm: NormWeighed, words: Words) -> str:
    """Say a norm that was weighed, from its meaning where the library has it, else in its own words."""
    for version in (
        version
        for instrument in words.library.instruments
        if instrument.id == norm.citation.instrument
        for version in instrument.versions
    ):
        known = (*(group.match for group in version.groups), *version.norms, *version.participant_norms)
        for each in known:
            if (each.citation, each.role, each.wording) == (norm.citation, norm.role, norm.wording):
                return sentence(each, words)
    return words.wording(norm.wording)


def meaning(norm: Norm, words: Words) -> str:
    """Say what the drafter's words stand for where they name a definition or another norm; else nothing.

    English sentences are made from the meaning and need no more.
    """
    if words.language is Language.EN:
        referred = _BY_REFERENCE.search(norm.wording.english)
        return "" if referred is None else words.wording(Text("", referred[0]), norm.condition)
    said = words.wording(norm.wording, norm.condition)
    hidden = [
        part
        for part in descend(norm.condition)
        if isinstance(part, FactRef)
        and part.type.kind is Kind.TRUTH
        and not all(word in said for word in words.fact(part.name).split())
    ]
    if not hidden or _MEMBERSHIP.search(norm.wording.indonesian):
        return ""
    match norm.condition:
        case All((Includes(), *rest)) if rest:
            return say(All(tuple(rest), type=norm.condition.type), words)
        case _:  # the whole of it
            return say(norm.condition, words)


_EVIDENCED = re.compile(r', dibuktikan dengan (?:"[^"]*"|.+?)(?: oleh (?:"[^"]*"|.+))?$')
_BY_REFERENCE = re.compile(r"the requirements under .+?(?=[,;]|$)")
_MEMBERSHIP = re.compile(r"terdaftar|menjadi peserta|Daftar ")


class _Sentence:
    """One English sentence: the names, and the drafter's words to take bounds from."""

    def __init__(self, words: Words, wording: str) -> None:
        self.words = words
        self.wording = wording

    def whole(self, expr: Expr) -> str:
        """Say a condition as an entry of a list: who it is, or what the worker does."""
        match expr:
            case All((Includes() as head, *rest)) if rest and _names_a_worker(head):
                return f"{self.codes(head)}, provided the worker {self.all(rest)}"
            case Blank():
                return ""
            case _:  # anything else is said of the worker
                return self.of_worker(expr)

    def of_worker(self, expr: Expr) -> str:
        """Say a condition as what the worker is, has or does."""
        match expr:
            case FactRef(name):
                return self.words.fact(name)
            case Not(operand):
                return self.negated(operand)
            case All(operands):
                return self.all(operands) if operands else "always"
            case Any(operands):
                return self.any(operands) if operands else "never"
            case Includes():
                return self.includes(expr)
            case AgeCompare():
                return f"{self.age(expr)}{self.tested(expr)}"
            case WithinRegion(subject, region):
                place = self.words.region(region)
                if _RESIDENT in self.wording:
                    return f"lives in {place} ({say(subject, self.words)})"
                return f"{say(subject, self.words)} is in {place}"
            case Compare(comparison, left, right):
                return self.compared(comparison, left, right)
            case Happened(event, by):
                return f"{say(event, self.words)}, on or before {say(by, self.words)}"
            case NotBorne(seniors):
                paying = self.words.listed([self.words.instrument(each) for each in seniors], _OR)
                return f"is not paid for under {paying}"
            case Blank():
                return f"meets {say(expr, self.words)}"
            case Excepted(base, _):
                return f"{self.of_worker(base)}, unless an exception applies"
            case _:  # a value that is no condition
                return say(expr, self.words)

    def all(self, operands: Sequence[Expr]) -> str:
        """Join what must hold together; two bounds of one age are one phrase."""
        parts: list[str] = []
        for position, each in enumerate(operands):
            before = operands[position - 1] if position else None
            if isinstance(each, AgeCompare) and isinstance(before, AgeCompare) and _one_age(before, each):
                low, high = self.bound(before), self.bound(each)
                parts[-1] = f"is {low} and {high} years old{self.tested(each)}"
            elif isinstance(each, Compare) and isinstance(before, Compare) and _one_range(before, each):
                parts[-1] = self.range(before, each)
            elif isinstance(each, Any) and len(each.operands) > 1:
                parts.append(f"either {self.of_worker(each)}")
            else:
                parts.append(self.of_worker(each))
        return self.words.listed(parts)

    def range(self, low: Compare, high: Compare) -> str:
        """Say two bounds of one thing as one phrase."""
        subject = say(low.left, self.words)
        first, last = say(low.right, self.words), say(high.right, self.words)
        if "through" in self.wording:
            return f"{subject} is {first} through {last}"
        upper = self.compared(high.comparison, high.left, high.right).removeprefix(f"{subject} is ")
        return f"{self.compared(low.comparison, low.left, low.right)} and {upper}"

    def any(self, operands: Sequence[Expr]) -> str:
        """Join what suffices alone."""
        parts = [
            f"both {self.of_worker(each)}" if isinstance(each, All) and len(each.operands) > 1 else each_text
            for each, each_text in ((one, self.of_worker(one)) for one in operands)
        ]
        return self.words.listed(parts, _OR)

    def negated(self, expr: Expr) -> str:
        """Say that a condition does not hold."""
        match expr:
            case FactRef(name):
                return not_done(self.words.fact(name))
            case Not(operand):
                return self.of_worker(operand)
            case Any(operands):
                return self.words.listed([self.negated(each) for each in operands])
            case Includes():
                return f"{self.subject(expr)} other than {self.codes(expr)}"
            case AgeCompare():
                return f"not: {self.of_worker(expr)}"
            case _:  # no phrase is shorter and as clear
                return f"it is not the case that: {self.of_worker(expr)}"

    def includes(self, expr: Includes) -> str:
        """Say which codes."""
        said = self.codes(expr)
        return said if _names_a_worker(expr) else f"{self.subject(expr)}: {said}"

    def subject(self, expr: Includes) -> str:
        """Name what the codes are codes of."""
        return say(expr.subject, self.words)

    def codes(self, expr: Includes) -> str:
        """Name codes, whole groups by the name of the group."""
        vocabulary = expr.subject.type.vocabulary or ""
        return self.words.listed(self.words.grouped(vocabulary, expr.codes, self.wording), _OR)

    def compared(self, comparison: Comparison, left: Expr, right: Expr) -> str:
        """Say a bound of an amount, a number or a day, with the word the drafter chose."""
        bound = say(Compare(comparison, left, right, type=left.type), self.words)
        subject = say(left, self.words)
        rest = bound.removeprefix(subject).strip()
        for word in _WRITTEN.get(comparison, ()):
            if word in self.wording:
                rest = re.sub(_BOUND_WORDS, word, rest, count=1)
                break
        is_day = left.type.kind in (Kind.DATE, Kind.MONTH, Kind.EVENT)
        return f"{subject} is {rest}" if is_day or not rest.startswith("has ") else f"{subject} {rest}"

    def age(self, expr: AgeCompare) -> str:
        """Say one bound of an age."""
        bound = self.bound(expr)
        if bound.startswith("has not reached"):
            return f"has not reached the age of {expr.years}"
        return f"is {bound} years old"

    def bound(self, expr: AgeCompare) -> str:
        """Give a bound of an age with the word the drafter chose."""
        choices = _AGE[expr.comparison]
        word = next((each for each in choices if each in self.wording), choices[0])
        exactly = " (to the day)" if expr.exact else ""
        return f"{word} {expr.years}{exactly}"

    def tested(self, expr: AgeCompare) -> str:
        """Say on which day an age is tested."""
        return f" on {say(expr.on, self.words)}"


_WRITTEN = MappingProxyType(
    {
        Comparison.AT_LEAST: ("not less than", "for at least", "no earlier than", "minimum", "at least"),
        Comparison.AT_MOST: ("not more than", "for at most", "no later than", "at most"),
        Comparison.LESS: ("has not reached", "less than"),
        Comparison.MORE: ("more than",),
        Comparison.EQUAL: ("equal to",),
    }
)
"""The words of the language for a bound (`docs/language/bounds.md`), those that hold another inside them first."""
_BOUND_WORDS = re.compile(
    r"^(?:no earlier than|no later than|at least|at most|more than|less than|equal to|after|before|on)\b"
)


def not_done(label: str) -> str:
    """Say that what a label says is not so: `has a regular income`, `does not have a regular income`."""
    for start, instead in _NOT_DONE.items():
        if label.startswith(start):
            return f"{instead}{label.removeprefix(start)}"
    if _HAS_DONE.match(label):
        return f"has not {label.removeprefix('has ')}"
    if label.startswith("has "):
        return f"does not have {label.removeprefix('has ')}"
    first, _, rest = label.partition(" ")
    if _VERB.match(label):
        verb = first[:-2] if first.endswith("shes") else first.removesuffix("s")
        return f"does not {verb} {rest}".rstrip()
    if " is " in label:
        return label.replace(" is ", " is not ", 1)
    return f"not: {label}"


def is_of_worker(label: str) -> bool:
    """Say whether a label goes on from `the worker`."""
    return _VERB.match(label) is not None


def _names_a_worker(expr: Includes) -> bool:
    return expr.subject.type.vocabulary in _LISTED_PLAINLY


def _one_range(first: Compare, second: Compare) -> bool:
    return (
        first.left == second.left
        and first.comparison is Comparison.AT_LEAST
        and second.comparison is Comparison.AT_MOST
    )


def _one_age(first: AgeCompare, second: AgeCompare) -> bool:
    return (
        first.birth == second.birth
        and first.on == second.on
        and first.comparison is not Comparison.LESS
        and second.comparison is not Comparison.LESS
    )
