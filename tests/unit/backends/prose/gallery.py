"""The documents of `docs/gallery`: which, of what, and for whom."""

import io
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import policy_engine
from policy_engine import cache as caching
from policy_engine.backends.prose import akn, history, law, letter, sheet, summary
from policy_engine.backends.prose.document import Document
from policy_engine.commands import check, diff, diff_outputs, documents
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.bilingual import Language
from policy_engine.domain.citation import parse_provision
from policy_engine.ir import nodes as ir

ROOT = Path(__file__).parents[4]
GALLERY = ROOT / "docs" / "gallery"


@dataclass(frozen=True, slots=True, eq=False)
class Programme:
    """One programme of the gallery: its instrument, its file, and the workers who are written to."""

    name: str
    title: str
    instrument: str
    file: str
    on: str
    letters: tuple[tuple[str, str, dict[str, object]], ...] = ()
    """Name, language and facts of each."""


_COMMON: dict[str, object] = {
    "lahir": "1985-03-02",
    "tanggal_pendaftaran": "belum",
    "segmen": "bpu",
    "memiliki_nik_atau_ktp": True,
    "memiliki_usaha_atau_pekerjaan": True,
}
_RIDER = _COMMON | {
    "pekerjaan": ["ojek"],
    "domisili": "kabupaten_karimun",
    "peserta_bpjs_tk": False,
    "lulus_verifikasi": True,
}
KARIMUN = Programme(
    "karimun",
    "Karimun, memorandum of understanding 2025",
    "nota_kesepakatan-21.02-x-2025",
    "kepulauan-riau/karimun-nota-kesepakatan-2025.policy",
    "2025-11-13",
    (
        ("letter-eligible", "id", _RIDER),
        ("letter-refused", "en", _RIDER | {"lahir": "1960-11-13"}),
        ("letter-open", "id", {name: value for name, value in _RIDER.items() if name != "lulus_verifikasi"}),
    ),
)
BONTANG = Programme(
    "bontang",
    "Bontang, Perwali 23/2023",
    "perwali-64.74-23-2023",
    "kalimantan-timur/perwali-bontang-23-2023.policy",
    "2023-11-01",
    (("letter-open", "id", _COMMON | {"pekerjaan": ["nelayan"], "domisili": "kota_bontang"}),),
)
BATAM = Programme(
    "batam",
    "Batam, transport workers 2025",
    "naskah-21.71-batam-transportasi-2025-2025",
    "kepulauan-riau/batam-transportasi-2025.policy",
    "2025-07-01",
    (
        (
            "letter-eligible",
            "en",
            _COMMON
            | {
                "pekerjaan": ["ojek"],
                "mitra_aplikasi": True,
                "domisili": "kota_batam",
                "program_pensiun": False,
                "tercantum_daftar_asosiasi": True,
            },
        ),
    ),
)
EAST_KALIMANTAN = Programme(
    "east-kalimantan",
    "East Kalimantan, Pergub 40/2025",
    "pergub-64-40-2025",
    "kalimantan-timur/pergub-40-2025.policy",
    "2025-12-01",
    (
        (
            "letter-refused",
            "id",
            _COMMON
            | {
                "domisili": "kota_samarinda",
                "pekerjaan": ["petani_padi"],
                "bekerja_tanpa_pemberi_kerja": True,
                "berpenghasilan_tetap": True,
                "jaminan_sosial_ketenagakerjaan": False,
                "miskin_dalam_dtks": True,
                "lulus_verifikasi": True,
            },
        ),
    ),
)
BALIKPAPAN = Programme(
    "balikpapan",
    "Balikpapan, draft Perda",
    "perda-64.71-x-x",
    "kalimantan-timur/perda-balikpapan-rancangan.policy",
    "2026-01-01",
    (("letter-open", "id", _COMMON | {"domisili": "kota_balikpapan", "pekerjaan": ["pemulung"]}),),
)
RIAU = Programme("riau", "Riau, Pergub 15/2017 as amended", "pergub-14-15-2017", "riau", "2024-01-31")
PROGRAMMES = (BATAM, EAST_KALIMANTAN, BALIKPAPAN, KARIMUN, BONTANG, RIAU)


CHANGES = {
    KARIMUN: ("paling tinggi 65 tahun", "paling tinggi 64 tahun"),
    BONTANG: (
        'bulan Iuran ... "masa pembayaran tidak disebut"',
        "bulan Iuran November 2023 sampai dengan Desember 2023",
    ),
    BATAM: ("belum mencapai usia 65 tahun", "belum mencapai usia 60 tahun"),
}
"""What `diff` compares: the encoded text, and the same with these words put for those."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of the gallery."""

    programme: Programme
    what: str
    language: str
    form: str

    @property
    def path(self) -> str:
        """Give where it stands in the gallery."""
        ending = "akn.xml" if self.form == "akn" else self.form
        return f"{self.programme.name}/{self.what}.{self.language}.{ending}"


