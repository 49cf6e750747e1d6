"""Versions of instruments: examples from the law, and random chains against a list of lines as the oracle."""

from dataclasses import dataclass, field, replace
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from policy_engine.diagnostics import amendments, repeals
from policy_engine.domain.citation import Step, Unit
from policy_engine.domain.dates import PackedDate, add_days
from policy_engine.semantics.timeline import Timeline, VersionTree, timeline, timelines
from policy_engine.syntax import ast
from tests.unit.semantics.trees import (
    REGIONS,
    Row,
    amending,
    article,
    between,
    day,
    delete,
    instrument,
    item,
    paragraph,
    put,
    reference,
    repealing,
    requirements,
    rows,
    target,
)

PERDA = "perda kabupaten_karimun 1/2019"
PERBUP = "perbup kabupaten_karimun 1/2020"
BASE = instrument(PERBUP, article("1", paragraph(None, target(1))), commences="2020-01-01")


def second(
    people: int, which: str = "perbup kabupaten_karimun 2/2021", on: str | None = "2021-01-01"
) -> ast.Instrument:
    new = article("1", paragraph(None, target(people)))
    return amending(which, PERBUP, put("Pasal 1", new), commences=on)


def kinds(told: Timeline) -> list[type]:
    return [type(problem) for problem in told.diagnostics]


def dates(told: Timeline) -> list[tuple[PackedDate, PackedDate | None]]:
    return [(span.since, span.until) for span in told.spans]


def test_an_instrument_alone_has_one_version() -> None:
    told = timeline(BASE, [])
    assert told == Timeline((VersionTree(day("2020-01-01"), None, BASE, ()),), day("2020-01-01"), None, ())


def test_an_amendment_starts_a_version_on_the_day_it_commences() -> None:
    told = timeline(BASE, [second(5)], REGIONS)
    assert dates(told) == [(day("2020-01-01"), day("2021-01-01")), (day("2021-01-01"), None)]
    assert [rows(span.tree) for span in told.spans] == [[(("1", ""), "1")], [(("1", ""), "5")]]
    assert [[one.slug for one in span.amended_by] for span in told.spans] == [[], ["perbup-21.02-2-2021"]]


def test_two_amendments_of_one_day_make_one_version() -> None:
    told = timeline(BASE, [second(6, "perbup kabupaten_karimun 3/2021"), second(5)])
    assert [rows(span.tree) for span in told.spans] == [[(("1", ""), "1")], [(("1", ""), "6")]]


def test_the_last_day_of_validity_is_included() -> None:
    base = instrument(PERBUP, commences="2020-01-01", ends="2020-12-31")
    assert dates(timeline(base, [])) == [(day("2020-01-01"), day("2021-01-01"))]


def test_a_blank_commencement_gives_one_version_since_ever() -> None:
    base = instrument(PERBUP, article("1", paragraph(None, target(1))), commences=None)
    told = timeline(base, [second(5)])
    assert told.commences is None
    assert dates(told) == [(0, None)]
    assert told.spans[0].tree == base
    assert kinds(told) == [amendments.AmendsUncommenced]


def test_an_amendment_of_blank_commencement_is_not_applied() -> None:
    told = timeline(BASE, [second(5, on=None)])
    assert [span.tree for span in told.spans] == [BASE]
    assert kinds(told) == [amendments.ChangeWithoutCommencement]


def test_a_repeal_ends_the_last_version_and_nothing_revives_it() -> None:
    repealer = repealing("perbup kabupaten_karimun 4/2022", PERBUP, commences="2022-01-01")
    repealer_of_that = repealing(
        "perbup kabupaten_karimun 5/2023", "perbup kabupaten_karimun 4/2022", commences="2023-01-01"
    )
    base, middle, last = timelines([BASE, repealer, repealer_of_that], REGIONS)
    assert dates(base) == [(day("2020-01-01"), day("2022-01-01"))]
    assert base.repealed_by is not None
    assert base.repealed_by.slug == "perbup-21.02-4-2022"
    assert dates(middle) == [(day("2022-01-01"), day("2023-01-01"))]
    assert dates(last) == [(day("2023-01-01"), None)]


