"""Conditions with the brackets they need, and lists of them."""

import re
from enum import IntEnum
from types import MappingProxyType

from policy_engine.domain.bilingual import Language
from policy_engine.syntax import ast
from policy_engine.syntax.keywords import spell
from policy_engine.syntax.printing.layout import Line
from policy_engine.syntax.printing.values import (
    blank,
    citation,
    name_or_code,
    term,
    value,
    written,
)
from policy_engine.syntax.printing.words import closed, connective, enumeration, phrase, word

_WHEN_KEYWORD = MappingProxyType(
    {
        ast.When.REGISTRATION: "WHEN_REGISTRATION",
        ast.When.DECISION: "WHEN_DECISION",
        ast.When.ENACTMENT: "WHEN_ENACTMENT",
        ast.When.EACH_MONTH: "WHEN_EACH_MONTH",
        ast.When.EACH_MONTH_END: "WHEN_EACH_MONTH_END",
    }
)
_ITEM_HANG = 3
_MARKS = ("{}.", "{}.", "{})", "{})")


class _Level(IntEnum):
    """How tightly the words of a condition hold together; a looser one stands in brackets."""

    WHOLE = 0
    COMPOUND = 1
    OPERAND = 2
    NEGATABLE = 3
    PRIMARY = 4


def condition(node: ast.Condition, language: Language) -> str:
    """Write a condition on one line."""
    match node:
        case ast.Compound(joiner, members, bracketed):
            text = enumeration(
                [_within(member, _Level.OPERAND, language) for member in members],
                connective(joiner, language),
            )
            return f"({text})" if bracketed else text
        case ast.Evidenced(inner, document, officer):
            needed = _Level.WHOLE if isinstance(inner, ast.Excepted) else _Level.COMPOUND
            return phrase(_within(inner, needed, language), evidence(document, officer, language))
        case ast.Excepted(inner, exception):
            return phrase(
                _within(inner, _Level.COMPOUND, language),
                word("_EXCEPT", language),
                _within(exception, _Level.COMPOUND, language),
            )
        case ast.Such(head, restriction):
            return phrase(
                _within(head, _Level.OPERAND, language),
                word("_SUCH", language),
                _within(restriction, _Level.NEGATABLE, language),
            )
        case ast.Not(ast.Includes(subject, _) as inner):
            return phrase(subject.text, word("_NOT_INCLUDES", language), _members(inner))
        case ast.Not(inner):
            negation = "_NOT_NOUN" if _negates_noun(node) else "_NOT"
            return phrase(word(negation, language), _within(inner, _Level.PRIMARY, language))
        case ast.Bound():
            return _bound(node, language)
        case ast.Within(subject, low, high, on):
            return phrase(
                term(subject, language),
                term(low, language),
                word("_THROUGH", language),
                term(high, language),
                _on(on, language),
            )
        case ast.Holds(name, on):
            return phrase(name.text, _on(on, language))
        case ast.Includes(subject, _):
            return phrase(subject.text, word("_INCLUDES", language), _members(node))
        case ast.Resident(place):
            shown = word("OWN_REGION", language) if place is None else name_or_code(place)
            return phrase(word("_RESIDENT_OF", language), shown)
        case ast.ListedIn(database, as_at):
            return phrase(word("_LISTED_IN", language), database.text, as_at_day(as_at, language))
        case ast.NeverRegistered(what):
            return phrase(word("_NEVER_REGISTERED", language), what.text)
        case ast.NotParticipant(what):
            return phrase(word("_NOT_PARTICIPANT", language), what.text)
        case ast.NotBorneBy(seniors):
            cited = ", ".join(citation(senior, language) for senior in seniors)
            return phrase(word("_NOT_BORNE_BY", language), cited if len(seniors) == 1 else f"({cited})")
        case ast.ByReference(cited_place):
            return phrase(word("_REQUIREMENTS_UNDER", language), citation(cited_place, language))
        case ast.Blank():
            return blank(node)


def evidence(
    document: ast.Name | ast.Quote | None, officer: ast.Name | ast.Quote | None, language: Language
) -> str | None:
    """Write how something is proved: `, dibuktikan dengan ktp_el oleh disdukcapil`."""
    if document is None:
        return None
    return phrase(
        f", {word('_EVIDENCED_BY', language)}",
        written(document),
        None if officer is None else word("_BY", language),
        None if officer is None else written(officer),
    )


def as_at_day(day: ast.DateValue | None, language: Language) -> str | None:
    """Write the state a data base is read in: `keadaan tanggal 2025-01-31`."""
    return None if day is None else phrase(word("_AS_AT", language), value(day, language))


def test_date(node: ast.TestDate, language: Language) -> str:
    """Write the day on which a condition is tested."""
    return phrase(word("_ON", language), _day(node.when, language))


