"""A near miss finds the name that was meant, and nothing else does."""

from hypothesis import given
from hypothesis import strategies as st

from policy_engine.diagnostics.suggest import closest, did_you_mean
from policy_engine.domain.bilingual import Text

KNOWN = ("ketua_rt", "ketua_rw", "kader_posyandu", "nelayan")


def test_the_closest_name_comes_first() -> None:
    assert closest("kader_posyndu", KNOWN) == ("kader_posyandu",)
    assert closest("ketua_rtt", KNOWN)[0] == "ketua_rt"


def test_case_and_joining_do_not_count() -> None:
    assert closest("Kader-Posyandu", KNOWN) == ("kader_posyandu",)


def test_a_name_nobody_meant_finds_nothing() -> None:
    assert closest("apbd", KNOWN) == ()
    assert closest("x" * 10_000, KNOWN) == ()


def test_a_name_is_never_suggested_for_itself() -> None:
    assert "nelayan" not in closest("nelayan", KNOWN)
    assert closest("Nelayan", [*KNOWN, "Nelayan"]) == ("nelayan",)


@given(st.text(max_size=30), st.lists(st.text(max_size=10)))
def test_suggestions_are_known_names_in_one_order(name: str, known: list[str]) -> None:
    found = closest(name, known)
    assert set(found) <= set(known)
    assert found == closest(name, reversed(known))


def test_the_question_lists_the_names() -> None:
    assert did_you_mean(()) is None
    assert did_you_mean(("a",)) == Text("mungkin yang dimaksud `a`", "perhaps `a` was meant")
    assert did_you_mean(("a", "b", "c")) == Text(
        "mungkin yang dimaksud `a`, `b` atau `c`", "perhaps `a`, `b` or `c` was meant"
    )
