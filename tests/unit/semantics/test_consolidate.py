import pytest

from policy_engine.diagnostics import amendment_steps
from policy_engine.diagnostics.model import Diagnostic
from policy_engine.domain.citation import parse_provision
from policy_engine.semantics.consolidate import apply
from policy_engine.syntax import ast
from tests.unit.semantics.trees import (
    article,
    between,
    change,
    chapter,
    delete,
    instrument,
    item,
    paragraph,
    put,
    requirements,
    rows,
    target,
)

BASE = instrument(
    "perbup kabupaten_karimun 1/2020",
    chapter("I"),
    article("1", paragraph("1", target(1)), paragraph("2", target(2)), paragraph("3", target(3))),
    article("2", paragraph(None, requirements(item("a", "nelayan"), item("b", "petani")))),
    chapter("II"),
    article("3", paragraph(None, target(4))),
)


def after(*steps: ast.AmendmentStep) -> list[tuple[tuple[str, ...], str]]:
    done = apply(BASE, change(*steps))
    assert done.diagnostics == ()
    return list(rows(done.tree))


def test_replacing_puts_the_new_text_in_the_old_place() -> None:
    changed = after(put("Pasal 1 ayat (2)", paragraph("2", target(20))))
    assert changed[1:4] == [(("1", "1"), "1"), (("1", "2"), "20"), (("1", "3"), "3")]


def test_a_letter_of_an_article_without_paragraphs_is_reached() -> None:
    changed = after(put("Pasal 2 huruf b", item("b", "ojek")))
    assert (("2", "", "b"), "ojek") in changed


def test_a_chapter_is_inserted_before_the_chapter_of_the_next_article() -> None:
    changed = after(between("Pasal 2", "Pasal 3", chapter("IA"), article("2A", paragraph(None, target(9)))))
    assert [(path[0], value) for path, value in changed[-4:]] == [
        ("bab", "IA"),
        ("2A", "9"),
        ("bab", "II"),
        ("3", "4"),
    ]


def test_a_deleted_article_keeps_its_number() -> None:
    assert (("3",), "dihapus") in after(delete("Pasal 3"))


def test_the_steps_build_on_each_other() -> None:
    changed = after(
        between("Pasal 1", "Pasal 2", article("1A", paragraph(None, target(5)))),
        put("Pasal 1A", article("1A", paragraph(None, target(6)))),
    )
    assert (("1A", ""), "6") in changed


def test_a_replaced_unit_keeps_the_place_it_was_written_in() -> None:
    new = article("3", paragraph(None, target(8)))
    done = apply(BASE, change(put("Pasal 3", new)))
    assert done.tree.body[-1] is new


def test_replacing_an_article_frees_the_numbers_in_it() -> None:
    new = article("1", paragraph("1", target(1)), paragraph("2", target(2)))
    done = apply(BASE, change(delete("Pasal 1 ayat (2)"), put("Pasal 1", new)))
    assert done.diagnostics == ()
    assert not done.dead


REFUSED: list[tuple[type[Diagnostic], tuple[ast.AmendmentStep, ...]]] = [
    (amendment_steps.AmendsWhatIsAbsent, (delete("Pasal 9"),)),
    (amendment_steps.AmendsWhatIsAbsent, (put("Pasal 3 ayat (1)", paragraph("1", target(1))),)),
    (
        amendment_steps.AmendsWhatIsAbsent,
        (between("Pasal 3", "Pasal 4", article("3A", paragraph(None, target(1)))),),
    ),
    (amendment_steps.AmendsWhatIsAbsent, (delete(""),)),
    (
        amendment_steps.InsertsBetweenStrangers,
        (between("Pasal 1", "Pasal 3", article("1A", paragraph(None, target(1)))),),
    ),
    (
        amendment_steps.InsertsBetweenStrangers,
        (
            delete("Pasal 1 ayat (2)"),
            between("Pasal 1 ayat (1)", "Pasal 1 ayat (3)", paragraph("1a", target(1))),
        ),
    ),
    (
        amendment_steps.InsertedOutOfOrder,
        (between("Pasal 1", "Pasal 2", article("2A", paragraph(None, target(1)))),),
    ),
    (
        amendment_steps.InsertedOutOfOrder,
        (
            between(
                "Pasal 1",
                "Pasal 2",
                article("1B", paragraph(None, target(1))),
                article("1A", paragraph(None, target(1))),
            ),
        ),
    ),
    (
        amendment_steps.NumberReused,
        (between("Pasal 1", "Pasal 2", article("2", paragraph(None, target(1)))),),
    ),
    (amendment_steps.NumberReused, (between("Pasal 1", "Pasal 2", chapter("II")),)),
    (
        amendment_steps.NumberReused,
        (
            delete("Pasal 1 ayat (2)"),
            between("Pasal 1 ayat (1)", "Pasal 1 ayat (2)", paragraph("2", target(1))),
        ),
    ),
    (amendment_steps.DeletedTwice, (delete("Pasal 3"), delete("Pasal 3"))),
    (amendment_steps.DeletedTwice, (delete("Pasal 1 ayat (2)"), delete("Pasal 1 ayat (2)"))),
    (
        amendment_steps.AmendsDeleted,
        (delete("Pasal 3"), put("Pasal 3", article("3", paragraph(None, target(1))))),
    ),
    (amendment_steps.AmendsDeleted, (delete("Pasal 2"), delete("Pasal 2 huruf a"))),
    (amendment_steps.ReplacementOfAnotherPlace, (put("Pasal 3", article("4", paragraph(None, target(1)))),)),
    (amendment_steps.ReplacementOfAnotherPlace, (put("Pasal 3", paragraph("3", target(1))),)),
    (amendment_steps.ReplacementOfAnotherPlace, (between("Pasal 1", "Pasal 2", paragraph("1a", target(1))),)),
    (amendment_steps.DeletionEmptiesList, (delete("Pasal 2 huruf a"), delete("Pasal 2 huruf b"))),
]


@pytest.mark.parametrize(("kind", "steps"), REFUSED)
def test_a_step_that_cannot_be_carried_out_is_left_out_and_told(
    kind: type[Diagnostic], steps: tuple[ast.AmendmentStep, ...]
) -> None:
    done = apply(BASE, change(*steps))
    assert [type(problem) for problem in done.diagnostics] == [kind]
    assert done.tree == apply(BASE, change(*steps[:-1])).tree
    assert all(problem.span is not None for problem in done.diagnostics)
    assert done.diagnostics[0].labels


def test_numbers_stay_taken_through_later_amendments() -> None:
    first = apply(BASE, change(delete("Pasal 1 ayat (2)")))
    again = apply(first.tree, change(delete("Pasal 1 ayat (2)")), first.dead)
    assert [type(problem) for problem in again.diagnostics] == [amendment_steps.DeletedTwice]
    assert not again.changed
    assert set(again.dead) == {parse_provision("Pasal 1 ayat (2)")}


def test_an_insertion_after_a_deleted_number_stands_in_its_place() -> None:
    changed = after(
        delete("Pasal 1 ayat (2)"),
        between("Pasal 1 ayat (2)", "Pasal 1 ayat (3)", paragraph("2a", target(7))),
    )
    assert [path for path, _ in changed if path[0] == "1"] == [("1", "1"), ("1", "2a"), ("1", "3")]
