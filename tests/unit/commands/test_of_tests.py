"""Coverage, small mistakes and the calendar of boundaries say what tests reach, and tell the truth about it."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from policy_engine import workspace
from policy_engine.cache import Cache
from policy_engine.commands import coverage, mutation
from policy_engine.commands import test as verb
from policy_engine.commands.mutation_register import Register, register_for
from policy_engine.commands.test import settle
from policy_engine.diagnostics.model import Diagnostic, Severity
from policy_engine.diagnostics.wording import regulation
from policy_engine.domain.bilingual import Language
from policy_engine.domain.dates import pack
from policy_engine.ir import nodes as ir
from policy_engine.semantics.elaborate import Elaborated, elaborate
from policy_engine.semantics.touched import touched
from policy_engine.source import SourceFile
from policy_engine.syntax import ast, walk
from policy_engine.syntax.parser import parse
from policy_engine.syntax.printer import print_file
from policy_engine.testing.edges import asked_of
from policy_engine.testing.mutants import Operator, mutants
from tests.unit.commands.working import DECLARED, NO, POLICY, WHOLE, YES, uji, write

NATIONAL = workspace.prelude_folder()
REGIONAL = sorted(file for file in NATIONAL.parent.rglob("*.policy") if NATIONAL not in file.parents)
FULL = (
    uji("nelayan", WHOLE),
    uji("ojek", YES, work="ojek"),
    uji("petani", NO, work="petani"),
    uji("tepat 18", YES, born="2008-01-05"),
    uji("sehari kurang", NO, born="2008-01-06"),
    uji("tepat", YES, income="Rp2.000.000 per bulan"),
    uji("lebih serupiah", NO, income="Rp2.000.001 per bulan"),
    uji("sebelum berlaku", "tidak berlaku", on="2026-01-01"),
    uji("hari pertama", YES, on="2026-01-02"),
    uji("terdaftar sehari sebelum genap 18", NO, born="2008-01-05", registered="2026-01-04"),
)


PLACES = """\
  Pasal 4
    (1) Pendanaan dibebankan pada apbd tahun anggaran 2026.
    (2) Urutan prioritas:
        a. desil mulai dari yang terendah;
        b. usia mulai dari yang tertinggi; dan
        c. nomor_pendaftaran mulai dari yang terendah.
    (3) Penerima yang nilainya belum diketahui ditempatkan terakhir.
    (4) Penerima yang tidak tertampung dilewati.
    (5) Penerima yang tidak tertampung dicatat dalam daftar tunggu.
