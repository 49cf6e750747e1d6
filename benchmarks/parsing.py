"""550 made files of 44 lines in, reading time out: cold (nothing kept) and warm (trees kept by content)."""

import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.startup import PROGRAM
from benchmarks.timing import Measured, measure

FILES = 550
_NORM = """  Pasal {number}
    (1) Penerima harus memenuhi persyaratan:
      a. usia paling rendah {age} tahun pada tanggal pendaftaran;
      b. penduduk Daerah, dibuktikan dengan ktp_el oleh disdukcapil; dan
      c. belum pernah terdaftar sebagai peserta_bpjs_tk.
"""
_FILE = """instrumen perbup kabupaten_karimun nomor {number} tahun 2025 {{
  tentang "Naskah ukur {number}"
  status rancangan
  daerah kabupaten_karimun
  mulai berlaku 2025-01-02
{body}}}
"""


def write_files(folder: Path) -> int:
    """Write the files; give their size in bytes."""
    size = 0
    for number in range(1, FILES + 1):
        body = "".join(_NORM.format(number=article, age=17 + number % 3) for article in range(1, 9))
        text = _FILE.format(number=number, body=body)
        (folder / f"perbup-{number}-2025.policy").write_text(text, encoding="utf-8")
        size += len(text)
    return size


def run() -> list[Measured]:
    """Measure reading all files in one process, cold and warm, by `fmt --check`-free reading alone."""
    with tempfile.TemporaryDirectory() as kept, tempfile.TemporaryDirectory() as files:
        size = write_files(Path(files))
        note = f"{FILES} files, {size // 1000} kB"
        code = (
            "import sys; from pathlib import Path\n"
            "from policy_engine.syntax.parser import parse\n"
            "from policy_engine.source import SourceFile\n"
            "for path in sorted(Path(sys.argv[1]).glob('*.policy')):\n"
            "    parsed = parse(SourceFile(str(path), path.read_text(encoding='utf-8')))\n"
            "    assert parsed.tree is not None and not parsed.diagnostics, path\n"
        )
        environment = {"XDG_CACHE_HOME": kept, "PATH": "/usr/bin:/bin"}
        return [
            measure(
                "read every file",
                lambda: subprocess.run([sys.executable, "-c", code, files], env=environment, check=True),  # noqa: S603  # our own program
                units=1,
                runs=3,
                note=f"{note}; wanted: 10 s",
            ),
            measure(
                "check, nothing changed",
                lambda: subprocess.run(  # noqa: S603  # our own program
                    [*PROGRAM, "check", "--no-prelude", files],
                    env=environment,
                    capture_output=True,
                    check=False,
                ),
                units=1,
                runs=3,
                note=f"{note}; wanted: 2 s",
            ),
        ]