def test_a_repealer_that_is_repealed_before_it_commences_repeals_nothing() -> None:
    repealer = repealing("perbup kabupaten_karimun 4/2022", PERBUP, commences="2023-01-01")
    earlier = repealing(
        "perbup kabupaten_karimun 5/2022", "perbup kabupaten_karimun 4/2022", commences="2022-06-01"
    )
    base, middle, _ = timelines([BASE, repealer, earlier])
    assert base.repealed_by is None
    assert middle.spans == ()


def test_repealing_an_amendment_leaves_the_amended_text() -> None:
    repealer = repealing(
        "perbup kabupaten_karimun 4/2022", "perbup kabupaten_karimun 2/2021", commences="2022-01-01"
    )
    told = timeline(BASE, [second(5), repealer])
    assert rows(told.spans[-1].tree) == [(("1", ""), "5")]


def test_an_amendment_amended_before_it_commences_carries_out_its_new_text() -> None:
    changed = ast.Amendment(
        reference(PERBUP),
        (put("Pasal 1", article("1", paragraph(None, target(7)))),),
        span=BASE.span,
    )
    of_that = amending(
        "perbup kabupaten_karimun 3/2020",
        "perbup kabupaten_karimun 2/2021",
        put("Pasal I", article("I", paragraph(None, changed))),
        commences="2020-06-01",
    )
    assert rows(timeline(BASE, [second(5), of_that]).spans[-1].tree) == [(("1", ""), "7")]


def test_amending_an_amendment_after_it_was_carried_out_is_told() -> None:
    of_that = amending(
        "perbup kabupaten_karimun 3/2022",
        "perbup kabupaten_karimun 2/2021",
        delete("Pasal I"),
        commences="2022-01-01",
    )
    base, amender, _ = timelines([BASE, second(5), of_that])
    assert rows(base.spans[-1].tree) == [(("1", ""), "5")]
    assert kinds(amender) == [amendments.AmendsCarriedOut]


def test_what_may_not_be_amended_or_repealed_stays() -> None:
    perda = instrument(
        "perda kabupaten_karimun 1/2019", article("1", paragraph(None, target(1))), commences="2019-01-01"
    )
    others = [
        amending("perbup kabupaten_karimun 9/2021", PERDA, delete("Pasal 1"), commences="2021-01-01"),
        repealing("perbup kabupaten_karimun 8/2021", PERDA, commences="2021-01-01"),
        amending("perwali kota_bontang 9/2021", PERBUP, delete("Pasal 1"), commences="2021-01-01"),
        repealing("perwali kota_bontang 8/2021", PERBUP, commences="2021-01-01"),
        amending("keputusan kabupaten_karimun 7/2021", PERBUP, delete("Pasal 1"), commences="2021-01-01"),
    ]
    upper, lower, *_ = timelines([perda, BASE, *others], REGIONS)
    assert sorted(kind.__name__ for kind in kinds(upper)) == ["AmendsHigher", "RepealsHigher"]
    assert sorted(kind.__name__ for kind in kinds(lower)) == [
        "AmendsElsewhere",
        "AmendsHigher",
        "RepealsElsewhere",
    ]
    assert [span.tree for told in (upper, lower) for span in told.spans] == [perda, BASE]


def test_the_repeal_chain_of_permenaker_5_2021() -> None:
    body = article("1", paragraph(None, target(1)))
    old = [instrument(f"permenaker {n}", body, commences=d) for n, d in (
        ("26/2015", "2015-07-01"), ("44/2015", "2015-12-01"), ("1/2016", "2016-01-01"))]  # fmt: skip
    amender = amending("permenaker 21/2017", "permenaker 1/2016", delete("Pasal 1"), commences="2017-12-01")
    new = repealing(
        "permenaker 5/2021",
        "permenaker 26/2015",
        "permenaker 44/2015",
        "permenaker 1/2016",
        commences="2021-04-01",
    )
    told = timelines([*old, amender, new])
    assert [one.spans[-1].until for one in told] == [day("2021-04-01")] * 3 + [None] * 2
    assert len(told[2].spans) == 2
    assert kinds(told[2]) == [repeals.RepealLeavesAmendment]


def test_what_is_repealed_as_amended_goes_with_what_amended_it() -> None:
    body = article("1", paragraph(None, target(1)))
    old = instrument("permenaker 1/2016", body, commences="2016-01-01")
    amender = amending("permenaker 21/2017", "permenaker 1/2016", delete("Pasal 1"), commences="2017-12-01")
    both = replace(reference("permenaker 1/2016"), amended_by=reference("permenaker 21/2017"))
    new = instrument(
        "permenaker 5/2021",
        article("131", paragraph(None, ast.Repeal((both,), span=both.span))),
        commences="2021-04-01",
    )
    told = timelines([old, amender, new])
    assert [one.spans[-1].until for one in told] == [day("2021-04-01")] * 2 + [None]
    assert kinds(told[0]) == []


