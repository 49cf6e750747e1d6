"""What can be wrong with rules in; where it is found here out: the codes, their defects in the corpus, or a test."""

from collections.abc import Iterator
from dataclasses import dataclass

from policy_engine.diagnostics.model import REGISTRY
from tests.corpus.corpus import suites


@dataclass(frozen=True, slots=True)
class Analysis:
    """A thing that can be wrong; the codes that tell it, and what else holds it, by the path of a test or guide."""

    what: str
    codes: tuple[str, ...] = ()
    held_by: tuple[str, ...] = ()
    how: str = ""


MISTAKES = (
    Analysis(
        "a fact of one person is read where that of another was meant, so that a declared fact decides nothing",
        ("PE211", "PE909"),
    ),
    Analysis("days are compared with years, rupiah with people", ("PE150",)),
    Analysis(
        "`less than` stands where the law says `at most`",
        ("PE540", "PE218", "PE915", "PE701", "PE702"),
        ("docs/guides/test.md",),
        "`test --boundary` shows both sides of every bound, `test --mutate` exchanges every bound word",
    ),
    Analysis("a rule for an amount gives yes or no", ("PE150", "PE151", "PE152")),
    Analysis(
        "a date lies beside the fiscal year or the month that it is for",
        ("PE303", "PE307", "PE301", "PE302", "PE312"),
    ),
    Analysis(
        "a rate is stored cut off",
        ("PE154",),
        ("tests/architecture/test_source_rules.py",),
        "rates are exact fractions",
    ),
    Analysis("an amount is rounded otherwise than the law says, or silently", ("PE154", "PE413")),
    Analysis("a formula stands where the law has a constant", ("PE405", "PE702", "PE703")),
    Analysis("a value of another year is used", ("PE405", "PE903")),
    Analysis(
        "a part of a definition is left out as beyond the scope",
        ("PE910", "PE912", "PE913", "PE541"),
        how="every clause that is not encoded is counted, with its reason",
    ),
    Analysis(
        "two thresholds are exchanged, so that a fact no longer decides",
        ("PE211", "PE203", "PE403", "PE404"),
    ),
    Analysis("one category has two spellings", ("PE101", "PE103")),
    Analysis("a value that is not in the list counts as the first of it", ("PE623", "PE101")),
    Analysis("a misplaced word or key is passed over", ("PE001", "PE164", "PE604", "PE612")),
    Analysis("of several rules only the first is applied", ("PE210", "PE212", "PE222", "PE115")),
    Analysis(
        "a condition is stated and not used",
        ("PE910", "PE911", "PE909", "PE211"),
        ("docs/guides/test.md",),
        "`test --mutate` leaves each out in turn",
    ),
    Analysis("what is asked at registration is not asked later", ("PE214", "PE320", "PE906")),
    Analysis(
        "an amendment changes what held before it",
        ("PE306",),
        ("tests/properties/test_amendments.py",),
    ),
    Analysis(
        "an unknown value counts as nothing and gives a benefit",
        ("PE213", "PE613"),
        ("tests/properties/test_decisions.py",),
        "the outcome is *undetermined*",
    ),
    Analysis(
        "an answer that was set aside is given all the same",
        ("PE210",),
        ("tests/properties/test_decisions.py",),
    ),
)
"""Mistakes that were made in the encodings of laws elsewhere."""

INSIDE = (
    Analysis("nobody can be eligible", ("PE201", "PE202", "PE203", "PE206", "PE216")),
    Analysis("everybody is eligible", ("PE221",)),
    Analysis("a requirement asks nothing of anybody", ("PE204",)),
    Analysis("a part of a condition that could be left out", ("PE220",)),
    Analysis(
        "values that no case takes in",
        ("PE218", "PE303"),
        how="a table of amounts states what holds between rows",
    ),
    Analysis(
        "two cases that give one worker different things",
        ("PE212", "PE210", "PE222", "PE402", "PE308", "PE115"),
    ),
    Analysis("a rule that another one covers", ("PE205", "PE217", "PE207")),
    Analysis("a condition that is always or never so", ("PE203", "PE204", "PE206", "PE207", "PE215")),
    Analysis("rules that could be one", ("PE927", "PE217", "PE205")),
    Analysis("what was copied for a second group and not followed through", ("PE928",)),
    Analysis("bounds that are turned round, empty, or hardly meet", ("PE203", "PE321", "PE403", "PE218")),
    Analysis("an exception that never applies, swallows its rule, or clashes", ("PE208", "PE209", "PE210")),
    Analysis(
        "an amount that cannot be reckoned exactly",
        ("PE018", "PE154", "PE155"),
        ("tests/properties/test_any_input.py",),
    ),
    Analysis("somebody who is eligible and for whom nothing is paid", ("PE219", "PE215", "PE113")),
    Analysis("a refusal without a reason", held_by=("tests/properties/test_decisions.py",)),
    Analysis("a fact that is asked for and cannot change anything", ("PE211", "PE213", "PE909")),
    Analysis("a name that nothing declares, or nothing uses", ("PE101", "PE909", "PE910", "PE911", "PE929")),
)