def _day(when: ast.When | ast.DateValue | ast.Name | int, language: Language) -> str:
    match when:
        case ast.When():
            return word(_WHEN_KEYWORD[when], language)
        case ast.DateValue():
            return value(when, language)
        case ast.Name(text):
            return phrase(word("_DAY_OF", language), text)
        case int():
            return phrase(word("_DAY_OF", language), str(when), word("WHEN_EACH_MONTH", language))


def item_lines(listed: ast.ItemList, language: Language, indent: int = 0) -> list[Line]:
    """Write a list that ends its sentence; its items are indented by `indent` spaces."""
    return _item_lines(listed, language, indent, ".")


def item_text(node: ast.Item, language: Language) -> list[Line]:
    """Write one item by itself, without what would separate it from the next."""
    return _one_item(node, language, 0, "")


def separated(position: int, count: int, joiner: str | None, last: str = ".") -> str:
    """Give what follows an item, counted from 0: `;`, `; dan` after the last but one, `last` at the end."""
    if position == count - 1:
        return last
    return f"; {joiner}" if joiner is not None and position == count - 2 else ";"


def ended(text: str, separator: str) -> str:
    """Put a separator or a full stop after an item."""
    return closed(text) if separator == "." else f"{text}{separator}"


def unit_lines(node: ast.Item, language: Language) -> list[Line]:
    """Write an item that an amendment puts in place: the list around it goes on."""
    return _one_item(node, language, 0, ";")


def _item_lines(
    listed: ast.ItemList, language: Language, indent: int, last: str, level: int | None = None
) -> list[Line]:
    joiner = None if listed.connective is None else connective(listed.connective, language)
    lines: list[Line] = []
    for position, item in enumerate(listed.items):
        separator = separated(position, len(listed.items), joiner, last)
        lines += _one_item(item, language, indent, separator, level)
    return lines


def _one_item(
    node: ast.Item, language: Language, indent: int, separator: str, level: int | None = None
) -> list[Line]:
    if level is None:
        level = 1 if node.marker[:1].isdigit() else 0
    head = [_MARKS[level].format(node.marker)]
    if node.group is not None:
        head.append(f"{word('_GROUP', language)} {node.group.text}:")
    if node.items is None:
        said = None if node.condition is None else condition(node.condition, language)
        text = ended(phrase(*head, said, noted(node.note, language)), separator)
        return [Line(text, indent, _ITEM_HANG, node.span.start)]
    lead = "ALL_OF" if node.items.connective is ast.Connective.AND else "ANY_OF"
    first = Line(phrase(*head, f"{word(lead, language)}:"), indent, _ITEM_HANG, node.span.start)
    return [first, *_item_lines(node.items, language, indent + _ITEM_HANG, separator, level + 1)]


def noted(note: ast.Name | None, language: Language) -> str | None:
    """Write the interpretation something rests on: `, menurut tafsir t1`."""
    return None if note is None else f", {word('_BY_INTERPRETATION', language)} {note.text}"


def _within(node: ast.Condition, needed: _Level, language: Language) -> str:
    text = condition(node, language)
    return text if _level(node) >= needed else f"({text})"


def _level(node: ast.Condition) -> _Level:
    match node:
        case ast.Evidenced() | ast.Excepted():
            return _Level.WHOLE
        case ast.Compound(_, _, bracketed):
            return _Level.PRIMARY if bracketed else _Level.COMPOUND
        case ast.Such():
            return _Level.OPERAND
        case ast.Not(inner):
            return _Level.PRIMARY if isinstance(inner, ast.Includes) else _Level.NEGATABLE
        case (
            ast.Bound()
            | ast.Within()
            | ast.Holds()
            | ast.Includes()
            | ast.Resident()
            | ast.ListedIn()
            | ast.NeverRegistered()
            | ast.NotParticipant()
            | ast.NotBorneBy()
            | ast.ByReference()
            | ast.Blank()
        ):
            return _Level.PRIMARY


def _bound(node: ast.Bound, language: Language) -> str:
    ending = (word("_EXACT", language) if node.exact else None, _on(node.on, language))
    bound = term(node.value, language)
    if isinstance(node.subject, ast.Age) and node.word is ast.BoundWord.NOT_REACHED and not node.exact:
        return phrase(word("_NOT_REACHED_AGE", language), bound, *ending)
    subject = None if node.subject is None else term(node.subject, language)
    return phrase(subject, word(node.word.name, language), bound, *ending)


def _on(day: ast.TestDate | None, language: Language) -> str | None:
    return None if day is None else test_date(day, language)


def _members(node: ast.Includes) -> str:
    text = ", ".join(name_or_code(member) for member in node.members)
    return text if len(node.members) == 1 else f"({text})"


def _negates_noun(node: ast.Not) -> bool:
    """Tell whether the author wrote `bukan`: it means what `tidak` means, and reads better before a noun."""
    spellings = "|".join(re.escape(spell("_NOT_NOUN", language)) for language in Language)
    return re.match(rf"(?:{spellings})\b", node.span.text, re.IGNORECASE) is not None
