"""A letter says what was decided, why, what is covered and what would change it, and shows no identity number."""

import json
from dataclasses import replace
from functools import cache

import pytest

import policy_engine
from policy_engine.backends.prose import letter
from policy_engine.backends.prose.document import Document, Pairs, Paragraph, Statement, Statements, Table
from policy_engine.backends.prose.words import Words
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Citation
from policy_engine.domain.outcomes import Outcome
from policy_engine.ir import nodes as ir
from policy_engine.ir.changes import Changes, TimePasses, Way
from tests.unit.backends.prose.encoded import KARIMUN, ROOT

BOTH = pytest.mark.parametrize("language", ["id", "en"])
RIDER = {
    "lahir": "1985-03-02",
    "pekerjaan": ["ojek"],
    "domisili": "kabupaten_karimun",
    "peserta_bpjs_tk": False,
    "lulus_verifikasi": True,
    "tanggal_pendaftaran": "belum",
    "memiliki_nik_atau_ktp": True,
    "memiliki_usaha_atau_pekerjaan": True,
    "segmen": "bpu",
}
NIK = "2102010203850001"


@cache
def engine() -> policy_engine.Engine:
    return policy_engine.load(
        [str(ROOT / "policies" / "kepulauan-riau" / "karimun-nota-kesepakatan-2025.policy")]
    )


def decided(**facts: object) -> policy_engine.Decision:
    worker = {name: value for name, value in {**RIDER, **facts}.items() if value is not None}
    return engine().decide(worker, on="2025-11-13", instrument=KARIMUN)


def written(made: policy_engine.Decision, language: str = "id", changes: Changes | None = None) -> Document:
    known = made._rests_on()
    return letter.letter(known.made, known.library, Language(language), changes, made.reference)


def said(document: Document) -> list[Statement]:
    return [item for block in document.blocks if isinstance(block, Statements) for item in block.items]


def everything(document: Document) -> str:
    parts = [document.notice]
    for block in document.blocks:
        match block:
            case Statements(items):
                parts += [part for item in items for part in (item.text, item.where, *item.notes)]
            case Table():
                parts += [cell for row in block.rows for cell in row]
            case Pairs(rows):
                parts += [value for _, value in rows]
            case Paragraph(text):
                parts.append(text)
            case _:
                pass
    return "\n".join(parts)


def test_an_eligible_worker_is_told_what_is_covered_for_which_months_and_who_pays() -> None:
    document = written(decided())
    assert document.notice.startswith("Anda memenuhi syarat")
    rows = [row for block in document.blocks if isinstance(block, Table) for row in block.rows]
    months, payer = "November 2025 sampai dengan Desember 2025", "Pemerintah Kabupaten Karimun"
    assert (months, "JKK", payer, "Rp10.000", "Rp20.000") in rows
    assert (months, "JKM", payer, "Rp6.800", "Rp13.600") in rows
    assert rows[-1] == ("Jumlah", "", "", "", "Rp33.600")


def test_a_worker_who_is_refused_by_a_higher_norm_is_told_which_one_gave_way() -> None:
    document = written(decided(lahir="1960-11-13"), "en")
    assert document.notice.startswith("You do not qualify")
    reasons = {item.where: item.text for item in said(document)}
    place = "Manpower Regulation 5/2021 Article 33 paragraph (1) letter b"
    assert any(where == place for where in reasons)
    assert any("Item 2 letter a gives way to" in item.text for item in said(document))
    assert not any(
        "Rp16,800" in row for block in document.blocks if isinstance(block, Table) for row in block.rows
    )


@BOTH
def test_a_worker_whose_right_is_open_is_told_what_is_missing_and_who_attests_it(language: str) -> None:
    document = written(decided(lulus_verifikasi=None), language)
    table = next(block for block in document.blocks if isinstance(block, Table) and len(block.header) == 3)
    wanted = {
        "id": ("lulus verifikasi berjenjang", "berita acara verifikasi", "dinas sosial"),
        "en": ("has passed the chain of verification", "record of verification", "social affairs office"),
    }
    assert wanted[language] in table.rows
    assert {"id": "bukan penolakan", "en": "not a refusal"}[language] in document.notice


@BOTH
def test_how_to_object_is_a_blank_where_the_policy_says_nothing(language: str) -> None:
    gaps = [item.text for item in said(written(decided(), language)) if item.gap]
    assert any({"id": "keberatan tidak disebut", "en": "object is not said"}[language] in gap for gap in gaps)


def test_how_to_object_is_quoted_from_the_policy_where_it_says_so() -> None:
    known = decided()._rests_on()
    instrument = next(each for each in known.library.instruments if each.id == known.made.instrument)
    version = instrument.versions[-1]
    place = Citation(instrument.id, version.blanks[-1].citation.provision)
    clause = ir.NotEncoded(place, None, "keberatan diajukan kepada dinas sosial dalam 14 hari")
    with_clause = letter._objection(
        replace(version, not_encoded=(clause,)),
        Words(instrument.id, known.library, Language.ID),
    )
    statements = [item for block in with_clause if isinstance(block, Statements) for item in block.items]
    assert [item.text for item in statements] == ["Keberatan diajukan kepada dinas sosial dalam 14 hari"]
    assert not statements[0].gap


def test_what_would_change_it_stands_with_its_article() -> None:
    known = decided()._rests_on()
    text = Text("mulai 14 Maret 2026, ketika Anda mencapai 18 tahun", "from 14 March 2026, when you turn 18")
    step = TimePasses(known.made.on, text)
    place = next(each.citation for each in known.made.norms if each.role is ir.Role.REQUIREMENT)
    changes = Changes((Way((step,), Outcome.ELIGIBLE, (place,), text),), None, (), None)
    found = next(item for item in said(written(decided(), "en", changes)) if "turn 18" in item.text)
    assert found.where == "Item 2 letter a"


@BOTH
@pytest.mark.parametrize(
    "facts", [{}, {"lahir": "1960-11-13"}, {"lulus_verifikasi": None}, {"pekerjaan": []}]
)
def test_every_statement_of_a_letter_has_its_place(language: str, facts: dict[str, object]) -> None:
    assert all(item.where for item in said(written(decided(**facts), language)))


def test_no_identity_number_is_shown_in_clear() -> None:
    made = decided()
    document = made.model_copy(update={"reference": f"NIK {NIK}"})
    document._explainable = made._explainable
    page = document.letter("id")
    assert NIK not in page
    assert "2102**********01" in page
    assert NIK not in json.dumps(everything(written(made)))


def test_who_signs_and_under_which_number_stays_blank() -> None:
    page = decided().letter("en")
    for blank in ("Letterhead: ...", "The competent officer: ...", "Signature: ...", "Place and date: ..."):
        assert blank in page