TIME = (
    Analysis("an age without the day on which it is tested", ("PE320", "PE162")),
    Analysis("a worker who outgrows a bound while the months run", ("PE214",)),
    Analysis("months outside the life or the budget of an instrument", ("PE301", "PE302", "PE307", "PE303")),
    Analysis("a month that was to be paid before there was an instrument", ("PE311",)),
    Analysis("a dated value that has run out, or does not hold yet", ("PE312",)),
    Analysis(
        "two statements of one thing that differ: figure and words, closing clause and header",
        ("PE020", "PE309"),
    ),
    Analysis(
        "months that are named twice, or that nobody pays", ("PE308", "PE310", "PE303", "PE545", "PE215")
    ),
    Analysis("too few months for the benefit they are to buy", ("PE305",)),
    Analysis("an advance payment for a number of months that the law does not have", ("PE304",)),
    Analysis(
        "an amendment of what is not there, was deleted or is not in force",
        ("PE501", "PE502", "PE503", "PE504", "PE505", "PE506", "PE507", "PE511", "PE513"),
    ),
    Analysis("retroactive effect, and dates that the calendar does not have", ("PE306", "PE006", "PE622")),
)

MONEY = (
    Analysis("a contribution, or a relief, that the national law does not give", ("PE405", "PE406", "PE404")),
    Analysis("a set of programmes that the national law does not allow", ("PE401",)),
    Analysis("a cost that turns on what is not stated", ("PE416", "PE113")),
    Analysis("shares that do not make the whole", ("PE412", "PE413")),
    Analysis(
        "a limit that cannot be reached, or is exceeded when full", ("PE407", "PE409", "PE415", "PE543")
    ),
    Analysis("an order that does not tell two people apart", ("PE410", "PE411", "PE414")),
    Analysis(
        "places given above a limit, out of order, or by the order of the rows",
        held_by=("tests/properties/test_allocation.py",),
    ),
)

BETWEEN = (
    Analysis("one worker paid for twice", ("PE542", "PE530")),
    Analysis("a worker, or a month, that each leaves to the other", ("PE544", "PE545", "PE531")),
    Analysis("a rule wider than the higher one", ("PE540", "PE541", "PE401", "PE304", "PE406")),
    Analysis("an instrument copied from another", ("PE547",)),
    Analysis("one word with two meanings", ("PE546", "PE102", "PE103")),
    Analysis(
        "references that lead nowhere, in a circle, or to what was repealed",
        ("PE106", "PE111", "PE535", "PE903"),
    ),
    Analysis(
        "residence read from the digits of an identity number",
        ("PE411",),
        how="no word of the language reads an identity number",
    ),
)

CHANGES = (
    Analysis(
        "who gains, who loses and what it costs between two versions",
        held_by=("tests/properties/test_differences.py", "docs/guides/diff.md"),
    ),
    Analysis("a property that does not hold of all workers", ("PE703",), ("docs/guides/test.md",)),
    Analysis(
        "mistakes that no test would notice",
        held_by=("tests/unit/commands/test_of_tests.py", "docs/guides/test.md"),
        how="`test --mutate`, with a worker or a register for each",
    ),
    Analysis("personal data that no decision needs", ("PE211", "PE909", "PE930")),
    Analysis("a provision whose words no drafter should use", ("PE914", "PE915", "PE917", "PE019")),
)


@dataclass(frozen=True, slots=True)
class Unwritable:
    """A mistake that no text can hold: what, the words that would hold it, the code that refuses them, and why."""

    what: str
    words: str
    code: str
    why: str