def pieces() -> tuple[Piece, ...]:
    """Give every file but the index."""
    found: list[Piece] = []
    for each in PROGRAMMES:
        found += [Piece(each, "summary", language, "html") for language in ("id", "en")]
        found += [Piece(each, "law", "id", "html")]
        found += [Piece(each, name, language, "html") for name, language, _ in each.letters]
    for each in (KARIMUN, BONTANG):
        found += [Piece(each, "sheet", "id", "html"), Piece(each, "summary", "en", "md")]
    found += [
        Piece(KARIMUN, "law", "en", "html"),
        Piece(KARIMUN, "law", "id", "md"),
        Piece(KARIMUN, "law", "id", "akn"),
        Piece(KARIMUN, "sheet", "en", "md"),
        Piece(RIAU, "law", "id", "md"),
        Piece(RIAU, "law", "id", "akn"),
        Piece(RIAU, "history", "id", "html"),
    ]
    return tuple(found)


def differences() -> tuple[Piece, ...]:
    """Give the comparisons, which take the solver some seconds each."""
    return tuple(Piece(each, "diff", language, "md") for each in CHANGES for language in ("id", "en"))


@cache
def _report(programme: Programme, folder: Path) -> diff.Report:
    old = ROOT / "policies" / programme.file
    text = old.read_text("utf-8")
    words, instead = CHANGES[programme]
    assert text.count(words) == 1, words
    new = folder / f"{programme.name}.policy"
    new.write_text(text.replace(words, instead), "utf-8")
    made = diff.diff(diff.Request(str(old), str(new), caching.Cache(None), io.BufferedReader(io.BytesIO())))
    assert isinstance(made, diff.Report)
    return made


def compared(piece: Piece, folder: Path) -> str:
    """Write a comparison as `diff --output-format markdown` does."""
    report = _report(piece.programme, folder)
    return "".join(
        f"{line}\n"
        for line in diff_outputs.show(report, diff.OutputFormat.MARKDOWN, Language(piece.language))
    )


@cache
def engine() -> policy_engine.Engine:
    """Load the encoded law once."""
    return policy_engine.load([str(ROOT / "policies")])


@cache
def sheet_of(programme: Programme, language: Language) -> Document:
    """Make the sheet with what `check` finds in the file of a programme."""
    path = ROOT / "policies" / programme.file
    checked = check.check(check.Request((str(path),), caching.Cache(None)))
    found = tuple(f for f in checked.findings if f.span is None or f.span.source.path == str(path))
    instrument = instrument_of(programme)
    plain = tuple(
        replace(f, span=None) if f.span is not None and f.span.source.path != str(path) else f for f in found
    )
    return sheet.sheet(instrument, instrument.versions[-1], engine().library, plain, language)


def instrument_of(programme: Programme) -> ir.Instrument:
    """Find the instrument of a programme."""
    return next(each for each in engine().library.instruments if each.id.slug == programme.instrument)


def document(piece: Piece) -> Document:
    """Make the document of a piece."""
    language, library = Language(piece.language), engine().library
    instrument = instrument_of(piece.programme)
    version = instrument.versions[-1]
    match piece.what:
        case "summary":
            return summary.summary(instrument, version, library, language)
        case "law":
            return law.law_text(instrument, version, library, language)
        case "sheet":
            return sheet_of(piece.programme, language)
        case "history":
            place = parse_provision("")
            assert place is not None
            return history.history(instrument, place, library, language)
        case named:
            facts = next(facts for name, _, facts in piece.programme.letters if name == named)
            made = engine().decide(facts, on=piece.programme.on, instrument=piece.programme.instrument)
            known = made._rests_on()
            # A receipt changes with every word of every policy; here it would say nothing.
            plain = replace(known.made, receipt="0" * 64)
            return letter.letter(plain, known.library, language, made._would_change(), made.reference)


def written(piece: Piece) -> str:
    """Write a piece."""
    if piece.form == "akn":
        instrument = instrument_of(piece.programme)
        return akn.akn(instrument, instrument.versions[-1], engine().library, Language(piece.language))
    made = documents.write(document(piece), documents.Format(piece.form), None)
    assert not isinstance(made, Diagnostic), made
    return made.decode()


def index() -> str:
    """Write the index of the gallery."""
    lines = [
        "# Gallery",
        "",
        "What `policy-engine render`, `policy-engine decide --explain` and `policy-engine diff` write.",
        "The programmes were encoded from reports and drafts.",
        "What the reports do not say stands as a blank.",
        "The tests write these files, this page included (`make golden`), and fail when they are out of date.",
        "The workers who are written to are made up, and their receipts are left at zero.",
        "",
    ]
    names = {
        "summary": "summary",
        "law": "law text",
        "sheet": "decision maker's sheet",
        "history": "history",
        "diff": "difference from a text in which one bound or blank is another",
    }
    for each in PROGRAMMES:
        lines += [f"## {each.title}", ""]
        for piece in (one for one in (*pieces(), *differences()) if one.programme is each):
            said = names.get(piece.what, piece.what.replace("letter-", "letter to a worker, "))
            spoken = {"id": "Indonesian", "en": "English"}[piece.language]
            form = {"html": "HTML", "md": "Markdown", "akn": "Akoma Ntoso"}[piece.form]
            lines.append(f"- [{said}, {spoken}, {form}]({piece.path})")
        lines.append("")
    return "\n".join(lines)