"""


def request(path: str) -> verb.Request:
    return verb.Request((path,), Cache(None), prelude=False)


def measured(path: str) -> tuple[coverage.Reached, ...]:
    return verb.measured(request(path))


def mutate(path: str, seconds: int = 100) -> mutation.Report:
    return mutation.mutate(mutation.Request((path,), Cache(None), prelude=False, seconds=seconds))


# Coverage


def test_the_policy_works(tmp_path: Path) -> None:
    report = verb.test(request(write(tmp_path, *FULL)))
    assert [each.failure for each in report.results] == [None] * len(FULL)
    assert report.refused == ()


def test_without_tests_nothing_is_reached_and_with_all_everything_is(tmp_path: Path) -> None:
    assert verb.percent(measured(write(tmp_path))) == 0
    assert verb.percent(measured(write(tmp_path, *FULL))) == 100


def test_what_no_test_weighs_is_named_with_its_side(tmp_path: Path) -> None:
    found = measured(write(tmp_path, uji("nelayan", WHOLE)))
    open_sides = {
        (each.goal, each.citation.provision.text(Language.EN), side.english)
        for each in found
        for side in each.missing
    }
    assert (coverage.Goal.NORM, "Article 1 letter b", "true") in open_sides
    assert (coverage.Goal.NORM, "Article 2 letter a", "false") in open_sides
    assert (coverage.Goal.BOUND, "Article 2 letter b", "false") in open_sides
    assert not any(goal is coverage.Goal.MONTH for goal, _, _ in open_sides)
    shown = "\n".join(verb.show_coverage(found, Language.ID))
    assert "belum diuji: salah" in shown
    # In the words of a reader: no expression of the engine, no code of a region.
    assert "batas usia paling rendah 18 tahun" in shown
    assert not any(mark in shown for mark in (">=", "<=", "age(", "21.02"))


def test_a_month_is_reached_by_a_test_that_names_it(tmp_path: Path) -> None:
    found = measured(write(tmp_path, uji("nelayan", YES)))
    assert {each.words.english for each in found if each.goal is coverage.Goal.MONTH and each.missing} == {
        "February 2026",
        "April 2026",
    }


# Mutants

_LISTED = "Kuota Penerima per kecamatan: 1. moro 1 orang; dan 2. belat 2 orang."
_CEILED = "Pagu Iuran apbd paling banyak Rp5.000 tahun anggaran 2026."


def tree(text: str = POLICY) -> ast.PolicyFile:
    parsed = parse(SourceFile("a.policy", text))
    assert parsed.tree is not None
    return parsed.tree


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "limits", [None, "Kuota Penerima per desa paling sedikit 5 orang.", _LISTED, _CEILED]
)
def test_every_mutant_is_a_readable_policy_that_differs(language: Language, limits: str | None) -> None:
    original = tree() if limits is None else tree(placed(limits))
    for mutant in mutants(original):
        again = parse(SourceFile("b.policy", print_file(mutant.tree, (), language, original.span.source)))
        problems = [found.code for found in again.diagnostics]
        assert problems == [], mutant.words.english
        assert again.tree == mutant.tree
        assert mutant.tree != original


def test_every_kind_of_mistake_is_made() -> None:
    text = POLICY.replace(
        "b. penghasilan",
        "b. tidak ojek kecuali nelayan;\n c. pekerjaan meliputi nelayan, ojek; dan\n d. penghasilan",
    ).replace("; dan\n      b. tidak", ";\n      b. tidak")
    text += 'parameter p adalah rupiah per bulan "p" / "p": Rp5 mulai 2026-01-01 berdasarkan "x".\n'
    text = text.replace("sebesar Rp16.800 per bulan", "sebesar 50% dari p dibulatkan ke bawah ke Rp1")
    text = text.replace(
        "    (3) Iuran dibayar",
        "    (5) Iuran jkm sesuai dengan pp 44/2015 Lampiran II baris 1.\n    (3) Iuran dibayar",
    )
    found = (*mutants(tree(text)), *mutants(tree(placed(QUOTA))))
    assert {mutant.operator for mutant in found} == set(Operator)


_COUNTED = (ast.Target, ast.Benefit, ast.Benefits)
"""What is planned, or not paid by the instrument: neither a decision nor an allocation reads it."""
_CHANGED = (
    ast.NumberValue,
    ast.MoneyValue,
    ast.PercentValue,
    ast.MonthValue,
    ast.DateValue,
    ast.Bound,
    ast.Compound,
    ast.Excepted,
    ast.Not,
)


@pytest.mark.parametrize("file", REGIONAL, ids=lambda file: file.stem)
def test_every_number_bound_date_exception_and_item_of_our_policies_is_changed(file: Path) -> None:
    read = parse(SourceFile(file.name, file.read_text("utf-8"))).tree
    assert read is not None
    changed = {mutant.span for mutant in mutants(read)}
    parts = [] if read.instrument is None else list(_weighed(read.instrument))
    for node in parts:
        if isinstance(node, _CHANGED):
            assert node.span in changed, node
        if isinstance(node, ast.ItemList) and len(node.items) > 1:
            assert {item.span for item in node.items} <= changed
    assert all(mutant.words.english and mutant.words.indonesian for mutant in mutants(read))


def _weighed(node: ast.Node) -> Iterator[ast.Node]:
    """Go through what a decision on one worker can rest on; of the header, when the instrument is in force."""
    for step, part in walk.parts(node):
        outside = isinstance(part, (*_COUNTED, ast.InstrumentRef, ast.CitationRef, ast.ProvisionRange))
        record = isinstance(part, ast.Budget | ast.ListedIn | ast.PaymentPeriods | ast.Deadline)
        if outside or record or (isinstance(node, ast.Header) and step[0] not in ("commences", "ends")):
            continue
        yield part
        yield from _weighed(part)


@pytest.mark.parametrize(
    ("lead", "told"),
    [
        ("Penerima harus memenuhi persyaratan", True),
        ("Penerima terdiri atas", False),
        ("Tidak termasuk Penerima", False),
        ("Pembayaran Iuran dihentikan dalam hal", False),
    ],
)
def test_a_connective_is_exchanged_where_it_says_something(lead: str, told: bool) -> None:
    read = parse(SourceFile("a.policy", regulation(f"Pasal 1  {lead}: a. aktif; dan b. meninggal."))).tree
    assert read is not None
    assert any(each.operator is Operator.CONNECTIVE for each in mutants(read)) is told


def test_mutants_come_in_one_order_and_leave_the_tree_alone() -> None:
    original = tree()
    first, second = (list(mutants(original)) for _ in range(2))
    assert first == second
    assert original == tree()
    assert [each.span.start for each in first] != []


def test_what_stands_at_a_path_is_found_and_exchanged() -> None:
    original = tree(DECLARED)
    for path, node in walk.descend(original):
        assert walk.at(original, path) is node
        assert walk.put(original, path, node) == original


def test_full_tests_notice_every_mistake_that_shows(tmp_path: Path) -> None:
    report = mutate(write(tmp_path, *FULL))
    assert [(each.mutant.words.english, each.killer) for each in report.survivors if each.killer] == []
    assert report.noticed > 10
    assert report.left == 0
    assert report.exit_code == 0


@pytest.mark.slow
def test_without_tests_a_mistake_is_shown_on_who_is_plainest_and_eligible(tmp_path: Path) -> None:
    """The typical worker has no occupation, and of whoever is refused at once most mistakes show nothing."""
    report = mutate(write(tmp_path))
    by_words = {each.mutant.words.english: each.killer for each in report.survivors}
    assert report.noticed == 0
    assert by_words["`18 years` becomes `19 years`"] is not None
    assert sum(each is not None for each in by_words.values()) * 2 > len(by_words)


@pytest.mark.slow
def test_an_unnoticed_mistake_comes_with_a_test_that_notices_it(tmp_path: Path) -> None:
    path = write(tmp_path, uji("nelayan", YES))
    report = mutate(path)
    by_words = {each.mutant.words.english: each.killer for each in report.survivors}
    killers = [killer for killer in by_words.values() if killer is not None]
    assert "`b. ojek` is left out" in by_words
    assert "`18 years` becomes `19 years`" in by_words
    assert "`income not more than Rp2,000,000 per month` becomes" not in by_words
    assert len(killers) > 8
    assert report.exit_code == 1
    # Put into the policy, they pass, and what they were for is noticed; with their workers the search finds more.
    write(tmp_path, uji("nelayan", YES), *killers)
    assert [each.failure for each in verb.test(request(path)).results if each.failure] == []
    again = mutate(path)
    more = [each.killer for each in again.survivors if each.killer]
    assert {each.mutant.words.english for each in again.survivors if each.killer} <= {
        words for words, killer in by_words.items() if killer is None
    }
    write(tmp_path, uji("nelayan", YES), *killers, *more)
    assert [each for each in mutate(path).survivors if each.killer] == []
    shown = "\n".join(mutation.show(report, Language.ID))
    assert "tidak ketahuan" in shown
    assert 'uji "' in shown


REGIONS = """\
  moro kode 21.02.05 "Moro" / "Moro";
  belat kode 21.02.06 "Belat" / "Belat";
