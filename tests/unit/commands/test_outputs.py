"""Each form of a report says what the others say, in the shape its reader asks for."""

import json
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import pytest
from lxml import etree

from policy_engine.cache import Cache
from policy_engine.commands import check as verb
from policy_engine.commands.fingerprint import fingerprints
from policy_engine.commands.outputs import github, gitlab, junit, markdown, sarif
from policy_engine.commands.report import Report
from policy_engine.diagnostics import proof
from policy_engine.diagnostics.model import REGISTRY, Diagnostic, Severity
from policy_engine.domain.bilingual import Language
from tests.unit.commands.small import TODAY, check, policy

SCHEMAS = Path(__file__).parents[2] / "schemas"
SARIF = jsonschema.Draft4Validator(json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text("utf-8")))
JUNIT = etree.XMLSchema(etree.parse(SCHEMAS / "junit-10.xsd"))

ASIDE = 'Pasal 1  Target Penerima 5 orang. # abaikan PE408 karena "RPJMD"'
UNUSED = 'Pasal 1  Target Penerima ... "belum ditetapkan". # abaikan PE409 karena "lama: a|b"'
TWICE = "Pasal 1  Target Penerima 5 orang.\n  Pasal 1  Target Penerima 6 orang."
BROKEN = "Pasal 1  Penerima harus."


@pytest.fixture
def report(tmp_path: Path) -> Report:
    return check(tmp_path, {"a b.policy": policy(ASIDE), "b.policy": policy(UNUSED, number=6)})


@pytest.fixture(params=[(ASIDE,), (UNUSED,), (TWICE,), (BROKEN,), (ASIDE, BROKEN)], ids=range(5))
def any_report(request: pytest.FixtureRequest, tmp_path: Path) -> Report:
    bodies: tuple[str, ...] = request.param
    return check(tmp_path, {f"{n}.policy": policy(body, number=n) for n, body in enumerate(bodies, 1)})


@pytest.mark.parametrize("language", Language)
def test_sarif_is_what_the_standard_says(any_report: Report, language: Language) -> None:
    SARIF.validate(json.loads(sarif.write(any_report, language)))


def test_sarif_of_a_baseline_and_of_what_is_gone_is_what_the_standard_says(tmp_path: Path) -> None:
    files = {"a.policy": policy(ASIDE), "b.policy": policy(UNUSED, number=6)}
    (tmp_path / "known.json").write_text(check(tmp_path, files, update_baseline=True).baseline or "", "utf-8")
    files["a.policy"] = policy(TWICE)
    files["b.policy"] = policy("Pasal 1  Target Penerima 6 orang.", number=6)
    compared = check(tmp_path, files, baseline=str(tmp_path / "known.json"))
    document = json.loads(sarif.write(compared, Language.EN))
    SARIF.validate(document)
    (run,) = document["runs"]
    assert {result["baselineState"] for result in run["results"]} == {"new", "unchanged"}
    assert any(result["ruleId"] == "PE925" and "locations" not in result for result in run["results"])


def proved(folder: Path) -> Report:
    """Check the example of a finding that two workers show, with proofs and national law."""
    (folder / "a.policy").write_text(proof.WiderThanNational.page.bad, "utf-8")
    remembered = folder.parent / "cache"
    remembered.mkdir(exist_ok=True)
    return verb.check(verb.Request((str(folder / "a.policy"),), Cache(remembered), today=TODAY))


def test_sarif_leads_each_worker_through_the_norms_that_are_involved(tmp_path: Path) -> None:
    report = proved(tmp_path)
    document = json.loads(sarif.write(report, Language.EN))
    SARIF.validate(document)
    (run,) = document["runs"]
    (wider,) = (result for result in run["results"] if result["ruleId"] == "PE540")
    assert len(wider["codeFlows"]) == 2
    assert "65 years 11 months" in wider["codeFlows"][1]["message"]["text"]
    assert "65 tahun 11 bulan" in wider["properties"]["witness"][1]["id"]
    assert run["properties"]["proved"] == 1
    JUNIT.assertValid(etree.fromstring(junit.of_findings(report, Language.ID).encode("utf-8")))


@pytest.mark.parametrize(
    "document",
    [
        {"version": "2.1.0", "runs": [{"tool": {"driver": {}}}]},
        {"version": "2.0.0", "runs": []},
        {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"ruleId": "x"}]}]},
    ],
    ids=["a driver without a name", "another version", "a result without a message"],
)
def test_the_schema_refuses_what_the_standard_does_not_have(document: object) -> None:
    with pytest.raises(jsonschema.ValidationError):
        SARIF.validate(document)


