"""Findings that no text of a policy shows: a code in; what to type so that it is reported, and what not, out.

A session is what one types in an empty folder: a line that begins with `$` is a command, and what stands between
`<<TEKS` and `TEKS` goes into a file. The tests type each of them.
"""

from collections.abc import Mapping
from types import MappingProxyType

from policy_engine.structure import dataclass

COMMAND = "$ "
"""What a line of a session begins with that is a command."""


@dataclass(frozen=True, slots=True)
class Session:
    """What is typed so that a finding is reported, and what so that it is not."""

    bad: str
    good: str


_POLICY = """\
$ cat > a.policy <<TEKS
instrumen perbup kabupaten_karimun nomor 5 tahun 2026 {
  tentang "Contoh"  status rancangan  sumber "contoh"
  daerah kabupaten_karimun  segmen bpu
  ditetapkan 2026-01-02  diundangkan 2026-01-02  mulai berlaku 2026-01-02
  Pasal 1
    Target Penerima 5 orang.
}
TEKS
"""

_EMPTY = "$ echo '# belum ada isinya' > a.policy\n"
_CHECK = "$ policy-engine check a.policy\n"
_DECIDE = "$ policy-engine decide a.policy --on 2026-01-05 --worker {}\n"
_WORKERS = "$ printf 'lahir,domisili\\n1990-01-01,moro\\n' > pekerja.csv\n"
_SIMULATE = "$ policy-engine simulate a.policy --on 2026-01-05 --out hasil --unknown all --workers {}\n"
_SHEET = "$ python -c 'import xlsxwriter as x; b = x.Workbook(\"p.xlsx\"); {}; b.close()'\n"
_ROWS = 's = b.add_worksheet(); s.write_row(0, 0, ["{0}", "{2}"]); s.write_row(1, 0, [{1}, "1990-01-01"])'
_MORO, _NIK, _DIGITS = '"moro"', '"0000000000000001"', "2171000000000001"
_SHEETS_AND = f"{_POLICY}{_SHEET.format(_ROWS.format('domisili', _MORO, 'lahir') + '; b.add_worksheet()')}"
_PARQUET = (
    "$ python -c 'import duckdb;"
    ' duckdb.sql("copy (select {} as domisili) to \\"p.parquet\\" (format parquet)")\'\n'
)
_PARQUET_AND = f"{_POLICY}{_PARQUET.format('$$moro$$')}"
_TWO_FILES = (
    "$ mkdir register\n$ mv p.parquet register/a.parquet\n"
    f"{_PARQUET.format('$$moro$$').replace('domisili', '{}')}$ mv p.parquet register/b.parquet\n"
)
_COVERED = "pekerja.csv --workforce kerja.csv"
_REJECTED = "$ cat hasil/rejects.csv\n"
_TWO_WORDS = """\
$ cat > b.policy <<TEKS
kosakata pekerjaan ditambah {
  pandai_besi "pandai besi" / "blacksmith" sinonim "tukang tempa";
  pandai_emas "pandai emas" / "goldsmith" sinonim "tukang tempa";
}
TEKS
"""
_NAMED = """\
$ printf 'pekerjaan\\n{}\\n' > pekerja.csv
$ policy-engine decide . --on 2026-01-05 --unknown domisili --worker pekerja.csv
"""
_TWICE = "$ printf 'nik,lahir\\n0000000000000001,1990-01-01\\n0000000000000001,{}\\n' > pekerja.csv\n"
_SHOWN = "$ policy-engine render a.policy --what sheet --simulation hasil/budget.json\n"

_HISTORY = "$ policy-engine render a.policy --what history --article 'Pasal {}'\n"
_RENDER = "$ policy-engine render a.policy{}\n"

_TWO_INCOMES = """\
$ cat > a.policy <<TEKS
fakta penghasilan_pasangan adalah rupiah per bulan "penghasilan pasangan" / "income of the spouse",
  dari Rp0 sampai dengan Rp1.000.000.000, lazim Rp0, dibuktikan dengan "surat" oleh lurah.
instrumen perbup kabupaten_karimun nomor 5 tahun 2026 {
  tentang "Contoh"  status rancangan  sumber "contoh"
  daerah kabupaten_karimun  segmen bpu
  ditetapkan 2026-01-02  diundangkan 2026-01-02  mulai berlaku 2026-01-02
  Pasal 1
    (1) Penerima terdiri atas nelayan.
    (2) Penerima harus penghasilan + penghasilan_pasangan paling banyak Rp3.000.000 per bulan.
    (3) Penerima harus penghasilan paling banyak penghasilan_pasangan + penghasilan_pasangan.
  Pasal 2
    (1) Penerima diikutsertakan dalam program jkk dan jkm.
    (2) Iuran jkk sesuai dengan pp 44/2015 Lampiran II baris 1.
    (3) Iuran jkm sesuai dengan pp 44/2015 Pasal 20 ayat (3).
    (4) Iuran ditanggung seluruhnya oleh Pemerintah Daerah.
    (5) Iuran dibayar untuk bulan Iuran Februari 2026 sampai dengan Desember 2026.
}
TEKS
"""

