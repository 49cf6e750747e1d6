"""The bundle: written, read and the same; read carefully; digested by meaning alone."""

import json
import time
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from policy_engine.domain.bilingual import both
from policy_engine.domain.citation import Citation, InstrumentId, InstrumentKind
from policy_engine.domain.dates import LeapRule, PackedDate
from policy_engine.ir import nodes as ir
from policy_engine.ir.canonical import MAX_DEPTH, BundleError, from_json, meaning_digest, to_json
from policy_engine.ir.schema import bundle_schema, schema_text
from policy_engine.ir.shapes import fields_of, records_of
from policy_engine.source import SourceFile, Span
from tests.strategies import libraries

ROOT = Path(__file__).parents[2]
VALIDATOR = Draft202012Validator(bundle_schema())
EMPTY = ir.Library((), (), (), (), LeapRule.ON_1_MARCH)
SOMEWHERE = Span(SourceFile("a.policy", "text"), 0, 4)


def test_the_schema_is_a_schema_and_published(golden: Callable[[Path, str], None]) -> None:
    Draft202012Validator.check_schema(bundle_schema())
    golden(ROOT / "docs" / "reference" / "bundle.schema.json", schema_text())


@given(libraries())
def test_what_is_written_is_read_back(library: ir.Library) -> None:
    read = from_json(to_json(library))
    assert read == library
    assert _words_for_people(read) == _words_for_people(library)
    assert hash(read) == hash(library)


@given(libraries())
def test_what_is_written_is_canonical(library: ir.Library) -> None:
    text = to_json(library)
    read = json.loads(text)
    assert text == json.dumps(read, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert to_json(from_json(text)) == text


@given(libraries())
def test_what_is_written_fits_the_schema(library: ir.Library) -> None:
    VALIDATOR.validate(json.loads(to_json(library)))


@given(libraries(), libraries())
def test_digests_are_equal_exactly_where_meanings_are(one: ir.Library, other: ir.Library) -> None:
    assert (meaning_digest(one) == meaning_digest(other)) is (one == other)


@given(libraries())
def test_the_digest_ignores_places_and_wording(library: ir.Library) -> None:
    reworded = _reworded(library)
    assert reworded == library
    assert meaning_digest(reworded) == meaning_digest(library)


@given(libraries(), st.data())
def test_a_changed_bundle_is_read_or_refused_as_the_schema_says(
    library: ir.Library, data: st.DataObject
) -> None:
    bundle = json.loads(to_json(library))
    holder, key = data.draw(st.sampled_from(list(_places(bundle))))
    holder[key] = data.draw(
        st.sampled_from([None, True, -1, 2**63, "x", "", [], {}, [None], {"node": "literal"}, {"node": "?"}])
    )
    try:
        from_json(json.dumps(bundle))
    except BundleError as error:
        told = str(error)
        assert told.startswith("$")
        # Labels and names of instruments are checked by the values of the law themselves.
        assert not VALIDATOR.is_valid(bundle) or "no such instrument" in told or "not a label" in told
    else:
        VALIDATOR.validate(bundle)


@given(libraries(), st.data())
def test_an_unknown_or_missing_key_is_refused_by_reader_and_schema(
    library: ir.Library, data: st.DataObject
) -> None:
    bundle = json.loads(to_json(library))
    objects = [holder for holder, _ in _places(bundle) if isinstance(holder, dict)]
    chosen = data.draw(st.sampled_from(objects))
    if data.draw(st.booleans()):
        chosen["extra"] = 1
    else:
        del chosen[data.draw(st.sampled_from(sorted(chosen)))]
    with pytest.raises(BundleError):
        from_json(json.dumps(bundle))
    assert not VALIDATOR.is_valid(bundle)


@given(st.text() | st.text('{}[]",:0123456789.-etrufalsn\\ '))
def test_other_text_is_refused_and_nothing_else_is_raised(text: str) -> None:
    with pytest.raises(BundleError):
        from_json(text)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('"schema_version":1', '"schema_version":2'), "$.schema_version: this engine reads version 1"),
        (('"schema_version":1', '"schema_version":true'), "$.schema_version: this engine reads version 1"),
        (('"facts":[]', '"facts":[1.0]'), "$: a bundle holds whole numbers only, not 1.0"),
        (('"facts":[]', '"facts":[NaN]'), "$: a bundle holds whole numbers only, not NaN"),
        (('"facts":[]', '"facts":[],"facts":[]'), '$: the key "facts" stands twice in one object'),
        (('"facts":[]', '"facts":{}'), "$.library.facts: a list is expected here, not an object"),
        (('"facts":[]', '"facts":[{}]'), "$.library.facts[0]: the key changeable is missing"),
        (('"facts":[]', f'"facts":[{"9" * 5000}]'), "$: this number is too large: 99999"),
        (('"facts":[]', '"facts":[],"fact s":1'), '$.library: this key is not known here: "fact s"'),
        (
            ('"leap_rule":"1 March"', '"leap_rule":"never"'),
            "$.library.leap_rule: one of 1 March",
        ),
        (('"policy-engine"', r'"\ud800"'), "$.tool.name: this string holds half of a character"),
        (
            ('"facts":[]', '"facts":[' + "[" * 100_000 + "]" * 100_000 + "]"),
            "$: lists and objects stand too deep",
        ),
    ],
)
def test_a_refusal_says_where_and_why(change: tuple[str, str], told: str) -> None:
    text = to_json(EMPTY)
    assert change[0] in text
    with pytest.raises(BundleError) as refused:
        from_json(text.replace(*change))
    assert str(refused.value).startswith(told)