def test_sarif_marks_what_is_set_aside_and_keeps_it(report: Report) -> None:
    (run,) = json.loads(sarif.write(report, Language.EN))["runs"]
    by_code = {result["ruleId"]: result for result in run["results"]}
    assert by_code["PE408"]["suppressions"] == [{"kind": "inSource", "justification": "RPJMD"}]
    assert "suppressions" not in by_code["PE922"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == sorted(by_code)
    for code, result in by_code.items():
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == code


def test_sarif_points_at_the_other_place_of_a_finding_and_shows_a_fix(tmp_path: Path) -> None:
    (run,) = json.loads(sarif.write(check(tmp_path, {"a.policy": policy(TWICE)}), Language.EN))["runs"]
    twice = next(result for result in run["results"] if result["ruleId"] == "PE104")
    assert twice["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 6
    (other,) = json.loads(sarif.write(check(tmp_path, {"a.policy": policy(UNUSED)}), Language.EN))["runs"]
    unused = next(result for result in other["results"] if result["ruleId"] == "PE922")
    (change,) = unused["fixes"][0]["artifactChanges"]
    region = change["replacements"][0]["deletedRegion"]
    source = (tmp_path / "a.policy").read_text("utf-8")
    cut = source[region["charOffset"] : region["charOffset"] + region["charLength"]]
    assert cut == UNUSED[UNUSED.index("#") :]


def test_a_fingerprint_outlives_lines_put_in_before_it_and_differs_by_place(tmp_path: Path) -> None:
    body = "Pasal 1  Target Penerima 5 orang.\n  Pasal 2  Target Penerima 6 orang."
    first = check(tmp_path, {"a.policy": policy(body)})
    second = check(
        tmp_path, {"a.policy": "# catatan\n\n" + policy(body.replace("  Pasal 2", "\n\n  Pasal 2"))}
    )
    before, after = (fingerprints(each.findings, each.outlines) for each in (first, second))
    assert before == after
    assert len(set(before)) == len(before)


def test_findings_come_in_one_order_whatever_the_order_of_files(tmp_path: Path) -> None:
    report = check(tmp_path, {"b.policy": policy(UNUSED), "a.policy": policy(TWICE, number=6)})
    places = [(each.span.source.path, each.span.start) for each in report.findings if each.span]
    assert all(one <= other for one, other in pairwise(places))


def test_github_escapes_what_would_end_a_command(report: Report) -> None:
    lines = [line for line in github.write(report, Language.EN) if line.startswith("::")]
    assert len(lines) == len(report.findings)
    assert any(line.startswith("::warning title=PE922 unused-suppression,file=") for line in lines)
    assert all("\n" not in line for line in lines)
    assert github._property("a:b,c%\n") == "a%3Ab%2Cc%25%0A"
    assert github._data("a:b%") == "a:b%25"


def test_gitlab_has_a_unique_fingerprint_and_a_line_for_each(any_report: Report) -> None:
    entries = json.loads(gitlab.write(any_report, Language.ID))
    assert len(entries) == len(any_report.findings)
    assert len({entry["fingerprint"] for entry in entries}) == len(entries)
    for entry, found in zip(entries, any_report.findings, strict=True):
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert found.span is not None
        assert entry["location"]["lines"]["begin"] == found.span.line


@pytest.mark.parametrize("language", Language)
def test_junit_counts_what_failed(any_report: Report, language: Language) -> None:
    written = junit.of_findings(any_report, language)
    JUNIT.assertValid(etree.fromstring(written.encode("utf-8")))
    root = ElementTree.fromstring(written)
    grave = [found for found in any_report.findings if found.severity in any_report.grave]
    assert int(root.attrib["failures"]) == len(grave) == len(root.findall(".//failure"))
    assert len(root.findall(".//system-out")) == len(any_report.findings) - len(grave)
    assert int(root.attrib["tests"]) == len(root.findall(".//testcase"))
    for suite in root:
        assert int(suite.attrib["tests"]) == len(suite)


def test_junit_fails_exactly_where_the_run_fails(tmp_path: Path) -> None:
    files = {"a.policy": policy("Pasal 1  Target Penerima 5 orang.")}
    for level, failures in ((Severity.WARNING, "0"), (Severity.NOTE, "1")):
        report = check(tmp_path, files, select=("PE408",), fail_level=level)
        root = ElementTree.fromstring(junit.of_findings(report, Language.ID))
        assert (root.attrib["failures"], report.exit_code) == (failures, int(failures))
        assert "target tidak membatasi jumlah" in "".join(root.itertext())


def test_junit_of_a_name_that_xml_cannot_hold() -> None:
    entry = junit.Entry("a\x00", "test", "b\x1b[31m <&", None)
    assert "\x1b" not in junit.document([entry], Language.EN)
    ElementTree.fromstring(junit.document([entry], Language.EN))


def test_markdown_keeps_each_finding_in_its_row(any_report: Report) -> None:
    rows = [
        line for line in "\n".join(markdown.write(any_report, Language.EN)).splitlines() if line[:1] == "|"
    ]
    assert len(rows) == (len(any_report.findings) + 2 if any_report.findings else 0)
    assert all(row.replace("\\|", "").count("|") == 4 for row in rows)


def test_markdown_names_the_place_as_a_reader_of_each_language_cites_it(tmp_path: Path) -> None:
    body = "Pasal 2\n    (1) Target Penerima 5 orang.\n    (2) Target Penerima 6 orang."
    report = check(tmp_path, {"a.policy": policy(body)}, select=("PE408",))
    shown = {language: "\n".join(markdown.write(report, language)) for language in Language}
    assert "| " + "catatan PE408 target-without-quota |" in shown[Language.ID]
    assert "Pasal 2 ayat (1) |" in shown[Language.ID]
    assert "Article 2 paragraph (1) |" in shown[Language.EN]


def test_github_shows_the_workers_beside_the_line(tmp_path: Path) -> None:
    lines = [line for line in github.write(proved(tmp_path), Language.ID) if "title=PE540" in line]
    assert len(lines) == 1
    assert "65 tahun 0 bulan" in lines[0]
    assert "65 tahun 11 bulan" in lines[0]


def test_every_form_is_known_to_the_verb() -> None:
    assert {form.value for form in verb.OutputFormat} == {
        *("full", "concise", "json"),
        *("sarif", "junit", "github", "gitlab", "markdown"),
    }
    assert all(issubclass(cls, Diagnostic) for cls in REGISTRY.values())