_REPEAL = """\
$ cat > b.policy <<TEKS
instrumen perbup kabupaten_karimun nomor 6 tahun 2026 {
  tentang "Pencabutan"  status rancangan  sumber "contoh"
  daerah kabupaten_karimun
  ditetapkan 2026-01-02  diundangkan 2026-01-02  mulai berlaku 2026-01-02
  Pasal 1
    perbup kabupaten_karimun 5/2026 dicabut dan dinyatakan tidak berlaku.
}
TEKS
"""

_BASELINE = f"{_POLICY}$ policy-engine check a.policy --update-baseline\n"
_KNOWN = "$ policy-engine check a.policy --baseline policy-baseline.json\n"


def _waived(code: str) -> str:
    return (
        f'{_POLICY}$ printf \'[[check.waivers]]\\ncode = "{code}"\\nfiles = "*"\\nreason = "RPJMD"\\n\' '
        f"> policy.toml\n{_CHECK}"
    )


SESSIONS: Mapping[str, Session] = MappingProxyType(
    {
        "PE004": Session(f"$ printf '\\377' > a.policy\n{_CHECK}", f"{_EMPTY}{_CHECK}"),
        "PE005": Session(
            f"$ head -c 5000001 /dev/zero | tr '\\0' '#' > a.policy\n{_CHECK}", f"{_EMPTY}{_CHECK}"
        ),
        "PE007": Session(_CHECK, f"{_EMPTY}{_CHECK}"),
        "PE297": Session(
            f"{_TWO_INCOMES}$ policy-engine check a.policy --timeout-per-query 0\n",
            f"{_TWO_INCOMES}$ policy-engine check a.policy --timeout-per-query 60000\n",
        ),
        "PE299": Session(
            f"{_POLICY.replace('berlaku 2026-01-02', 'berlaku 2026-05-04')}{_REPEAL}$ policy-engine check .\n",
            f"{_POLICY.replace('berlaku 2026-01-02', 'berlaku 2026-01-01')}{_REPEAL}$ policy-engine check .\n",
        ),
        "PE601": Session(f"$ printf '\\000' > a.policy\n{_CHECK}", f"{_EMPTY}{_CHECK}"),
        "PE602": Session(
            "$ mkdir kosong\n$ policy-engine check kosong\n",
            f"$ mkdir isi\n{_EMPTY}$ mv a.policy isi\n$ policy-engine check isi\n",
        ),
        "PE603": Session(
            f"{_EMPTY}$ printf '[check]\\nselect = 5\\n' > policy.toml\n$ policy-engine check\n",
            f"{_EMPTY}$ printf '[check]\\nselect = [\"PE4\"]\\n' > policy.toml\n$ policy-engine check\n",
        ),
        "PE604": Session(
            f"{_EMPTY}$ printf '[check]\\npilih = []\\n' > policy.toml\n$ policy-engine check\n",
            f"{_EMPTY}$ printf '[check]\\nselect = []\\n' > policy.toml\n$ policy-engine check\n",
        ),
        "PE605": Session(
            f"{_POLICY}{_WORKERS}{_DECIDE.format('pekerja.csv --instrument perbup-21.02-9-2026')}",
            f"{_POLICY}{_WORKERS}{_DECIDE.format('pekerja.csv --instrument perbup-21.02-5-2026')}",
        ),
        "PE615": Session(
            f"{_POLICY}$ head -c 1000001 /dev/zero | tr '\\0' 'a' > pekerja.csv\n{_DECIDE.format('pekerja.csv')}",
            f"{_POLICY}{_WORKERS}{_DECIDE.format('pekerja.csv')}",
        ),
        "PE616": Session(
            f"{_POLICY}$ echo '{{' > pekerja.json\n{_DECIDE.format('pekerja.json')}",
            f'{_POLICY}$ echo \'{{"lahir": "1990-01-01"}}\' > pekerja.json\n{_DECIDE.format("pekerja.json")}',
        ),
        "PE618": Session(
            f"{_POLICY}$ printf 'lahir,domisili\\n1990-01-01,\\377\\n' > pekerja.csv\n{_DECIDE.format('pekerja.csv')}",
            f"{_POLICY}{_WORKERS}{_DECIDE.format('pekerja.csv')}",
        ),
        "PE627": Session(
            f"{_POLICY}{_TWO_WORDS}{_NAMED.format('tukang tempa')}",
            f"{_POLICY}{_TWO_WORDS}{_NAMED.format('pandai_besi')}",
        ),
        "PE628": Session(
            f"{_POLICY}{_WORKERS}{_DECIDE.format('pekerja.csv --row 9')}",
            f"{_POLICY}{_WORKERS}{_DECIDE.format('pekerja.csv --row 2')}",
        ),
        "PE630": Session(
            f"{_POLICY}$ mkdir register\n{_SIMULATE.format('register')}",
            f"{_PARQUET_AND}$ mkdir register\n$ mv p.parquet register\n{_SIMULATE.format('register')}",
        ),
        "PE631": Session(
            f"{_PARQUET_AND}$ head -c 100 p.parquet > potong.parquet\n{_SIMULATE.format('potong.parquet')}",
            f"{_PARQUET_AND}{_SIMULATE.format('p.parquet')}",
        ),
        "PE632": Session(
            f"{_POLICY}{_PARQUET.format('21.02')}{_SIMULATE.format('p.parquet')}",
            f"{_PARQUET_AND}{_SIMULATE.format('p.parquet')}",
        ),
        "PE633": Session(
            f"{_POLICY}{_TWICE.format('1991-01-01')}{_SIMULATE.format('pekerja.csv')}{_REJECTED}",
            f"{_POLICY}{_TWICE.format('1990-01-01')}{_SIMULATE.format('pekerja.csv')}{_REJECTED}",
        ),
        "PE634": Session(
            f"{_POLICY}{_WORKERS}$ iconv -t utf-16 pekerja.csv > baru.csv\n{_DECIDE.format('baru.csv')}",
            f"{_POLICY}{_WORKERS}{_DECIDE.format('pekerja.csv')}",
        ),
        "PE635": Session(
            f"{_SHEETS_AND}{_SIMULATE.format('p.xlsx')}",
            f"{_SHEETS_AND}{_SIMULATE.format('p.xlsx --sheet Sheet1')}",
        ),
        "PE636": Session(
            f"{_POLICY}{_SHEET.format(_ROWS.format('kolom', _MORO, 'isian'))}{_SIMULATE.format('p.xlsx')}",
            f"{_POLICY}{_SHEET.format(_ROWS.format('domisili', _MORO, 'lahir'))}{_SIMULATE.format('p.xlsx')}",
        ),
        "PE637": Session(
            f"{_POLICY}{_SHEET.format(_ROWS.format('nik', _DIGITS, 'lahir'))}{_SIMULATE.format('p.xlsx')}{_REJECTED}",
            f"{_POLICY}{_SHEET.format(_ROWS.format('nik', _NIK, 'lahir'))}{_SIMULATE.format('p.xlsx')}{_REJECTED}",
        ),
        "PE638": Session(
            f"{_POLICY}{_WORKERS}$ echo moro,banyak > kerja.csv\n{_SIMULATE.format(_COVERED)}",
            f"{_POLICY}{_WORKERS}$ echo moro,112000 > kerja.csv\n{_SIMULATE.format(_COVERED)}",
        ),
        "PE639": Session(
            f"{_POLICY}$ printf 'lahir,domisili\\n1990-01-01,Mor\\303\\263\\n' > pekerja.csv\n"
            f"{_SIMULATE.format('pekerja.csv --encoding cp1252')}",
            f"{_POLICY}{_WORKERS}{_SIMULATE.format('pekerja.csv --encoding cp1252')}",
        ),
        "PE641": Session(
            f"{_POLICY}{_WORKERS}{_DECIDE.format('pekerja.csv --unknown lahri')}",
            f"{_POLICY}{_WORKERS}{_DECIDE.format('pekerja.csv --unknown penghasilan')}",
        ),
        "PE640": Session(
            f"{_PARQUET_AND}{_TWO_FILES.format('tempat')}{_SIMULATE.format('register')}",
            f"{_PARQUET_AND}{_TWO_FILES.format('domisili')}{_SIMULATE.format('register')}",
        ),
        "PE690": Session(
            f"{_POLICY}$ mkdir templat\n$ echo '{{{{% for %}}}}' > templat/document.md\n"
            f"{_RENDER.format(' --templates templat')}",
            f"{_POLICY}{_RENDER.format('')}",
        ),
        "PE691": Session(
            f"{_POLICY}$ mkdir tanpa\n$ echo 'raise ImportError' > tanpa/docx.py\n"
            f"$ PYTHONPATH=tanpa policy-engine render a.policy --format docx -o a.docx\n",
            f"{_POLICY}{_RENDER.format(' --format docx -o a.docx')}",
        ),
        "PE692": Session(
            f"{_POLICY}{_RENDER.format(' --on 2020-01-01')}", f"{_POLICY}{_RENDER.format(' --on 2026-02-02')}"
        ),
        "PE693": Session(
            f"{_POLICY}{_RENDER.format(' --format akn')}",
            f"{_POLICY}{_RENDER.format(' --what law --format akn')}",
        ),
        "PE694": Session(
            f"{_POLICY}{_HISTORY.format(9)}",
            f"{_POLICY}{_HISTORY.format(1)}",
        ),
        "PE695": Session(
            f"{_POLICY}{_WORKERS}{_SIMULATE.format('pekerja.csv')}$ echo '{{}}' > hasil/budget.json\n{_SHOWN}",
            f"{_POLICY}{_WORKERS}{_SIMULATE.format('pekerja.csv')}{_SHOWN}",
        ),
        "PE925": Session(
            f"{_BASELINE}$ sed -i 's/Target Penerima 5 orang/Penerima harus penduduk Daerah/' a.policy\n{_KNOWN}",
            f"{_BASELINE}{_KNOWN}",
        ),
        "PE926": Session(_waived("PE409"), _waived("PE408")),
    }
)
"""By code; what is in no session and has no example of a policy is a fault of ours, or needs what is not here."""
