"""What is known before is not reported again, and what a project asks for is read or refused with a near key."""

import json
from pathlib import Path

import pytest

from policy_engine.commands import baseline, settings
from policy_engine.diagnostics.data import UnknownSetting, UnreadableSettings
from policy_engine.diagnostics.model import Severity
from policy_engine.domain.bilingual import Language
from tests.unit.commands.small import check, codes, policy

ONE = "Pasal 1  Target Penerima 5 orang."
TWO = f"{ONE}\n  Pasal 2  Target Penerima 6 orang."


def _noted(folder: Path, text: str) -> str:
    report = check(folder, {"a.policy": text}, update_baseline=True)
    assert report.baseline is not None
    path = folder / "policy-baseline.json"
    path.write_text(report.baseline, "utf-8")
    return str(path)


def test_known_findings_are_not_reported_and_new_ones_are(tmp_path: Path) -> None:
    path = _noted(tmp_path, policy(ONE))
    again = check(tmp_path, {"a.policy": "# baris baru\n" + policy(ONE)}, baseline=path)
    assert codes(again) == []
    assert again.known
    more = check(tmp_path, {"a.policy": policy(TWO)}, baseline=path)
    assert "PE408" in codes(more)


def test_an_entry_whose_finding_is_gone_is_reported(tmp_path: Path) -> None:
    path = _noted(tmp_path, policy(TWO))
    report = check(tmp_path, {"a.policy": policy('Pasal 1  Target Penerima ... "x".')}, baseline=path)
    assert "PE925" in codes(report)
    stale = next(found for found in report.findings if found.code == "PE925")
    assert "PE408" in stale.message.english


def test_a_baseline_holds_no_line_numbers_and_no_error_that_stops_elaboration(tmp_path: Path) -> None:
    path = Path(_noted(tmp_path, policy(f"{ONE}\n  Pasal 2  Penerima harus x.")))
    document = json.loads(path.read_text("utf-8"))
    assert {key for entry in document["findings"] for key in entry} <= {"code", "place", "count"}
    assert "PE101" not in {entry["code"] for entry in document["findings"]}
    assert document["findings"] == sorted(
        document["findings"], key=lambda each: (each["code"], each["place"])
    )


@pytest.mark.parametrize("text", ["", "[]", '{"findings": [1]}', '{"findings": [{"code": "PE408"}]}'])
def test_a_file_that_is_no_baseline_is_unreadable(text: str, tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text(text, "utf-8")
    assert isinstance(baseline.read(str(tmp_path / "b.json")), UnreadableSettings)
    report = check(tmp_path, {"a.policy": policy(ONE)}, baseline=str(tmp_path / "b.json"))
    assert report.exit_code == 2


def test_a_project_says_what_it_wants() -> None:
    found = settings.read(
        {
            "select": ["PE4"],
            "ignore": ["PE9"],
            "fail-level": "note",
            "lang": "en",
            "severity": {"PE408": "error", "fact-never-used": "note"},
            "per-file-ignores": {"lama/*": ["PE9"]},
            "baseline": "b.json",
        },
        "policy.toml",
    )
    assert found == settings.CheckSettings(
        ("PE4",),
        ("PE9",),
        Severity.NOTE,
        Language.EN,
        "b.json",
        {"PE408": Severity.ERROR, "PE909": Severity.NOTE},
        (("lama/*", ("PE9",)),),
    )


@pytest.mark.parametrize(
    ("written", "near"),
    [({"fail_level": "note"}, "check.fail-level"), ({"severity": {"PE4O8": "note"}}, "check.severity.PE408")],
)
def test_a_mistyped_key_is_answered_with_a_near_one(written: dict[str, object], near: str) -> None:
    found = settings.read(written, "policy.toml")
    assert isinstance(found, UnknownSetting)
    assert found.help is not None
    assert near in found.help.english


@pytest.mark.parametrize(
    "written",
    [
        {"select": "PE"},
        {"ignore": [1]},
        {"fail-level": "grave"},
        {"lang": "de"},
        {"baseline": 1},
        {"severity": ["PE4"]},
        {"severity": {"PE408": "grave"}},
        {"per-file-ignores": ["a"]},
        {"per-file-ignores": {"a": "PE9"}},
    ],
)
def test_a_value_of_another_kind_is_refused(written: dict[str, object]) -> None:
    assert isinstance(settings.read(written, "policy.toml"), UnreadableSettings)


def test_severities_and_files_are_regraded_and_ignored(tmp_path: Path) -> None:
    files = {"a.policy": policy(ONE), "lama.policy": policy(ONE, number=6)}
    graded = check(tmp_path, files, severity={"PE408": Severity.ERROR}, fail_level=Severity.ERROR)
    assert graded.exit_code == 1
    assert {each.severity for each in graded.findings if each.code == "PE408"} == {Severity.ERROR}
    kept = check(tmp_path, files, per_file_ignores=(("lama*", ("PE4",)),), root=tmp_path)
    assert codes(kept).count("PE408") == 1


def test_what_nobody_may_set_aside_is_not_regraded(tmp_path: Path) -> None:
    files = {"a.policy": policy("Pasal 1  Penerima harus x.")}
    report = check(
        tmp_path, files, severity={"PE101": Severity.NOTE}, per_file_ignores=(("*", ("PE1",)),), root=tmp_path
    )
    assert [each.severity for each in report.findings if each.code == "PE101"] == [Severity.ERROR]
