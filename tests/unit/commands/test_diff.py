"""`diff`: what it reports for edits of one regulation, what it passes over, and what its gates do."""

import io
import json
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from policy_engine.cache import Cache
from policy_engine.commands.diff import Gate, OutputFormat, Refused, Report, Request, diff, tripped
from policy_engine.commands.diff_outputs import show
from policy_engine.commands.revisions import open_given
from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.dates import pack

KARIMUN = Path("policies/kepulauan-riau/karimun-nota-kesepakatan-2025.policy")
GOLDEN = Path(__file__).parents[2] / "golden" / "diff"
REGISTER = "examples/karimun/workers.csv"

EDITS = {
    "age": ("paling tinggi 65 tahun", "paling tinggi 64 tahun"),
    "occupation": (
        "g. pekerja_serabutan; dan\n      h. pekerjaan_sejenis.",
        "g. pekerja_serabutan;\n      h. pekerjaan_sejenis; dan\n      i. nelayan.",
    ),
    "months": ("sampai dengan Desember 2025", "sampai dengan Januari 2026"),
    "tariff": ("Lampiran II baris 1,", "Lampiran II baris 2,"),
}
"""What a drafter might do to the memorandum of Karimun."""


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> "Bench":
    return Bench(tmp_path_factory.mktemp("diff"))


class Bench:
    """The memorandum without its tests, edited; what is the same is compiled once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cache = Cache(folder / "remembered")
        (folder / "remembered").mkdir()
        self.text = KARIMUN.read_text("utf-8").partition("\nuji ")[0]
        self.made: dict[str, Report | Refused] = {}

    def file(self, name: str, text: str) -> str:
        path = self.folder / f"{name}.policy"
        path.write_text(text, "utf-8")
        return str(path)

    def request(self, old: str, new: str) -> Request:
        stdin = cast("io.BufferedReader", io.BytesIO(b""))
        return Request(old, new, self.cache, stdin)

    def edited(self, edit: str) -> Request:
        before, after = EDITS[edit]
        assert before in self.text
        return self.request(self.file("old", self.text), self.file(edit, self.text.replace(before, after)))

    def report(self, edit: str) -> Report:
        # The edit of the age is compared in every stretch of time, the others on one day.
        on = None if edit == "age" else pack(2025, 11, 13)
        made = self.made.get(edit) or diff(replace(self.edited(edit), workers=REGISTER, on=on))
        self.made[edit] = made
        assert isinstance(made, Report)
        # The digests change with every change of national law, which these reports are not about.
        return replace(made, old_name="old.policy", new_name="new.policy", digests=("0" * 64, "1" * 64))


def _written(report: Report, output: OutputFormat, language: Language) -> str:
    return "\n".join(show(report, output, language)) + "\n"


@pytest.mark.parametrize("edit", EDITS)
def test_edits_of_karimun_are_reported_as_committed(
    edit: str, bench: Bench, golden: Callable[[Path, str], None]
) -> None:
    report = bench.report(edit)
    golden(GOLDEN / f"{edit}.en.txt", _written(report, OutputFormat.TEXT, Language.EN))
    golden(GOLDEN / f"{edit}.id.md", _written(report, OutputFormat.MARKDOWN, Language.ID))
    assert report.is_complete
    for found in report.differences:
        for region in found.regions:
            assert found.compared.change(region.worker) == region.change
            assert found.compared.inside(found.regions, region.worker) == (region,)
            assert region.is_exact


def test_the_guide_shows_lines_of_the_report(bench: Bench) -> None:
    written = _written(bench.report("age"), OutputFormat.TEXT, Language.EN).splitlines()
    guide = Path("docs/guides/diff.md").read_text("utf-8")
    (shown,) = (part for part in guide.split("```") if part.startswith("\nMemorandum"))
    assert [line for line in shown.strip().splitlines() if line not in written] == []


def test_json_has_the_regions_the_alterations_and_the_register(
    bench: Bench, golden: Callable[[Path, str], None]
) -> None:
    written = _written(bench.report("months"), OutputFormat.JSON, Language.EN)
    golden(GOLDEN / "months.json", written)
    made = json.loads(written)
    assert made["schema_version"] == "1.0"
    assert [each["month"] for each in made["register"][0]["rupiah"] if each["old"] != each["new"]] == [
        "2026-01",
        "2026-01",
    ]
    assert "2171" not in written


def test_a_translated_file_with_other_names_of_interpretations_does_not_differ(bench: Bench) -> None:
    renamed = bench.text.replace("tanggal_uji_usia", "hari_uji").replace("\n    ", "\n      ")
    report = diff(bench.request(bench.file("plain", bench.text), bench.file("renamed", renamed)))
    assert isinstance(report, Report)
    assert report.is_same
    assert _written(report, OutputFormat.TEXT, Language.EN) == "nothing differs: both texts mean the same\n"


def test_nothing_differs_before_the_text_is_in_force(bench: Bench) -> None:
    report = diff(replace(bench.edited("age"), on=pack(2025, 11, 12)))
    assert isinstance(report, Report)
    assert [found.regions for found in report.differences] == [()]
    assert [each.matter.value for each in report.altered] == ["norms"]


@pytest.mark.parametrize(
    ("edit", "shut"),
    [
        ("age", {Gate.LOST}),
        ("occupation", {Gate.NEW}),
        ("months", {Gate.COST}),
        ("tariff", {Gate.COST}),
    ],
)
def test_a_gate_stays_shut_for_what_it_is_about(edit: str, shut: set[Gate], bench: Bench) -> None:
    report = bench.report(edit)
    assert tripped(report, frozenset(Gate)) == shut
    assert replace(report, tripped=tripped(report, frozenset(Gate))).exit_code == 1
    assert tripped(report, frozenset(Gate) - shut) == frozenset()


def test_what_is_not_settled_opens_no_gate_and_leaves_with_4_under_strict(bench: Bench) -> None:
    report = bench.report("age")
    open_ = tuple(
        replace(found, regions=(), open_=(Text("tidak terjawab", "not settled"),))
        for found in report.differences
    )
    late = replace(report, differences=open_, strict=True)
    assert tripped(late, frozenset(Gate)) == frozenset(Gate)
    assert late.exit_code == 4
    assert "not settled" in _written(late, OutputFormat.TEXT, Language.EN)


def test_a_path_that_is_not_there_is_refused(bench: Bench) -> None:
    report = diff(bench.request(str(KARIMUN), str(bench.folder / "missing.policy")))
    assert isinstance(report, Refused)
    assert [found.code for found in report.diagnostics] == ["PE007"]


def test_a_revision_of_git_is_read(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = bench.folder / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git = shutil.which("git")
    assert git is not None

    def run(*arguments: str) -> None:
        named = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main")
        subprocess.run([git or "git", *named, *arguments], check=True, capture_output=True)

    run("init")
    (folder / "a.policy").write_text(bench.text, "utf-8")
    run("add", ".")
    run("commit", "-m", "first")
    (read,) = open_given("HEAD:a.policy", prelude=False).own
    assert (read.path, read.text) == ("HEAD:a.policy", bench.text)
    (inside,) = open_given("HEAD:", prelude=False).own
    assert inside.text == bench.text
    missing = open_given("HEAD:b.policy", prelude=False)
    assert [found.code for found in missing.diagnostics] == ["PE602"]
