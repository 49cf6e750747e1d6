"""What a country declares, vocabularies, facts and parameters: nothing in, a strategy of the file out."""

from functools import cache

from hypothesis import strategies as st

from policy_engine.domain.dates import LeapRule, make_month, pack
from policy_engine.syntax import ast
from policy_engine.testing.country.terms import SIZED, Sized, literals
from policy_engine.testing.country.words import (
    BASIS,
    DATABASE,
    DATABASE_DAY,
    EVENTS,
    HOME,
    IN_DATABASE,
    JOBS,
    LEVELS,
    LISTED,
    PROGRAMMES,
    REGIONS,
    SPAN,
    TRUTHS,
    blanks,
    count,
    day,
    labels,
    month,
    name,
    quotes,
    rupiah,
)


def _entry(text: str, code: str | None, label: ast.Label, synonyms: tuple[ast.Quote, ...]) -> ast.Entry:
    return ast.Entry(
        name(text), None if code is None else ast.CodeValue(code, span=SPAN), label, synonyms, span=SPAN
    )


@cache
@st.composite
def vocabularies(draw: st.DrawFn) -> list[ast.Declaration]:
    """Give the vocabularies that every generated policy is written with."""
    plain = {
        "program": PROGRAMMES,
        "segmen": ("bpu", "pu"),
        "pendidikan": LEVELS,
        "pihak": ("pekerja", "pemerintah_daerah"),
        "anggaran": ("apbd", "apbn", "dbh_cht"),
    }
    found: list[ast.Declaration] = [
        _vocabulary(
            where, draw(labels()), None, tuple(_entry(text, None, draw(labels()), ()) for text in codes)
        )
        for where, codes in plain.items()
    ]
    regions = tuple(_entry(text, code, draw(labels()), ()) for text, code in REGIONS.items())
    synonyms = tuple(draw(st.lists(quotes(), max_size=2)))
    jobs = tuple(
        _entry(text, "6222.02" if text == "nelayan" else None, draw(labels()), synonyms) for text in JOBS
    )
    fishers = ast.CodeGroup(name("perikanan"), draw(labels()), (name("nelayan"), name("petani")), span=SPAN)
    version = draw(st.none() | quotes())
    return [
        *found,
        _vocabulary("wilayah", draw(labels()), version, regions[:1]),
        ast.VocabularyAddition(name("wilayah"), regions[1:], span=SPAN),
        _vocabulary("pekerjaan", draw(labels()), version, (*jobs, fishers)),
    ]


def _vocabulary(
    text: str, label: ast.Label, version: ast.Quote | None, entries: tuple[ast.Entry | ast.CodeGroup, ...]
) -> ast.Vocabulary:
    return ast.Vocabulary(name(text), label, version, None, entries, span=SPAN)


@st.composite
def _fact(
    draw: st.DrawFn,
    text: str,
    type_: ast.FactType | ast.CodeType | ast.SetType,
    typical: ast.FactValue | None = None,
    *,
    low: ast.Value | None = None,
    high: ast.Value | None = None,
    database: str | None = None,
) -> ast.Fact:
    document = draw(st.none() | st.just(name("ktp_el")) | quotes())
    return ast.Fact(
        name(text),
        type_,
        draw(labels()),
        low,
        high,
        typical if draw(st.booleans()) else None,
        document,
        draw(st.none() | quotes()) if document is not None else None,
        draw(st.booleans()),
        None if database is None else name(database),
        None if database is None else day(DATABASE_DAY),
        span=SPAN,
    )


