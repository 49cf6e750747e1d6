"""Consolidation on any date is the text that a person would have written by hand."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from policy_engine.domain.dates import PackedDate, format_iso, pack
from policy_engine.ir import nodes as ir
from policy_engine.semantics.elaborate import elaborate
from policy_engine.source import SourceFile
from policy_engine.syntax.parser import parse

ARTICLES = 4
FIRST = pack(2025, 1, 1)
Text = list[tuple[str, int]]
"""Articles by number, each with the people it plans for."""


def _file(number: int, since: PackedDate, body: str) -> SourceFile:
    head = (
        'kosakata wilayah "wilayah" / "region" { kabupaten_karimun kode 21.02 "K" / "K"; }\n'
        if number == 1
        else ""
    )
    return SourceFile(
        f"{number}.policy",
        f"{head}instrumen perbup kabupaten_karimun nomor {number} tahun 2025 {{\n"
        f'  tentang "P" status rancangan daerah kabupaten_karimun mulai berlaku {format_iso(since)}\n{body}}}\n',
    )


def _written(text: Text) -> str:
    return "".join(f"  Pasal {label} Target Penerima {people} orang.\n" for label, people in text)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[SourceFile], dict[PackedDate, Text]]:
    """Give a base with its amendments, and the text by hand from each day on which it changes."""
    text: Text = [(str(number), number) for number in range(1, ARTICLES + 1)]
    files, by_hand = [_file(1, FIRST, _written(text))], {FIRST: list(text)}
    inserted: set[str] = set()
    for number in range(2, 2 + draw(st.integers(1, 4))):
        since = pack(2025, number, draw(st.integers(1, 28)))
        people = number * 100
        match draw(st.sampled_from(("replace", "delete", "insert"))):
            case "replace" if text:
                at = draw(st.integers(0, len(text) - 1))
                label = text[at][0]
                text[at] = (label, people)
                step = f"Pasal {label} diubah sehingga berbunyi: {{ Pasal {label} Target Penerima {people} orang. }}"
            case "delete" if text:
                label, _ = text.pop(draw(st.integers(0, len(text) - 1)))
                step = f"Pasal {label} dihapus"
            case _:
                # Neighbours that both still stand, with nothing put between them before.
                labels = [label for label, _ in text]
                whole = [
                    label
                    for label in labels
                    if label.isdigit() and label not in inserted and str(int(label) + 1) in labels
                ]
                if not whole:
                    continue
                after = draw(st.sampled_from(whole))
                inserted.add(after)
                new = f"{after}A"
                text.insert(labels.index(after) + 1, (new, people))
                step = (
                    f"Di antara Pasal {after} dan Pasal {int(after) + 1} disisipkan: "
                    f"{{ Pasal {new} Target Penerima {people} orang. }}"
                )
        body = f"  Pasal I Mengubah perbup kabupaten_karimun 1/2025 sebagai berikut:\n    1. {step}.\n"
        files.append(_file(number, since, body))
        by_hand[since] = list(text)
    return files, by_hand


def _targets(files: list[SourceFile]) -> dict[PackedDate, Text]:
    parsed = [parse(file) for file in files]
    assert [found for each in parsed for found in each.diagnostics] == []
    elaborated = elaborate([each.tree for each in parsed if each.tree is not None])
    assert elaborated.diagnostics == ()
    base = next(found for found in elaborated.library.instruments if found.id.number == "1")
    return {version.since: [_target(found) for found in version.targets] for version in base.versions}


def _target(target: ir.Target) -> tuple[str, int]:
    assert target.people is not None
    return target.citation.provision.steps[0].label, target.people


@given(histories(), st.randoms(use_true_random=False))
def test_the_text_on_each_date_is_the_text_amended_by_hand(
    history: tuple[list[SourceFile], dict[PackedDate, Text]], chance: Random
) -> None:
    files, by_hand = history
    chance.shuffle(files)
    assert _targets(files) == by_hand


@given(histories())
def test_a_text_amended_is_the_same_as_one_written_so(
    history: tuple[list[SourceFile], dict[PackedDate, Text]],
) -> None:
    files, by_hand = history
    for since, text in by_hand.items():
        assert _targets(files)[since] == _targets([_file(1, FIRST, _written(text))])[FIRST]
