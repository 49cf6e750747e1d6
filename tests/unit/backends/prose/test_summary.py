"""A summary says what the policy says, all of it, with the place beside it, in both languages."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policy_engine.backends.prose import picture, plain, say
from policy_engine.backends.prose.document import Document, Pairs, Statement, Statements, Table
from policy_engine.backends.prose.summary import summary
from policy_engine.backends.prose.words import Words
from policy_engine.backends.scalar.decide import decide
from policy_engine.domain.bilingual import Language, both
from policy_engine.domain.citation import Citation
from policy_engine.domain.dates import Month
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.cases import Case
from policy_engine.ir.walk import descend
from tests.samples import PERBUP, norm, rupiah
from tests.samples import library as sample
from tests.samples import version as sample_version
from tests.strategies import expressions
from tests.unit.backends.prose.encoded import BONTANG, KARIMUN, compiled, instrument, library

BOTH = pytest.mark.parametrize("language", Language)


def made(slug: str, language: Language) -> Document:
    found = instrument(slug)
    return summary(found, found.versions[-1], library(), language)


def statements(document: Document) -> list[Statement]:
    return [item for block in document.blocks if isinstance(block, Statements) for item in block.items]


def cells(document: Document) -> list[str]:
    return [
        cell for block in document.blocks if isinstance(block, Table) for row in block.rows for cell in row
    ]


def everything(document: Document) -> str:
    pairs = [value for block in document.blocks if isinstance(block, Pairs) for _, value in block.rows]
    said = [part for item in statements(document) for part in (item.text, item.where, *item.notes)]
    captions = [block.caption for block in document.blocks if isinstance(block, Table)]
    return "\n".join((*said, *captions, *cells(document), *pairs))


def citations(node: object, own: ir.Instrument) -> Iterator[Citation]:
    """Go through every place of the instrument that a record of the IR names."""
    if isinstance(node, Citation):
        if node.instrument == own.id and node.provision.steps:
            yield node
    elif isinstance(node, tuple | frozenset):
        for inner in node:
            yield from citations(inner, own)
    elif is_dataclass(node) and not isinstance(node, type | ir.SkeletonUnit | ir.BandTable):
        for each in fields(node):
            yield from citations(getattr(node, each.name), own)


@BOTH
def test_every_place_that_says_something_stands_beside_a_statement(language: Language) -> None:
    for each in library().instruments:
        version = each.versions[-1]
        words = Words(each.id, library(), language)
        said = everything(summary(each, version, library(), language))
        lost = {words.cite(place) for place in citations(version, each)} - set(said.split("\n"))
        # Several places of one thing stand in one cell or statement.
        assert [place for place in sorted(lost) if place not in said] == []


def test_the_figures_of_karimun() -> None:
    said = made(KARIMUN, Language.ID)
    assert ("JKK", "semua penerima", "Rp10.000", "Butir 3 ayat (2)") in _rows(said)
    assert ("Jumlah", "Rp33.600", "Rp33.600.000") in _rows(said)
    assert ("In all", "Rp33,600", "Rp33,600,000") in _rows(made(KARIMUN, Language.EN))


def test_bounds_are_in_the_words_of_the_drafter() -> None:
    texts = [item.text for item in statements(made(KARIMUN, Language.ID))]
    assert "Usia paling rendah 18 tahun dan paling tinggi 65 tahun pada tanggal pendaftaran" in texts
    english = [item.text for item in statements(made(KARIMUN, Language.EN))]
    assert "Is at least 18 and at most 65 years old on the registration date" in english


def test_blanks_and_clauses_not_encoded_are_visible_gaps() -> None:
    gaps = [item.text for item in statements(made(BONTANG, Language.ID)) if item.gap]
    assert "Masa pembayaran tidak disebut" in gaps
    assert "Penghentian dan penggantian tidak disebut" in gaps
    assert any(text.startswith("Diundangkan") for text in gaps)


def test_months_left_open_give_no_budget() -> None:
    assert picture.monthly(instrument(BONTANG).versions[-1]) == []


@BOTH
def test_every_expression_can_be_said(language: Language) -> None:
    words = Words(PERBUP, sample(), language)

    @settings(max_examples=60)
    @given(expressions())
    def check(expr: ir.Expr) -> None:
        # A name is never empty; the strategy makes any text.
        assume(all(getattr(part, "name", "name").strip() for part in descend(expr)))
        assert say.say(expr, words).strip()
        assert plain.sentence(norm(expr), words).strip()
        assert plain.meaning(norm(expr), words) is not None

    check()


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_the_budget_is_the_sum_of_the_contributions(first: int, second: int) -> None:
    made_of = sample_version()
    place = made_of.tariffs[0].citation
    tariffs = tuple(
        ir.Tariff(place, None, programme, rupiah(amount))
        for programme, amount in (("jkk", first), ("jkm", second))
    )
    enrolments = tuple(
        ir.Enrolment(place, None, programme, ir.Literal(1, type=ir.Type(ir.Kind.TRUTH)))
        for programme in ("jkk", "jkm")
    )
    found = picture.monthly(replace(made_of, tariffs=tariffs, enrolments=enrolments))
    assert found
    assert all(amount == first + second for _, amount in found)


def test_the_budget_agrees_with_what_the_reference_decides() -> None:
    compared = 0
    for case in (each for each in compiled().cases if isinstance(each, Case) and not each.assumptions):
        found = next(each for each in library().instruments if each.id == case.instrument)
        made_by_reference = decide(
            library(), found.id, dict(case.worker), on=case.on, facts_as_of=case.facts_as_of, digest="0" * 64
        )
        version = next((v for v in found.versions if v.since == made_by_reference.version_since), None)
        if version is None or made_by_reference.outcome is not Outcome.ELIGIBLE:
            continue
        monthly = dict(picture.monthly(version))
        by_month: dict[int, int] = {}
        for row in made_by_reference.costs:
            if row.amount is not None and row.relief is None:
                by_month[row.month] = by_month.get(row.month, 0) + row.amount
        for month, amount in by_month.items():
            if month in monthly:
                compared += 1
                assert monthly[Month(month)] == amount
    assert compared > 0


def test_an_exception_is_told_with_what_it_puts_in_place() -> None:
    no, yes = (ir.Literal(value, type=ir.Type(ir.Kind.TRUTH)) for value in (0, 1))
    requirement = norm(no)
    arm = ir.Arm(replace(requirement.citation), yes, yes, (), both("dalam hal bencana"))
    excepted = norm(ir.Excepted(no, (arm,), type=ir.Type(ir.Kind.TRUTH)))
    version = sample_version(norms=(excepted,))
    found = replace(sample().instruments[0], versions=(version,))
    texts = [item.text for item in statements(summary(found, version, sample(), Language.ID))]
    assert "Dalam hal bencana" in texts


@pytest.mark.parametrize(
    ("table", "of"),
    [
        (say._BOUND, ir.Comparison),
        (say._BOUND_OF_AMOUNT, ir.Comparison),
        (say._BOUND_OF_DAY, ir.Comparison),
        (say._DAY, ir.Day),
        (say._OPERATION, ir.Operation),
        (say._ROUNDED, ir.Direction),
    ],
)
def test_no_word_is_missing(table: dict[object, object], of: type[Enum]) -> None:
    assert set(table) == set(of)


def _rows(document: Document) -> list[tuple[str, ...]]:
    return [row for block in document.blocks if isinstance(block, Table) for row in block.rows]


def _lines(document: Document) -> Counter[tuple[str, ...]]:
    said = [(item.text, item.where, *item.notes) for item in statements(document)]
    return Counter((*said, *_rows(document)))


def _without_one(version: ir.Version) -> Iterator[tuple[Citation, ir.Version]]:
    """Give the version without each of the things it says, one at a time, and the place that said it."""
    for each in fields(version):
        value = getattr(version, each.name)
        if each.name in ("skeleton", "changes") or not isinstance(value, tuple):
            continue
        for position, one in enumerate(value):
            citation = getattr(one, "match", one)
            citation = getattr(citation, "citation", None)
            # A blank of the header is told from the line of the header it stands in.
            if isinstance(citation, Citation) and citation.provision.steps:
                rest = (*value[:position], *value[position + 1 :])
                without: ir.Version = replace(version, **{each.name: rest})  # type: ignore[arg-type]  # a field by its name
                yield citation, without


@pytest.mark.parametrize("slug", [KARIMUN, BONTANG, "perwali-21.71-x-x"])
def test_what_a_policy_does_not_say_any_more_is_not_told_any_more(slug: str) -> None:
    found = instrument(slug)
    version = found.versions[-1]
    words = Words(found.id, library(), Language.EN)
    before = _lines(summary(found, version, library(), Language.EN))
    for citation, without in _without_one(version):
        lost = before - _lines(summary(found, without, library(), Language.EN))
        place = words.cite(citation)
        assert any(place in part for line in lost for part in line), place


@BOTH
def test_every_statement_has_a_place(language: Language) -> None:
    for each in library().instruments:
        made_of = summary(each, each.versions[-1], library(), language)
        assert all(item.text and item.where for item in statements(made_of)), each.id.slug


@pytest.mark.parametrize(
    ("label", "denied"),
    [
        ("has a regular income", "does not have a regular income"),
        ("is listed in DTKS", "is not listed in DTKS"),
        ("works without an employer", "does not work without an employer"),
        ("has passed the chain of verification", "has not passed the chain of verification"),
        ("has ever been registered", "has never been registered"),
        ("contribution is borne by a regency", "contribution is not borne by a regency"),
        ("person with a disability", "not: person with a disability"),
    ],
)
def test_a_label_is_denied_as_english_does(label: str, denied: str) -> None:
    assert plain.not_done(label) == denied


@pytest.mark.parametrize(
    ("slug", "language", "said"),
    [
        ("perwali-64.74-23-2023", Language.EN, "Does not have a definite employment contract"),
        ("naskah-21.71-batam-transportasi-2025-2025", Language.EN, "Is not in a pension programme"),
        (
            "naskah-21.71-batam-transportasi-2025-2025",
            Language.ID,
            "Tidak sedang menjadi peserta program pensiun",
        ),
        (
            "naskah-21.71-batam-transportasi-2025-2025",
            Language.EN,
            "Has not reached the age of 65 on the registration date",
        ),
        (
            "pergub-64-19-2023",
            Language.EN,
            "Quran teacher, provided the worker is at high risk of extreme poverty and does not have a regular income",
        ),
        (KARIMUN, Language.ID, "Belum pernah terdaftar pada BPJS Ketenagakerjaan"),
    ],
)
def test_a_norm_is_a_plain_sentence(slug: str, language: Language, said: str) -> None:
    assert said in [item.text for item in statements(made(slug, language))]