@cache
@st.composite
def facts(draw: st.DrawFn) -> list[ast.Declaration]:
    """Give facts of every type."""
    no = ast.Truth(value=False, span=SPAN)
    not_yet = ast.NotYet(span=SPAN)
    one_job = ast.Codes((name("nelayan"),), is_open=draw(st.booleans()), span=SPAN)
    found = [
        draw(
            _fact(
                "lahir",
                ast.FactType.DATE,
                day(pack(1985, 6, 15)),
                low=day(pack(1900, 1, 1)),
                high=day(pack(2030, 12, 31)),
            )
        ),
        draw(_fact("domisili", ast.CodeType(name("wilayah"), span=SPAN), _code("moro"))),
        draw(_fact("pekerjaan", ast.SetType(name("pekerjaan"), draw(st.integers(1, 3)), span=SPAN), one_job)),
        draw(_fact("jenjang", ast.CodeType(name("pendidikan"), span=SPAN), _code("sd_sederajat"))),
        draw(_fact("segmen", ast.CodeType(name("segmen"), span=SPAN), _code("bpu"))),
        draw(_fact("bulan_kepesertaan_pertama", ast.FactType.MONTH, month(make_month(2025, 1)))),
        draw(
            _fact(
                "tanggal_lapor",
                ast.FactType.DATE,
                day(pack(2025, 2, 1)),
                low=day(pack(2023, 1, 1)),
                high=day(pack(2028, 1, 1)),
            )
        ),
        draw(_fact("nomor_urut", ast.FactType.NUMBER, count(1), low=count(1), high=count(1_000_000))),
        draw(_fact(IN_DATABASE, ast.FactType.TRUTH, no, database=DATABASE)),
        *(draw(_fact(text, ast.FactType.TRUTH, no)) for text in (*TRUTHS, LISTED)),
        *(draw(_fact(text, ast.FactType.EVENT, not_yet)) for text in ("tanggal_pendaftaran", *EVENTS)),
        *(draw(_sized_fact(fact)) for fact in SIZED),
    ]
    return [*found]


def _code(text: str) -> ast.Codes:
    return ast.Codes((name(text),), is_open=False, span=SPAN)


@st.composite
def _sized_fact(draw: st.DrawFn, fact: Sized) -> ast.Fact:
    if fact.type in (ast.FactType.RUPIAH, ast.FactType.RUPIAH_PER_MONTH):
        low: ast.Value = rupiah(0, per_month=False)
        high: ast.Value = rupiah(1_000_000_000, per_month=False)
        typical = rupiah(900_000, per_month=fact.type is ast.FactType.RUPIAH_PER_MONTH)
        return draw(_fact(fact.name, fact.type, typical, low=low, high=high))
    return draw(_fact(fact.name, fact.type, draw(literals(fact)), low=count(fact.low), high=count(fact.high)))


@cache
@st.composite
def parameters(draw: st.DrawFn) -> list[ast.Declaration]:
    """Give the wage that other amounts are shares of: dated, by region, with a gap or a blank."""
    basis = draw(st.just(BASIS) | quotes())
    rows = [
        ast.ParameterRow(
            name(HOME),
            rupiah(3_715_000, per_month=True),
            day(pack(2024, 1, 1)),
            day(pack(2024, 12, 31)),
            basis,
            span=SPAN,
        ),
        ast.ParameterRow(
            name(HOME),
            draw(
                st.one_of(
                    blanks(), st.integers(30, 40).map(lambda part: rupiah(part * 100_000, per_month=True))
                )
            ),
            day(pack(2025, draw(st.integers(1, 2)), 1)),
            None,
            basis,
            span=SPAN,
        ),
        ast.ParameterRow(
            name("moro"), rupiah(3_800_000, per_month=True), day(pack(2024, 1, 1)), None, basis, span=SPAN
        ),
    ]
    wage = ast.Parameter(
        name("umk"), ast.FactType.RUPIAH_PER_MONTH, draw(labels()), name("domisili"), tuple(rows), span=SPAN
    )
    return [wage]


@cache
@st.composite
def preludes(draw: st.DrawFn) -> ast.PolicyFile:
    """Give the file of declarations."""
    leap = [
        ast.LeapDay(rule, BASIS, span=SPAN) for rule in draw(st.sets(st.sampled_from(LeapRule), max_size=1))
    ]
    declared = (*draw(vocabularies()), *draw(facts()), *draw(parameters()), *leap)
    return ast.PolicyFile(declared, None, (), span=SPAN)