def test_a_condition_deeper_than_the_bound_is_refused() -> None:
    truth = ir.Type(ir.Kind.TRUTH)
    expr: ir.Expr = ir.Literal(1, type=truth)
    for _ in range(MAX_DEPTH):
        expr = ir.Not(expr, type=truth)
    with pytest.raises(BundleError, match=f"more than {MAX_DEPTH} objects"):
        from_json(_with_condition(expr))


def test_no_class_is_both_tagged_and_untagged() -> None:
    found: dict[type, set[str | None]] = {}
    for record in records_of(ir.Library):
        found.setdefault(record.cls, set()).add(record.tag)
        for field in fields_of(record.cls):
            assert field.name != "node"
    assert all(len(tags) == 1 for tags in found.values())


def test_a_library_of_thirty_instruments_is_written_and_read_in_seconds() -> None:
    text = _large()
    begun = time.process_time()
    read = from_json(text)
    written = to_json(read)
    digest = meaning_digest(read)
    spent = time.process_time() - begun
    assert written == text
    assert len(digest) == 64
    assert spent < 5, "of the processor, and many times what it takes"


def _with_condition(expr: ir.Expr) -> str:
    citation = Citation(InstrumentId(InstrumentKind.PP, None, "44", 2015))
    kept = ir.Continuation(citation, expr, PackedDate(0))
    instrument = ir.Instrument(
        id=citation.instrument,
        title=None,
        status=ir.Status.READ,
        sources=(),
        encoded_from=None,
        region=None,
        segment=None,
        enacted=None,
        promulgated=None,
        commences=None,
        in_view_of=(),
        implements=(),
        special_to=(),
        repealed_by=None,
        continuations=(kept,),
        versions=(),
    )
    return to_json(replace(EMPTY, instruments=(instrument,)))


def _large() -> str:
    truth = ir.Type(ir.Kind.TRUTH)
    leaf = ir.Compare(
        ir.Comparison.AT_LEAST,
        ir.FactRef("penghasilan", type=ir.Type(ir.Kind.RUPIAH_PER_MONTH)),
        ir.Literal(1_000_000, type=ir.Type(ir.Kind.RUPIAH_PER_MONTH)),
        type=truth,
    )
    expr = ir.All(tuple(ir.Any((leaf, ir.Not(leaf, type=truth)), type=truth) for _ in range(100)), type=truth)
    bundle = json.loads(_with_condition(expr))
    bundle["library"]["instruments"] *= 30
    return json.dumps(bundle, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Give every place in a JSON value whose content can be replaced."""
    match value:
        case dict():
            here: list[tuple[Any, Any]] = [(value, key) for key in value]
        case list():
            here = [(value, index) for index in range(len(value))]
        case _:
            return []
    return [*here, *(place for holder, key in here for place in _places(holder[key]))]


def _words_for_people(value: object) -> list[object]:
    """Give every field that does not take part in equality, but for places in files."""
    match value:
        case tuple():
            return [found for part in value for found in _words_for_people(part)]
        case _ if is_dataclass(value) and not isinstance(value, type):
            silent = [getattr(value, f.name) for f in fields(value) if not f.compare and f.name != "origin"]
            return silent + [
                found for f in fields(value) for found in _words_for_people(getattr(value, f.name))
            ]
        case _:
            return []


def _reworded(value: object) -> object:
    """Give the same value said in other words and at another place."""
    match value:
        case tuple():
            return tuple(_reworded(part) for part in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            changed = {f.name: _reworded(getattr(value, f.name)) for f in fields(value) if f.compare}
            names = {f.name for f in fields(value)}
            silent = {"wording": both("kata lain"), "origin": SOMEWHERE, "skeleton": ()}
            return replace(
                value, **changed, **{n: w for n, w in silent.items() if n in names and n not in changed}
            )
        case _:
            return value
