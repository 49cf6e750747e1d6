"""Box algebra area by area answers what it answers of everybody at once, and remembers only what still holds."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from policy_engine.backends.boxes.instruments import home_of
from policy_engine.ir import nodes as ir
from policy_engine.ir.classes import classes_of
from policy_engine.ir.digest import digest
from policy_engine.ir.precedence import DOMICILE_FACT
from policy_engine.pipeline import compile_library
from policy_engine.proofs import areas
from policy_engine.proofs import around as looked_at
from policy_engine.proofs.areas import Areas, Memory, Ways, ways
from policy_engine.proofs.around import around
from policy_engine.proofs.case import Case, lay_out
from policy_engine.proofs.prove import Proofs, prove, prove_about
from policy_engine.proofs.shown import Analysis
from policy_engine.proofs.sides import Area, Boxes
from policy_engine.semantics.elaborate import elaborate
from policy_engine.source import SourceFile
from policy_engine.testing.policies import Country, policies
from policy_engine.workspace import open_workspace, prelude_folder

from .test_ledger import EDITS, Texts, made

MILLISECONDS = 20_000
POLICIES = prelude_folder().parent
NAMING = "95"
"""A province that waits for its eight regencies by name."""
NEVER = 1_000_000
FEW = settings(
    max_examples=max(1, settings().max_examples // 10),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    phases=(Phase.explicit, Phase.generate),
)
INSIDE = ("an age", "an upper age", "an income", "the months", "an occupation", "a quota", "a region")
"""Edits of what a regency says, after which a province must be proved again in part."""


def proved(
    library: ir.Library, instrument: ir.Instrument, fewest: int, memory: Memory | None = None
) -> Proofs:
    with patch.object(areas, "FEWEST", fewest):
        return prove_about(library, instrument, Analysis.FULL, milliseconds=MILLISECONDS, memory=memory)


def told(each: ir.Instrument) -> str:
    return digest(each).digest


def compiled(texts: Texts) -> ir.Library | None:
    return compile_library([SourceFile(path, text) for path, text in texts.items()]).library


def province_of(library: ir.Library) -> ir.Instrument:
    return next(each for each in library.instruments if each.region == NAMING)


@cache
def written() -> Texts:
    national, regional = made()
    return {**national, **{path: text for path, text in regional.items() if _is_of_the_province(text)}}


def _is_of_the_province(text: str) -> bool:
    return f"Rentan {NAMING}" in text


@cache
def library_as_written() -> ir.Library:
    library = compiled(written())
    assert library is not None
    return library


def test_a_province_that_names_its_regencies_is_cut_into_their_areas_and_the_rest() -> None:
    library = library_as_written()
    province = province_of(library)
    case = lay_out(around(library, province), province, MILLISECONDS)
    assert isinstance(case, Case)
    made_of = ways(case, None)
    assert made_of is not None
    cut = made_of.areas
    regencies = {home for each in case.involved if (home := home_of(each, case.on)) is not None} - {NAMING}
    assert len(regencies) == 8
    assert len(cut) == 9
    for regency in regencies:
        assert sum(all(code.startswith(regency) for code in area.homes) for area in cut) == 1
    assert not any(one.homes & other.homes for one in cut for other in cut if one is not other)
    assert isinstance(case.boxes, Areas)


def test_a_province_proved_area_by_area_is_told_what_it_is_told_when_it_is_proved_at_once() -> None:
    library = library_as_written()
    province = province_of(library)
    by_area = proved(library, province, areas.FEWEST)
    assert by_area == proved(library, province, NEVER)
    assert by_area.questions > 50
    assert by_area.solved == 0
    assert by_area.findings


def test_what_stands_above_and_is_not_waited_for_is_looked_at_only_as_law() -> None:
    library = library_as_written()
    regencies = [each for each in library.instruments if (each.region or "").startswith(f"{NAMING}.")]
    assert len(regencies) == 8
    for regency in regencies:
        (seen,) = (each for each in around(library, regency).instruments if each.region == NAMING)
        assert not any(version.groups or version.norms for version in seen.versions)
        with patch.object(looked_at, "_as_law", lambda whole: whole):
            whole = proved(library, regency, areas.FEWEST)
        assert proved(library, regency, areas.FEWEST) == whole


@pytest.mark.slow
def test_of_our_own_policies_what_stands_above_is_looked_at_only_as_law() -> None:
    library = compile_library(open_workspace([str(POLICIES)], prelude=False).own).library
    assert library is not None
    own = {each.id for each in library.instruments}
    with patch.object(looked_at, "_as_law", lambda whole: whole):
        whole = prove(library, own, Analysis.FULL, milliseconds=MILLISECONDS)
    assert prove(library, own, Analysis.FULL, milliseconds=MILLISECONDS) == whole


def laid_out(ask: Callable[[], object]) -> int:
    """Count how often workers are laid out for box algebra."""
    count = 0
    original = Boxes.__init__

    def counted(*given: object, **named: object) -> None:
        nonlocal count
        count += 1
        original(*given, **named)  # type: ignore[arg-type]

    with patch.object(Boxes, "__init__", counted):
        ask()
    return count


def test_after_an_edit_of_one_regency_at_most_its_area_is_asked_again() -> None:
    before = Memory(told)
    library = library_as_written()
    proved(library, province_of(library), areas.FEWEST, before)
    texts = dict(written())
    path = next(
        p for p, t in sorted(texts.items()) if f"Rentan {NAMING}." in t and "usia paling rendah 18" in t
    )
    texts[path] = texts[path].replace("usia paling rendah 18", "usia paling rendah 22")
    edited = compiled(texts)
    assert edited is not None
    province, after = province_of(edited), Memory(told, before.now)
    assert laid_out(lambda: proved(edited, province, areas.FEWEST, after)) <= 1
    assert proved(edited, province, areas.FEWEST, Memory(told, before.now)) == proved(edited, province, NEVER)


def narrowed(texts: Texts, age: int) -> Texts:
    """Let the province pay the residents of one regency, which pays all of its groups from an age."""
    province, regency = (
        next(path for path, text in texts.items() if f'Rentan {code}"' in text) for code in (NAMING, "95.01")
    )
    groups = re.search(r"  Pasal 1\n.*?\n\n", texts[province], re.DOTALL)
    asked = re.compile(r"  Pasal 3\n.*?(?=  Pasal 5\n)", re.DOTALL)
    assert groups is not None
    of_age = f"  Pasal 4\n    Penerima harus usia paling rendah {age} tahun pada tanggal pendaftaran.\n\n"
    return {
        **texts,
        province: texts[province].replace("penduduk Daerah", "penduduk kabupaten_jayawijaya"),
        regency: asked.sub(
            of_age, re.sub(r"  Pasal 1\n.*?\n\n", groups[0], texts[regency], count=1, flags=re.DOTALL)
        ),
    }


def test_what_is_remembered_of_a_regency_is_forgotten_when_it_pays_others() -> None:
    memory, shown = Memory(told), []
    for age in (18, 50, 30, 18):
        library = compiled(narrowed(written(), age))
        assert library is not None
        memory = Memory(told, memory.now)
        made_of = proved(library, province_of(library), areas.FEWEST, memory)
        assert made_of == proved(library, province_of(library), NEVER)
        shown.append(str(made_of.findings))
    assert shown[0] == shown[-1]
    assert len(set(shown)) > 1


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_whatever_is_edited_what_is_remembered_is_what_is_found_afresh(seed: int) -> None:
    chance = Random(seed)  # noqa: S311  edits, no secrets
    memory, texts, compared = Memory(told), dict(written()), 0
    regional = {path for path, text in texts.items() if _is_of_the_province(text)}
    for _ in range(12):
        edited = {path: texts[path] for path in regional}
        try:
            EDITS[chance.choice(INSIDE)](edited, chance)
        except IndexError:
            continue  # no file has what this edit is of
        library = compiled({**texts, **edited})
        if library is None:
            continue
        texts.update(edited)
        memory = Memory(told, memory.now)
        province = province_of(library)
        assert proved(library, province, areas.FEWEST, memory) == proved(library, province, NEVER)
        compared += 1
    assert compared > 3


def each_region_by_itself(case: Case, _: Memory | None) -> Ways | None:
    """Cut any ground, whatever it waits for, into all the regions that are told apart."""
    classes = classes_of(case.library, case.read, case.facts).get(DOMICILE_FACT)
    if classes is None:
        return None
    live = [code for code in classes.codes if code not in classes.open]
    waited = frozenset(each.id for each in case.involved if each is not case.instrument)
    return Ways(tuple(Area(frozenset((code,)), code) for code in live), Area(frozenset(live), "", waited))


@pytest.mark.slow
@FEW
@given(policies())
def test_every_generated_instrument_is_told_the_same_region_by_region(country: Country) -> None:
    library = elaborate(country.trees).library
    for instrument in library.instruments:
        whole = proved(library, instrument, NEVER)
        with patch("policy_engine.proofs.case.ways", each_region_by_itself):
            by_region = proved(library, instrument, NEVER)
        assert replace(by_region, solved=whole.solved) == whole
        # What no box can say of everybody some can of a part.
        assert by_region.solved <= whole.solved


@pytest.mark.slow
def test_every_instrument_of_ours_is_told_the_same_region_by_region() -> None:
    library = compile_library(open_workspace([str(POLICIES)], prelude=False).own).library
    assert library is not None
    cut = 0
    for instrument in library.instruments:
        whole = proved(library, instrument, NEVER)
        with patch("policy_engine.proofs.case.ways", each_region_by_itself):
            case = lay_out(around(library, instrument), instrument, MILLISECONDS)
            cut += isinstance(case, Case) and isinstance(case.boxes, Areas)
            assert proved(library, instrument, NEVER) == whole
    assert cut >= 15