def test_what_is_not_loaded_or_already_gone_is_told() -> None:
    twice = repealing(
        "perbup kabupaten_karimun 5/2023", PERBUP, "perbup kabupaten_karimun 8/2001", commences="2023-01-01"
    )
    once = repealing("perbup kabupaten_karimun 4/2022", PERBUP, commences="2022-01-01")
    late = second(5, "perbup kabupaten_karimun 6/2024", "2024-01-01")
    base, last, *_ = timelines([BASE, twice, once, late])
    assert kinds(base) == [repeals.RepealsRepealed, amendments.AmendsRepealed]
    assert kinds(last) == [repeals.RepealsUnloaded]
    assert dates(base) == [(day("2020-01-01"), day("2022-01-01"))]


# Random chains of amendments. The oracle knows no tree: it is the list of lines of the text as amended by
# hand, each with the labels that stand over it.


@dataclass
class Book:
    """Lines of a text, and the labels that were ever used."""

    lines: list[Row]
    used: set[tuple[str, ...]] = field(default_factory=set)

    def under(self, path: tuple[str, ...]) -> list[int]:
        return [i for i, (at, _) in enumerate(self.lines) if at[: len(path)] == path]

    def labels(self, path: tuple[str, ...]) -> list[str]:
        """Give the living labels one level below a path, in order."""
        found = [self.lines[i][0][len(path)] for i in self.under(path) if len(self.lines[i][0]) > len(path)]
        return list(dict.fromkeys(found))

    def exchange(self, path: tuple[str, ...], new: list[Row]) -> None:
        places = self.under(path)
        self.lines[places[0] : places[-1] + 1] = new

    def add_after(self, path: tuple[str, ...], new: list[Row]) -> None:
        self.lines[self.under(path)[-1] + 1 : self.under(path)[-1] + 1] = new


def citation(path: tuple[str, ...]) -> str:
    words = (
        f"Pasal {path[0]}",
        *(f"ayat ({label})" for label in path[1:2] if label),
        *(f"huruf {x}" for x in path[2:]),
    )
    return " ".join(words)


def leaf(chance: Random, path: tuple[str, ...]) -> tuple[ast.Paragraph, list[Row]]:
    """Make a random paragraph, and its lines."""
    if chance.random() < 0.5:
        people = chance.randrange(1000)
        return paragraph(path[1] or None, target(people)), [(path, str(people))]
    names = [f"syarat_{chance.randrange(1000)}" for _ in range(chance.randint(2, 4))]
    items = [item(marker, text) for marker, text in zip("abcd", names, strict=False)]
    return paragraph(path[1] or None, requirements(*items)), [
        ((*path, marker), text) for marker, text in zip("abcd", names, strict=False)
    ]


def random_article(chance: Random, label: str) -> tuple[ast.Article, list[Row]]:
    count = chance.randint(0, 3)
    labels = [str(n + 1) for n in range(count)] or [""]
    made = [leaf(chance, (label, one)) for one in labels]
    return article(label, *(part for part, _ in made)), [line for _, lines in made for line in lines]


def label_between(unit: Unit, after: str, before: str, used: set[str]) -> str | None:
    """Give a lawful label between two, never used before."""
    digits = after.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") if unit is Unit.ARTICLE else after.rstrip("abcdefgh")
    match unit:
        case Unit.ARTICLE:
            tried = [digits + letter for letter in "ABCDEFGH"]
        case Unit.LETTER:
            tried = [after.rstrip("0123456789") + number for number in "123456"]
        case _:
            tried = [digits + letter for letter in "abcdefgh"]
    fits = [
        x
        for x in tried
        if Step(unit, after).key < Step(unit, x).key < Step(unit, before).key and x not in used
    ]
    return fits[0] if fits else None


