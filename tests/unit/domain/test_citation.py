"""Citations read as lawyers write them, read back, and order as the law does."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_engine.domain import citation
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import (
    Authority,
    Citation,
    InstrumentId,
    InstrumentKind,
    Provision,
    Step,
    Unit,
    is_label,
    parse_citation,
    parse_instrument,
    parse_provision,
    ruling_label,
)

LANGUAGES = st.sampled_from(Language)
ROMANS = st.sampled_from(["I", "II", "IV", "IX", "XIV", "XL", "XC", "CD"])
COUNTED = st.from_regex(r"[1-9][0-9]{0,2}[a-z]?", fullmatch=True)
LABELS = {
    Unit.ARTICLE: st.from_regex(r"[1-9][0-9]{0,2}[A-Z]{0,2}", fullmatch=True) | ROMANS,
    Unit.RULING: st.integers(1, 99).map(str),
    Unit.ANNEX: ROMANS | st.just(""),
    Unit.PARAGRAPH: COUNTED,
    Unit.LETTER: st.from_regex(r"[a-z]{1,2}[0-9]?", fullmatch=True),
    Unit.NUMBER: COUNTED,
    Unit.ITEM: COUNTED | st.from_regex(r"[a-z]", fullmatch=True),
    Unit.ROW: COUNTED,
}
STEPS = st.sampled_from(Unit).flatmap(lambda unit: LABELS[unit].map(lambda label: Step(unit, label)))
PROVISIONS = st.lists(STEPS, max_size=5).map(tuple).map(Provision)
REGIONS = st.sampled_from([None, "21", "21.71", "21.02", "35", "35.07", "21.71.01.1001"])
NUMBERS = st.none() | st.from_regex(r"[0-9A-Za-z]{1,4}([./-][0-9A-Za-z]{1,3}){0,3}", fullmatch=True)
NATIONAL = {kind for kind in InstrumentKind if kind.value.authorities == (Authority.NATIONAL,)}


@st.composite
def instruments(draw: st.DrawFn) -> InstrumentId:
    kind = draw(st.sampled_from(InstrumentKind))
    region = None if kind in NATIONAL else draw(REGIONS)
    return InstrumentId(kind, region, draw(NUMBERS), draw(st.none() | st.integers(1945, 2099)))


CITATIONS = st.builds(Citation, instruments(), PROVISIONS)
PERMENAKER = InstrumentId(InstrumentKind.PERMENAKER, None, "5", 2021)


def place(text: str) -> Provision:
    read = parse_provision(text)
    assert read is not None
    return read


def instrument(text: str) -> InstrumentId:
    read = parse_instrument(text)
    assert read is not None
    return read


def test_a_citation_reads_as_lawyers_write_it() -> None:
    where = Provision().child(Unit.ARTICLE, "33").child(Unit.PARAGRAPH, "1").child(Unit.LETTER, "b")
    cited = Citation(PERMENAKER, where.child(Unit.NUMBER, "2"))
    assert cited.text(Language.ID) == "Permenaker 5/2021 Pasal 33 ayat (1) huruf b angka 2"
    assert cited.text(Language.EN) == "Manpower Regulation 5/2021 Article 33 paragraph (1) letter b number 2"


def test_an_annex_is_cited_by_row() -> None:
    where = Provision().child(Unit.ANNEX, "II").child(Unit.ROW, "1")
    assert (where.text(Language.ID), where.text(Language.EN)) == ("Lampiran II baris 1", "Annex II row 1")
    assert place("Lampiran baris 1") == Provision((Step(Unit.ANNEX, ""), Step(Unit.ROW, "1")))


@pytest.mark.parametrize(
    ("label", "indonesian", "english"),
    [
        ("1", "diktum KESATU", "first ruling"),
        ("3", "diktum KETIGA", "third ruling"),
        ("10", "diktum KESEPULUH", "tenth ruling"),
        ("11", "diktum KESEBELAS", "eleventh ruling"),
        ("12", "diktum KEDUA BELAS", "twelfth ruling"),
        ("20", "diktum KEDUA PULUH", "twentieth ruling"),
        ("21", "diktum KEDUA PULUH SATU", "twenty-first ruling"),
    ],
)
def test_rulings_are_counted_in_words(label: str, indonesian: str, english: str) -> None:
    step = Step(Unit.RULING, label)
    assert (step.text(Language.ID), step.text(Language.EN)) == (indonesian, english)
    assert place(f"{indonesian} huruf a").steps[0] == step
    assert place(f"{english} letter a").steps[0] == step


def test_a_ruling_is_found_by_its_word() -> None:
    assert (ruling_label("KESATU"), ruling_label("Second"), ruling_label("satu")) == ("1", "2", None)


@given(CITATIONS, LANGUAGES)
def test_citations_read_back(cited: Citation, language: Language) -> None:
    assert parse_citation(cited.text(language)) == cited


@given(CITATIONS, LANGUAGES)
def test_citations_are_read_in_any_case_of_their_words(cited: Citation, language: Language) -> None:
    name = cited.instrument.kind.name_text.in_(language)
    text = cited.text(language)
    assert parse_citation(name.upper() + text.removeprefix(name)) == cited


@given(st.text() | st.from_regex(r"(Perda|Pasal|ayat|[0-9]|/|\(|\)| |K|\u017f){0,9}"))
def test_any_text_can_be_tried_as_a_citation(text: str) -> None:
    read = (parse_citation(text), parse_instrument(text), parse_provision(text))
    assert all(value is None or hash(value) for value in read)


@pytest.mark.parametrize(
    "text",
    [
        "Pasal",
        "Pasal 5a",
        "Pasal 0",
        "ayat 1",
        "huruf B",
        "Lampiran 2",
        "Pasal 33 dan 34",
        "Pasal 33ayat (1)",
    ],
)
def test_what_lawyers_do_not_write_reads_as_none(text: str) -> None:
    assert parse_provision(text) is None


@pytest.mark.parametrize(
    "text",
    ["Permenaker 21.71 5/2021", "Permenaker 5", "Peraturan 5/2021", "UU 40/0004", "Permenaker 5/2021 x"],
)
def test_what_names_no_instrument_reads_as_none(text: str) -> None:
    assert parse_instrument(text) is None
    assert parse_citation(text) is None


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("UU Nomor 40 Tahun 2004", "uu-40-2004"),
        ("Undang-Undang No. 40 Tahun 2004", "uu-40-2004"),
        ("Act Number 40 of 2004", "uu-40-2004"),
        ("Perwako 21.71 23/2023", "perwali-21.71-23-2023"),
        ("Peraturan Bupati 21.02 Nomor ... Tahun 2025", "perbup-21.02-x-2025"),
        ("perda .../...", "perda-x-x-x"),
        ("Keputusan 21.71 188.45/123/KEP/2023", "keputusan-21.71-188.45_123_kep-2023"),
        ("nota_kesepakatan 21 1/2025", "nota_kesepakatan-21-1-2025"),
    ],
)
def test_instruments_are_read_as_offices_write_them(text: str, slug: str) -> None:
    assert instrument(text).slug == slug


@given(instruments(), LANGUAGES)
def test_the_long_name_reads_back_too(identity: InstrumentId, language: Language) -> None:
    assert parse_instrument(identity.long_text(language)) == identity


@given(instruments())
def test_slugs_are_safe_as_file_names(identity: InstrumentId) -> None:
    assert re.fullmatch(r"[a-z0-9._-]+", identity.slug)


def test_a_place_is_written_instead_of_its_code() -> None:
    perwali = InstrumentId(InstrumentKind.PERWALI, "21.71", "23", 2023)
    assert perwali.text(Language.ID, "Kota Batam") == "Perwali Kota Batam 23/2023"
    assert perwali.long_text(Language.ID, "Batam") == "Peraturan Wali Kota Batam Nomor 23 Tahun 2023"
    assert Citation(perwali).text(Language.EN) == "Mayor Regulation 21.71 23/2023"


@pytest.mark.parametrize(
    ("locality", "number", "year"),
    [("21.71", "5", 2021), (None, "5 A", 2021), (None, "", 2021), (None, "5", 21)],
)
def test_an_instrument_that_could_not_be_read_back_is_refused(
    locality: str | None, number: str, year: int
) -> None:
    with pytest.raises(ValueError, match="no such instrument"):
        InstrumentId(InstrumentKind.PERMENAKER, locality, number, year)


@pytest.mark.parametrize(
    ("unit", "labels"),
    [
        (Unit.ARTICLE, ["5", "5A", "5B", "5AA", "6", "10"]),
        (Unit.ARTICLE, ["I", "II", "IV", "IX", "X"]),
        (Unit.PARAGRAPH, ["1", "1a", "1b", "2", "10"]),
        (Unit.LETTER, ["a", "a1", "a2", "a10", "b", "z", "aa", "ab"]),
        (Unit.ANNEX, ["", "I", "II", "V", "IX"]),
        (Unit.ITEM, ["1", "1a", "2"]),
        (Unit.RULING, ["1", "2", "10"]),
    ],
)
def test_labels_order_as_the_law_does(unit: Unit, labels: list[str]) -> None:
    keys = [Step(unit, label).key for label in labels]
    assert all(first < second for first, second in pairwise(keys))


@given(PROVISIONS, PROVISIONS)
def test_provisions_can_always_be_ordered(first: Provision, second: Provision) -> None:
    assert not (first.precedes(second) and second.precedes(first))
    assert sorted([first, second], key=lambda provision: provision.key)


@given(PROVISIONS, STEPS)
def test_a_child_stands_in_its_parent_and_after_it(parent: Provision, step: Step) -> None:
    child = parent.child(step.unit, step.label)
    assert child.parent == parent
    assert parent.covers(child)
    assert parent.precedes(child)
    assert not child.covers(parent)


def test_the_whole_instrument_covers_everything_and_has_no_parent() -> None:
    assert Provision().parent is None
    assert Citation(PERMENAKER).covers(Citation(PERMENAKER, place("Pasal 33")))
    assert not Citation(PERMENAKER).covers(Citation(instrument("Permenaker 1/2025"), place("Pasal 33")))


def test_article_5_does_not_cover_article_5a() -> None:
    assert not place("Pasal 5").covers(place("Pasal 5A"))


def test_a_label_the_law_does_not_write_is_refused() -> None:
    assert not is_label(Unit.ARTICLE, "5a")
    with pytest.raises(ValueError, match="not a label"):
        Step(Unit.ARTICLE, "5a")


RANKED = [
    "UU 40/2004",
    "PP 44/2015",
    "Perpres 109/2013",
    "Permenaker 5/2021",
    "Perda 21 1/2022",
    "Perda 21.71 1/2022",
    "Perwali 21.71 23/2023",
    "Perdes 21.71.01.1001 1/2024",
]


@pytest.mark.parametrize("higher", range(len(RANKED)))
@pytest.mark.parametrize("lower", range(len(RANKED)))
def test_of_two_norms_over_one_place_the_earlier_in_the_list_is_higher(higher: int, lower: int) -> None:
    assert instrument(RANKED[higher]).outranks(instrument(RANKED[lower])) == (higher < lower)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Pergub 21 1/2025", "Perda 21.71 1/2025"),
        ("Permenaker 5/2021", "PMK 1/2025"),
        ("Perda 21 1/2025", "Perwali 35.78 1/2025"),
        ("Keputusan 21 1/2025", "Perwali 21.71 1/2025"),
        ("Inpres 2/2021", "Perda 21 1/2025"),
        ("Nota Kesepakatan 21 1/2025", "Inpres 2/2021"),
    ],
)
def test_what_the_law_leaves_open_is_not_ranked(first: str, second: str) -> None:
    assert not instrument(first).outranks(instrument(second))
    assert not instrument(second).outranks(instrument(first))


def test_a_provincial_regulation_ranks_above_a_local_one() -> None:
    assert instrument("Perda 21 1/2025").rank == 6
    assert instrument("Perda 21.71 1/2025").rank == 7
    assert instrument("Perda 1/2025").authority is None
    assert instrument("Permenaker 5/2021").outranks(instrument("Perda 1/2025"))


@given(instruments(), instruments(), instruments())
def test_rank_is_a_strict_order(first: InstrumentId, second: InstrumentId, third: InstrumentId) -> None:
    assert not (first.outranks(second) and second.outranks(first))
    assert not (first.outranks(second) and second.outranks(third)) or first.outranks(third)


def test_only_what_regulates_has_a_rank() -> None:
    assert {kind for kind in InstrumentKind if kind.regulates} == {
        kind for kind in InstrumentKind if kind.value.rank is not None
    }
    assert not InstrumentKind.KEPUTUSAN.regulates


def test_kinds_have_their_own_codes_and_keywords() -> None:
    for texts in (
        [kind.code for kind in InstrumentKind],
        [kind.keyword.indonesian for kind in InstrumentKind],
        [kind.keyword.english for kind in InstrumentKind],
    ):
        assert len(set(texts)) == len(InstrumentKind)
    assert InstrumentKind.PERWALI.keyword.english == "mayor regulation"


def test_every_unit_has_labels_to_test() -> None:
    assert set(LABELS) == set(Unit) == set(citation._WORD) == set(citation._LABEL)