"""
FISHER: Mapping[str, ir.FactValue] = {
    "pekerjaan": ir.CodeSet(frozenset({"nelayan"}), complete=True),
    "lahir": pack(1985, 3, 2),
    "penghasilan": 1_500_000,
    "domisili": "21.02",
    "tanggal_pendaftaran": pack(2026, 1, 5),
}
QUOTA = "Kuota Penerima paling banyak 3 orang."
CEILING = "Pagu Iuran paling banyak"
LAST = "Recipient whose value is unknown is placed last."
CHEAPER = """\
    (7) Dalam hal penghasilan paling banyak Rp1.000.000 per bulan, Pasal 3 ayat (2) menjadi:
        Iuran jkk dan jkm sebesar Rp5.000 per bulan.
"""


def told_apart(limits: str, words: str) -> Register | None:
    """Give the register on which the policy with some limits and a mistake in it come apart."""
    declared = DECLARED.replace('"Karimun";\n', f'"Karimun";\n{REGIONS}', 1)
    trees = [tree(declared), tree(placed(limits))]
    (wrong,) = [mutant for mutant in mutants(trees[1]) if mutant.words.english == words]
    before, after = elaborate(trees), elaborate([trees[0], wrong.tree])
    (instrument,) = before.library.instruments
    asked = asked_of(FISHER, pack(2026, 1, 5), pack(2026, 1, 5))
    return register_for((before.library, after.library), instrument.id, [asked], {})


def placed(limits: str) -> str:
    """Give the policy with an order of priority, some limits, and what both need."""
    declared = (
        'fakta nomor_pendaftaran adalah bilangan "nomor" / "number", dari 1 sampai dengan 999.\n'
        'fakta desil adalah bilangan "desil" / "decile", dari 1 sampai dengan 10.\n'
        'kosakata anggaran "anggaran" / "budget" { apbd "APBD" / "APBD"; }\n'
    )
    return f"{declared}{POLICY.rstrip().removesuffix('}')}{PLACES}    (6) {limits}\n}}\n"


def test_a_mistake_in_who_gets_a_place_comes_with_a_register_from_which_nobody_can_be_left_out() -> None:
    more, fewer = (told_apart(QUOTA, f"`3 people` becomes `{number} people`") for number in (4, 2))
    assert more is not None
    assert fewer is not None
    assert (more.people, fewer.people) == (4, 3)
    (survivor,) = [each for each in mutants(tree(placed(QUOTA))) if "becomes `4 people" in each.words.english]
    report = mutation.Report(0, (mutation.Survivor(survivor, None, more),), 0, 0)
    assert report.exit_code == 0
    shown = "\n".join(mutation.show(report, Language.EN))
    assert "no place yet, number 1 waiting -> funded 3 months, Rp100,800" in shown
    assert "1 seen in a register only" in shown


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (QUOTA, "`a. desil starting from the lowest` becomes `a. desil starting from the highest`"),
        (QUOTA, "`b. age starting from the highest` is left out"),
        (QUOTA, "`a. desil starting from the lowest` and `b. age starting from the highest` are exchanged"),
        (
            QUOTA,
            f"`{LAST}` becomes `Recipient whose value is unknown is held back.`",
        ),
        (QUOTA, "`(5) Recipient who does not fit is put on the waiting list.` is left out"),
        (
            f"{CEILING} Rp250.000.\n{CHEAPER}",
            "`Recipient who does not fit is passed over.` becomes `Recipient who does not fit ends the filling.`",
        ),
        (f"{CEILING} Rp201.600 tahun anggaran 2026.", "`Rp201,600` becomes `Rp201,599`"),
        (f"{CEILING} Rp201.599.", "`Rp201,599` becomes `Rp201,600`"),
        ("Kuota Penerima per desa paling banyak 1 orang.", "`1 people` becomes `2 people`"),
        ("Kuota Penerima per kecamatan paling sedikit 2 orang.", "`2 people` becomes `3 people`"),
        ("Kuota Penerima: 1. moro 1 orang; dan 2. belat 2 orang.", "`2. belat 2 people` is left out"),
        (f"{QUOTA}\n    (7) Kuota diisi setiap bulan.", "`(7) The quota is filled each month.` is left out"),
        (
            f"{CEILING} Rp240.000.\n    (7) Bulan Iuran dapat dikurangi.",
            "`(7) Contribution months may be reduced.` is left out",
        ),
    ],
)
def test_every_limit_and_rule_of_places_has_a_register_that_tells_it(limits: str, words: str) -> None:
    assert told_apart(limits, words) is not None


@pytest.mark.slow
def test_a_ceiling_that_no_sum_of_contributions_reaches_may_as_well_be_another() -> None:
    assert told_apart(f"{CEILING} Rp210.000.", "`Rp210,000` becomes `Rp210,001`") is None


SHARED = 'kosakata pihak "pihak" / "party" { pekerja "pekerja" / "worker"; }\n' + POLICY.replace(
    "seluruhnya oleh Pemerintah Daerah", "sebagian: 60% oleh Pemerintah Daerah dan 40% oleh pekerja"
)


def test_who_bears_how_much_is_changed_and_shown_on_a_worker_though_no_test_can_ask_it(
    tmp_path: Path,
) -> None:
    report = mutate(write(tmp_path, *FULL, policy=SHARED))
    assert [each.mutant.words.english for each in report.survivors] == [
        "`60%` becomes `59%`",
        "`40%` becomes `39%`",
    ]
    (less, _) = [each.shown.english for each in report.survivors if each.shown is not None]
    assert "pemerintah_daerah Rp60,480" in less
    assert "pemerintah_daerah Rp59,472" in less
    assert report.exit_code == 0


TWICE = POLICY.replace(
    "b. penghasilan", "b. penghasilan paling banyak Rp3.000.000 per bulan; dan\n      c. penghasilan"
)
TWICE = TWICE.replace("pendaftaran; dan\n      b.", "pendaftaran;\n      b.")


def test_a_change_that_changes_nothing_is_proved_to_and_named_with_the_code_that_says_why(
    tmp_path: Path,
) -> None:
    report = mutate(write(tmp_path, *FULL, policy=TWICE))
    same = {each.mutant.words.english: each.code for each in report.equivalent}
    up, down = (f"`Rp3,000,000 per month` becomes `Rp{n} per month`" for n in ("3,000,001", "2,999,999"))
    assert same[up] == same[down] == "PE205"
    assert not [each for each in report.survivors if "3,000,000" in each.mutant.words.english]
    shown = "\n".join(mutation.show(report, Language.EN))
    assert "changes nothing, proved for all workers:" in shown


# A quota of 13,500 people alone takes longer than all the others.
@pytest.mark.slow
@pytest.mark.parametrize(
    "file", [each for each in REGIONAL if each.stem != "batam-transportasi-2025"], ids=lambda file: file.stem
)
def test_every_mistake_in_our_policies_is_noticed_shown_or_proved_to_be_none(file: Path) -> None:
    """Each test shown was run when it was made; here each is put beside the policy, where it passes."""
    request_ = mutation.Request((str(file),), Cache(None), seconds=600)
    report = mutation.mutate(request_)
    assert report.left == 0
    unshown = [
        each
        for each in report.survivors
        if each.killer is None and each.register is None and each.shown is None
    ]
    assert all(each.mutant.of_register and each.why is not None for each in unshown)
    killers = [each.killer for each in report.survivors if each.killer is not None]
    opened = workspace.open_workspace((str(file),))
    (own,) = opened.own
    text = "\n".join((own.text, *killers))
    trees = [
        parse(source if source is not own else SourceFile(own.path, text)).tree for source in opened.sources
    ]
    made = elaborate([each for each in trees if each is not None])
    added = [case for case in made.cases if case.origin is not None and case.origin.start >= len(own.text)]
    assert len(added) == len(killers)
    assert [failed for case in added if (failed := settle(case, made.library, "").failure)] == []


@pytest.mark.slow
@pytest.mark.parametrize("file", REGIONAL, ids=lambda file: file.stem)
def test_what_is_elaborated_of_a_mistake_is_what_is_elaborated_of_all_files(file: Path) -> None:
    opened = workspace.open_workspace((str(file),))
    read = [(source, parse(source)) for source in opened.sources]
    whole = elaborate([each.tree for _, each in read if each.tree is not None]).library
    reached = touched(read, whole, (str(file),))
    kept = {
        each.id: each
        for each in whole.instruments
        if each.origin is not None and each.origin.source.path not in reached
    }
    assert kept
    (own,) = (each.tree for source, each in read if source is opened.own[0])
    assert own is not None
    for mutant in list(mutants(own))[::5]:
        trees = [mutant.tree if each.tree is own else each.tree for _, each in read]
        files = [each for each in trees if each is not None]
        afresh, some = elaborate(files), elaborate(files, kept)
        assert some.library == afresh.library
        assert errors(some) == errors(afresh)


def errors(made: Elaborated) -> list[Diagnostic]:
    return [each for each in made.diagnostics if each.severity is Severity.ERROR]


def test_when_time_is_over_what_is_left_is_counted(tmp_path: Path) -> None:
    report = mutate(write(tmp_path, *FULL), seconds=0)
    assert report.left > 10
    assert (report.noticed, report.survivors) == (0, ())


def test_a_policy_with_errors_is_not_mutated(tmp_path: Path) -> None:
    report = mutate(write(tmp_path, policy=POLICY.replace("nelayan", "nelayann")))
    assert report.refused
    assert report.exit_code == 1


# The calendar of boundaries


def test_the_calendar_stands_on_both_sides_of_every_bound(tmp_path: Path) -> None:
    path = write(tmp_path, *FULL)
    table = "\n".join(verb.show_boundary(request(path), Language.EN)).splitlines()
    age = [row.split(" | ")[3:8] for row in table if "| age 18 on 2026-01-05" in row]
    assert age == [
        ["-1", "birth", "2008-01-06", "2026-01-05", "not eligible"],
        ["0", "birth", "2008-01-05", "2026-01-05", "eligible"],
        ["+1", "birth", "2008-01-04", "2026-01-05", "eligible"],
    ]
    income = [row.split(" | ")[3:8:2] for row in table if "| bound Rp2.000.000" in row]
    assert income == [
        ["-1", "Rp1.999.999 per bulan", "eligible"],
        ["0", "Rp2.000.000 per bulan", "eligible"],
        ["+1", "Rp2.000.001 per bulan", "not eligible"],
    ]
    commences = [row.split(" | ")[3:8:4] for row in table if "| commences" in row]
    assert commences == [["-1", "not applicable"], ["0", "eligible"], ["+1", "eligible"]]
    assert sum("contribution month" in row for row in table) == 6
    assert all(row.startswith("| [ ] |") for row in table if row.startswith("| ["))


def test_an_age_tested_each_month_is_in_the_calendar_at_both_ends_of_the_months(tmp_path: Path) -> None:
    monthly = POLICY.replace("pada tanggal pendaftaran", "pada setiap bulan Iuran")
    table = verb.show_boundary(request(write(tmp_path, uji("nelayan", YES), policy=monthly)), Language.EN)
    rows = [row.split(" | ") for line in table for row in line.splitlines() if "| age 18 on " in row]
    assert [row[2] for row in rows] == ["age 18 on 2026-02-01"] * 3 + ["age 18 on 2026-04-01"] * 3
    assert [row[3] for row in rows] == ["-1", "0", "+1"] * 2


def test_those_born_on_29_february_are_in_the_calendar(tmp_path: Path) -> None:
    path = write(tmp_path, *FULL, policy=POLICY.replace("mulai berlaku 2026", "mulai berlaku 2025"))
    table = "\n".join(verb.show_boundary(request(path), Language.ID)).splitlines()
    rows = [row.split(" | ")[5:8] for row in table if "lahir 29 Februari" in row]
    assert [row[:2] for row in rows] == [
        ["2008-02-29", "2026-02-28"],
        ["2008-02-29", "2026-03-01"],
        ["2008-02-29", "2026-03-02"],
    ]
    assert [row[2] for row in rows] == ["tidak memenuhi syarat", "memenuhi syarat", "memenuhi syarat"]


def test_an_instrument_without_a_test_to_start_from_has_no_table(tmp_path: Path) -> None:
    assert list(verb.show_boundary(request(write(tmp_path)), Language.ID)) == []