def random_step(chance: Random, book: Book) -> ast.AmendmentStep | None:
    """Make a change that can be carried out, and write it into the book; None where none offers itself."""
    articles = book.labels(())
    living = [label for label in articles if book.lines[book.under((label,))[0]][0] != (label,)]
    if not living:
        return None
    label = chance.choice(living)
    paragraphs = book.labels((label,))
    inner = (label, chance.choice(paragraphs))
    letters = book.labels(inner)
    match chance.choice(["article", "paragraph", "item"]), chance.choice(["put", "add", "delete"]):
        case "article", "put":
            new, lines = random_article(chance, label)
            book.exchange((label,), lines)
            book.used = {path for path in book.used if path[0] != label}
            return put(citation((label,)), new)
        case "article", "delete":
            book.exchange((label,), [((label,), "dihapus")])
            return delete(citation((label,)))
        case "article", "add":
            at = articles.index(label)
            if at + 1 == len(articles):
                return None
            made = label_between(Unit.ARTICLE, label, articles[at + 1], set(articles))
            if made is None:
                return None
            new, lines = random_article(chance, made)
            book.add_after((label,), lines)
            return between(citation((label,)), citation((articles[at + 1],)), new)
        case "paragraph", "put" if inner[1]:
            part, lines = leaf(chance, inner)
            book.exchange(inner, lines)
            book.used = {path for path in book.used if path[:2] != inner}
            return put(citation(inner), part)
        case "paragraph", "delete" if len(paragraphs) > 1:
            book.exchange(inner, [])
            book.used.add(inner)
            return delete(citation(inner))
        case "item", "put" if letters:
            path = (*inner, chance.choice(letters))
            text = f"syarat_{chance.randrange(1000)}"
            book.exchange(path, [(path, text)])
            return put(citation(path), item(path[2], text))
        case "item", "delete" if len(letters) > 1:
            path = (*inner, chance.choice(letters))
            book.exchange(path, [])
            book.used.add(path)
            return delete(citation(path))
        case "paragraph" | "item" as level, "add":
            above = (label,) if level == "paragraph" else inner
            unit = Unit.PARAGRAPH if level == "paragraph" else Unit.LETTER
            dead = {path[-1] for path in book.used if path[:-1] == above}
            all_labels = sorted({*book.labels(above), *dead}, key=lambda x: Step(unit, x).key if x else ())
            alive = [x for x in book.labels(above) if x]
            pairs = [(x, y) for x, y in pairwise(all_labels) if x in alive]
            if not pairs:
                return None
            after, before = chance.choice(pairs)
            made = label_between(unit, after, before, set(all_labels))
            if made is None:
                return None
            path = (*above, made)
            if level == "item":
                text = f"syarat_{chance.randrange(1000)}"
                book.add_after((*above, after), [(path, text)])
                return between(citation((*above, after)), citation((*above, before)), item(made, text))
            part, lines = leaf(chance, path)
            book.add_after((*above, after), lines)
            return between(citation((*above, after)), citation((*above, before)), part)
        case _:
            return None


@given(st.randoms(use_true_random=False))
def test_the_text_on_a_day_is_the_text_amended_by_hand(chance: Random) -> None:
    made = [random_article(chance, str(n + 1)) for n in range(chance.randint(1, 4))]
    base = instrument(PERBUP, *(one for one, _ in made), commences="2020-01-01")
    book = Book([line for _, lines in made for line in lines])
    expected = {day("2020-01-01"): list(book.lines)}
    others, on = [], day("2020-01-01")
    for number in range(chance.randint(1, 5)):
        on = add_days(on, chance.randint(1, 400))
        steps = [step for _ in range(chance.randint(1, 4)) if (step := random_step(chance, book))]
        if steps:
            others.append(
                amending(f"perbup kabupaten_karimun {number + 2}/2020", PERBUP, *steps, commences=None)
            )
            header = others[-1].header
            others[-1] = _commencing(others[-1], header, on)
            expected[on] = list(book.lines)

    told = timeline(base, others, REGIONS)

    assert told.diagnostics == ()
    assert {span.since: list(rows(span.tree)) for span in told.spans} == expected
    assert [span.until for span in told.spans] == [*(span.since for span in told.spans[1:]), None]
    assert [len(span.amended_by) for span in told.spans] == list(range(len(told.spans)))

    shuffled = [*others, base]
    chance.shuffle(shuffled)
    assert timeline(base, shuffled, REGIONS) == told


def _commencing(tree: ast.Instrument, header: ast.Header, on: PackedDate) -> ast.Instrument:
    date = ast.DateValue(on, span=tree.span)
    return replace(tree, header=replace(header, commences=date, promulgated=date))
