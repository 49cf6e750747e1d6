"""A comment with a reason sets aside what it names, where it stands and no further."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from policy_engine.commands.suppression import is_suppressible
from policy_engine.diagnostics import suppression
from policy_engine.diagnostics.catalogue import every_class
from policy_engine.diagnostics.model import Diagnostic, Family, Severity
from policy_engine.domain.dates import pack
from tests.unit.commands.small import check, codes, policy

TARGET = "Pasal 1  Target Penerima 5 orang."
TWO = f"{TARGET}\n  Pasal 2  Target Penerima 6 orang."
WHY = 'karena "RPJMD"'
CLASSES = (
    suppression.UnknownCodeSuppressed,
    suppression.SuppressionWithoutReason,
    suppression.UnusedSuppression,
    suppression.ExpiredSuppression,
    suppression.NotSuppressible,
)


def reported(folder: Path, text: str) -> list[str]:
    return codes(check(folder, {"a.policy": text}))


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: str(cls.kind.name))
def test_the_examples_of_a_page(cls: type[Diagnostic], tmp_path: Path) -> None:
    assert cls.kind.code in reported(tmp_path, cls.page.bad)
    assert cls.kind.code not in reported(tmp_path, cls.page.good)


@pytest.mark.parametrize(
    "comment",
    [
        '# abaikan PE408 karena "RPJMD"',
        '#ignore pe408 because "plan"',
        '# abaikan target-without-quota karena "RPJMD" sampai dengan 2027-01-01',
        '# ignore PE408 because "plan" until 2026-11-20',
    ],
)
def test_both_languages_and_names_are_read_at_the_end_of_a_line(comment: str, tmp_path: Path) -> None:
    assert "PE408" in reported(tmp_path, policy(TARGET))
    assert not {"PE408", "PE920", "PE921", "PE922", "PE923"} & set(
        reported(tmp_path, policy(f"{TARGET} {comment}"))
    )


def test_a_line_of_its_own_speaks_of_the_next_line_of_text(tmp_path: Path) -> None:
    text = policy(f"# abaikan PE408 {WHY}\n  # lain\n\n  {TWO}")
    assert reported(tmp_path, text).count("PE408") == 1


def test_before_the_instrument_it_speaks_of_the_instrument(tmp_path: Path) -> None:
    comment = f"# abaikan PE408 {WHY}\n"
    assert "PE408" not in reported(tmp_path, policy(TWO, before=comment))
    declared = 'fakta f adalah ya atau tidak "f" / "f".\n'
    assert "PE408" not in reported(tmp_path, policy(TWO, before=declared + comment))
    assert "PE909" in reported(tmp_path, policy(TWO, before=declared + f"# abaikan PE909 {WHY}\n"))


def test_at_the_top_apart_from_the_rest_it_speaks_of_the_file(tmp_path: Path) -> None:
    declared = '\nfakta f adalah ya atau tidak "f" / "f".\n'
    text = policy(TWO, before=f"# judul\n# abaikan PE408, PE909 {WHY}\n" + declared)
    assert not {"PE408", "PE909", "PE922"} & set(reported(tmp_path, text))


def test_it_does_not_reach_another_file(tmp_path: Path) -> None:
    files = {"a.policy": policy(f"{TARGET} # abaikan PE408 {WHY}"), "b.policy": policy(TARGET, number=6)}
    report = check(tmp_path, files)
    assert codes(report).count("PE408") == 1
    assert [each.by.reason for each in report.set_aside] == ["RPJMD"]


def test_it_ends_the_day_after_its_last_day(tmp_path: Path) -> None:
    files = {"a.policy": policy(f"{TARGET} # abaikan PE408 {WHY} sampai 2026-11-20")}
    assert "PE408" not in codes(check(tmp_path, files, today=pack(2026, 11, 20)))
    after = codes(check(tmp_path, files, today=pack(2026, 11, 21)))
    assert {"PE408", "PE923"} <= set(after)
    assert "PE922" not in after


@pytest.mark.parametrize(
    "comment", ["# abaikan PE408", '# abaikan PE408 karena " "', f"# abaikan PE408 {WHY} sampai besok"]
)
def test_without_a_reason_or_with_no_day_it_has_no_effect(comment: str, tmp_path: Path) -> None:
    assert {"PE408", "PE921"} <= set(reported(tmp_path, policy(f"{TARGET} {comment}")))


def test_prose_that_begins_alike_is_prose(tmp_path: Path) -> None:
    found = reported(tmp_path, policy(f"{TARGET} # abaikan saja sasaran ini"))
    assert not [code for code in found if code.startswith("PE92")]


def test_an_error_that_stops_elaboration_stays(tmp_path: Path) -> None:
    found = reported(tmp_path, policy(f"Pasal 1  Penerima harus x. # abaikan PE101 {WHY}"))
    assert "PE101" in found
    assert "PE924" in found


def test_what_errors_kept_from_being_looked_for_is_not_called_unused(tmp_path: Path) -> None:
    broken = policy(f'Pasal 1  Penerima harus x.\n  Pasal 2  Tafsir t: "x". # abaikan PE408 {WHY}')
    assert "PE922" not in reported(tmp_path, broken)


def test_what_the_solver_did_not_look_for_is_not_called_unused(tmp_path: Path) -> None:
    assert "PE922" not in reported(tmp_path, policy(f"{TARGET} # abaikan PE408, PE522 {WHY}"))


def _always() -> Iterator[type[Diagnostic]]:
    yield from (cls for cls in every_class() if not is_suppressible(cls.kind))


def test_what_is_never_set_aside() -> None:
    always = {cls.kind.code for cls in _always()}
    assert {cls.kind.code for cls in every_class() if cls.kind.family is Family.SYNTAX} <= always
    assert {"PE101", "PE531", "PE919"} <= always
    assert not {"PE530", "PE408", "PE914"} & always
    warnings = {cls.kind.code for cls in every_class() if cls.kind.severity is not Severity.ERROR}
    assert {cls.kind.code for cls in _always()} & warnings <= {"PE298"} | {
        cls.kind.code for cls in every_class() if cls.kind.family is Family.SYNTAX
    }