UNWRITABLE = (
    Unwritable(
        "a table of amounts that leaves out what holds between two rows",
        "Iuran jht menurut penghasilan: 1. sampai dengan Rp999.000: Rp20.000.",
        "PE001",
        "a table has to say so",
    ),
    Unwritable(
        "a list whose connectives leave open what belongs together",
        "Penerima harus lulus_verifikasi dan terdata_kelurahan atau terdata_dinas_teknis.",
        "PE008",
        "brackets are asked for",
    ),
    Unwritable(
        "a division by nothing",
        "Iuran jht sebesar penghasilan dibagi kapal_gt dibulatkan ke bawah.",
        "PE001",
        "nothing is divided by a fact",
    ),
    Unwritable(
        "an amount that grows without bound from two facts",
        "Iuran jht sebesar penghasilan kali kapal_gt.",
        "PE001",
        "facts are not multiplied with one another",
    ),
    Unwritable(
        "a fraction of a rupiah", "Iuran jht sebesar Rp10.000,50 per bulan.", "PE001", "rupiah are whole"
    ),
    Unwritable(
        "a negative amount", "Iuran jht sebesar Rp-10.000 per bulan.", "PE001", "an amount has no sign"
    ),
    Unwritable(
        "a fraction that no decimal is equal to",
        "Iuran jht sebesar sepertiga dari penghasilan dibulatkan ke bawah.",
        "PE001",
        "a rate is an exact decimal, and shares of 33.33% do not make the whole (PE412)",
    ),
    Unwritable(
        "an age that is a number given by somebody",
        "Penerima harus usia + 1 tahun paling rendah 18 tahun pada tanggal pendaftaran.",
        "PE160",
        "age comes from the date of birth and a stated day",
    ),
    Unwritable(
        "a bound in signs, of which one may mean the other",
        "Penerima harus usia >= 18 tahun pada tanggal pendaftaran.",
        "PE001",
        "bounds are words",
    ),
    Unwritable(
        "a day that depends on when the engine runs",
        "Penerima harus usia paling rendah 18 tahun pada hari ini.",
        "PE001",
        "every day is stated or given",
    ),
    Unwritable(
        "residence or age read from an identity number",
        "Penerima harus enam angka depan nik sama dengan 217102.",
        "PE001",
        "no word reads the digits of a number",
    ),
    Unwritable(
        "a condition that switches between versions",
        "Dalam hal tanggal keputusan paling cepat 2026-07-01, Pasal 2 huruf a tidak berlaku.",
        "PE001",
        "versions are made by amendment",
    ),
    Unwritable(
        "a value for what is not known",
        "Penghasilan yang tidak diketahui dianggap Rp0.",
        "PE001",
        "what is not known stays so, and the outcome is undetermined",
    ),
    Unwritable(
        "a case for all others that hides who they are",
        "Dalam hal lainnya, Iuran jkk sebesar Rp10.000 per bulan.",
        "PE001",
        "an exception states its condition",
    ),
    Unwritable(
        "a condition in words that nobody can weigh",
        'Penerima harus "orang yang layak dibantu".',
        "PE001",
        "it is declared as a fact with an officer who attests it",
    ),
    Unwritable(
        "an open list",
        "Penerima terdiri atas nelayan, antara lain ojek.",
        "PE001",
        "it is declared as a fact with an officer who attests it",
    ),
    Unwritable(
        "`selain` read as *except*",
        "Penerima harus nelayan selain pembudi_daya_ikan.",
        "PE001",
        "the law uses it for *in addition to*",
    ),
    Unwritable(
        "a duty without consequence where a requirement is meant",
        "Penerima wajib lulus_verifikasi.",
        "PE001",
        "a requirement is written `harus`",
    ),
    Unwritable(
        "a number of months of which nobody knows which",
        "Iuran dibayar untuk 3 bulan.",
        "PE001",
        "months are listed",
    ),
    Unwritable(
        "a delegation of everything",
        "Ketentuan lebih lanjut diatur dengan perbup.",
        "PE001",
        "its matter and the kind of instrument are stated",
    ),
    Unwritable(
        "a contribution by a schedule that is not named",
        "Iuran jkk sesuai dengan daftar yang berlaku.",
        "PE001",
        "the instrument and its place are cited",
    ),
    Unwritable(
        "an order by lot, or by chance",
        "Urutan prioritas: a. undian.",
        "PE001",
        "a key is a fact and has a direction",
    ),
)

CHAPTERS = (
    ("Mistakes made elsewhere in encoding laws", MISTAKES),
    ("Inside one instrument", INSIDE),
    ("Time", TIME),
    ("Money, quotas and ceilings", MONEY),
    ("Between instruments, and against higher law", BETWEEN),
    ("Versions, properties, tests and drafting", CHANGES),
)


def render() -> str:
    """Write the page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# What is looked for"
    yield ""
    yield "What goes wrong in rules, in the words of nobody in particular, and what finds it here."
    yield "A number in brackets counts the defects of that code in the [corpus](corpus.md)."
    yield "Each code has its page: `policy-engine rule CODE`."
    defects = [entry.code for suite in suites() for entry in suite.entries]
    for title, analyses in CHAPTERS:
        yield ""
        yield f"## {title}"
        yield ""
        yield "| what | codes | also |"
        yield "|---|---|---|"
        for each in analyses:
            codes = ", ".join(
                f"{code} {REGISTRY[code].kind.name}" + (f" ({n})" if (n := defects.count(code)) else "")
                for code in each.codes
            )
            also = "; ".join(filter(None, (each.how, *(f"`{path}`" for path in each.held_by))))
            yield f"| {each.what} | {codes} | {also} |"
    yield ""
    yield "## What cannot be written"
    yield ""
    yield "Words that would hold the mistake are refused by the code given."
    yield ""
    yield "| what | words | refused | because |"
    yield "|---|---|---|---|"
    for one in UNWRITABLE:
        yield f"| {one.what} | `{one.words}` | {one.code} | {one.why} |".replace("``", "`")
    yield ""
    yield "A draft in which amounts have no words beside their figures is none: `render --what law` writes them."
