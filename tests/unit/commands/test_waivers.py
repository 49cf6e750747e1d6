"""What the project file sets aside with a reason, and what was not analysed."""

import json
from pathlib import Path
from typing import Any

import pytest

from policy_engine.cache import Cache
from policy_engine.commands import check as verb
from policy_engine.commands import settings
from policy_engine.commands.report import summary
from policy_engine.commands.suppression import Waiver
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.diagnostics.render import PLAIN
from policy_engine.diagnostics.wording import regulation
from policy_engine.domain.bilingual import Language
from policy_engine.domain.dates import pack
from policy_engine.proofs.shown import Analysis
from tests.unit.commands.small import HEADER, REGIONS, TODAY, check, codes, policy

TARGET = policy("Pasal 1  Target Penerima 5 orang.")
NEVER = HEADER.replace("2025-01-02  mulai berlaku 2025-01-03", "2026-05-01  mulai berlaku 2026-05-01")
REPEAL = policy("Pasal 1  perbup kabupaten_karimun 7/2025 dicabut dan dinyatakan tidak berlaku.", number=8)


def never(before: str = "") -> str:
    """Give a regulation that is repealed before it commences, so that no version of it can be analysed."""
    name = "perbup kabupaten_karimun nomor 7 tahun 2025"
    return before + regulation("Pasal 1  Target Penerima ... .", name=name, header=NEVER)


def waiver(**changes: Any) -> Waiver:
    given = {"code": "PE408", "files": "*.policy", "reason": "RPJMD", "until": None, "at": "policy.toml"}
    return Waiver(**{**given, **changes})


def test_the_project_file_sets_a_finding_aside_with_its_reason(tmp_path: Path) -> None:
    report = check(tmp_path, {"a.policy": TARGET}, root=tmp_path, waivers=(waiver(),))
    assert "PE408" not in codes(report)
    assert [(each.found.code, each.by.reason) for each in report.set_aside] == [("PE408", "RPJMD")]


@pytest.mark.parametrize(
    "changes",
    [{"code": "PE409"}, {"files": "lain/*"}, {"until": pack(2020, 1, 1)}],
    ids=["nothing of that code", "no such file", "over"],
)
def test_an_entry_that_nothing_needs_is_reported(tmp_path: Path, changes: dict[str, Any]) -> None:
    report = check(tmp_path, {"a.policy": TARGET}, root=tmp_path, waivers=(waiver(**changes),))
    assert {"PE408", "PE926"} <= set(codes(report))


def test_an_entry_about_proofs_is_not_missed_where_nothing_was_proved(tmp_path: Path) -> None:
    unproved = check(tmp_path, {"a.policy": TARGET}, root=tmp_path, waivers=(waiver(code="PE205"),))
    assert "PE926" not in codes(unproved)


def test_what_was_not_analysed_fails_unless_it_is_waived(tmp_path: Path) -> None:
    full: dict[str, Any] = {"analysis": Analysis.FULL, "strict": True, "root": tmp_path}
    report = check(tmp_path, {"a.policy": never(), "b.policy": REPEAL}, **full)
    assert "PE299" in codes(report)
    assert report.exit_code == 4
    entry = waiver(code="PE299", reason="naskah ini tidak pernah berlaku")
    waived = check(tmp_path, {"a.policy": never(), "b.policy": REPEAL}, waivers=(entry,), **full)
    assert "PE299" not in codes(waived)
    assert waived.exit_code != 4
    comment = '# abaikan PE299 karena "tidak pernah berlaku"\n'
    inside = check(tmp_path, {"a.policy": never(comment), "b.policy": REPEAL}, **full)
    assert "PE299" not in codes(inside)
    assert inside.exit_code != 4


def test_every_clause_has_an_account_with_the_reason_where_it_is_not_proved(tmp_path: Path) -> None:
    (tmp_path / "wilayah.policy").write_text(REGIONS, "utf-8")
    body = """Pasal 1
    (1) Kuota Penerima paling banyak 5 orang.
    (2) Tidak dikodekan karena "tata cara", tidak memengaruhi kelayakan.
    (3) Penerima harus ... "belum disepakati"."""
    (tmp_path / "a.policy").write_text(policy(body), "utf-8")
    report = verb.check(verb.Request((str(tmp_path),), Cache(None), prelude=False, today=TODAY))
    (form,) = verb.show(report, verb.OutputFormat.JSON, Language.EN, PLAIN)
    told = {each["place"]["en"]: each for each in json.loads(form)["clauses"]}
    assert {place: each["extent"] for place, each in told.items()} == {
        "Article 1 paragraph (1)": "outside",
        "Article 1 paragraph (2)": "outside",
        "Article 1 paragraph (3)": "open",
    }
    assert "tata cara" in told["Article 1 paragraph (2)"]["why"]["id"]
    assert any("1 awaiting a blank" in line for line in summary(report, Language.EN))


def test_waivers_are_read_from_the_project_file() -> None:
    table = {"code": "not-analysed", "files": "policies/*", "reason": "lama", "until": "2027-01-31"}
    read = settings.read({"waivers": [table]}, "policy.toml")
    assert isinstance(read, settings.CheckSettings)
    assert read.waivers == (Waiver("PE299", "policies/*", "lama", pack(2027, 1, 31), "policy.toml"),)


@pytest.mark.parametrize(
    "table",
    [
        {"code": "PE299", "files": "*"},
        {"code": "PE299", "files": "*", "reason": " "},
        {"code": "PE101", "files": "*", "reason": "x"},
        {"code": "PE299", "files": "*", "reason": "x", "until": "besok"},
        {"code": "PE299", "files": "*", "reason": "x", "because": "y"},
        "PE299",
    ],
    ids=str,
)
def test_a_waiver_without_what_it_needs_is_refused(table: object) -> None:
    read = settings.read({"waivers": [table]}, "policy.toml")
    assert isinstance(read, Diagnostic)
    assert read.code == "PE603"
