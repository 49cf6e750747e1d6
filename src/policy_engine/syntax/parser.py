"""Text in, syntax tree and problems out; the only importer of lark together with `build` and `tables`.

Parsing never fails: any text gives an answer. After a problem, reading goes on
at the next unit of the law (article, paragraph, item, test), so that one run
reports many. A tree built over problems lacks what could not be read.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import SequenceMatcher
from functools import cache

from lark import Lark, Token, Tree
from lark import __version__ as lark_version
from lark.exceptions import UnexpectedInput, UnexpectedToken
from lark.parsers.lalr_interactive_parser import InteractiveParser

from policy_engine.diagnostics import syntax as problems
from policy_engine.diagnostics.model import Diagnostic, in_order
from policy_engine.diagnostics.suggest import closest
from policy_engine.diagnostics.syntax import LARGEST_DIGITS
from policy_engine.domain import dates
from policy_engine.domain.bilingual import Language, Text
from policy_engine.source import SourceFile, Span
from policy_engine.syntax import ast
from policy_engine.syntax import tables as tables_of_parser
from policy_engine.syntax.build_sentences import Builder
from policy_engine.syntax.comments import Comment
from policy_engine.syntax.forms import form_of
from policy_engine.syntax.keywords import keywords, spell
from policy_engine.syntax.parsed import Parsed

LARK = lark_version
"""The version of lark, whose tables no other version reads."""

_MAX_HEIGHT = 150
"""Nodes above each other in a parse tree, so that every pass may recurse."""

MAX_DEPTH = 64
"""Brackets within brackets; the law itself allows four levels of lists (UU 12/2011 Lampiran II 92)."""

_MAX_PROBLEMS = 50
_SHORT = 6
_TENTHS_OF_A_WORD = 6
_TENTHS = 8
"""So many tenths of a slip agree with the keyword it is for."""
_WORD = re.compile(r'\.{3}|"[^"\n]*"|[<>]=|\d[\d.,/]*\d|[\w%]+|.', re.DOTALL)
_ISO_DATE = re.compile(r"(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])")
_HEADING = re.compile(
    r"^[ \t]*(?P<unit>(?:pasal|article|butir|item|lampiran|annex|diktum|ruling)\b"
    r"(?:[ \t]+(?:\d\w*|(?-i:[IVXLCDM]+)\b|ke\w+|\w+(?:st|nd|rd|th)\b))?)"
    r"|^(?P<end>\}|uji|test|contoh|example|pastikan|ensure)"
    r"|^[ \t]*(?P<paragraph>\([1-9]\d*[a-z]{0,3}\))",
    re.IGNORECASE | re.MULTILINE,
)

_LITERALS = {
    "NAME": Text("sebuah nama", "a name"),
    "QUOTE": Text("tulisan dalam tanda petik", "words in quotation marks"),
    "RECITAL_TEXT": Text("pertimbangan `bahwa ...`", "a recital `bahwa ...`"),
    "GROUND_TITLE": Text("`tentang` dan judulnya", "`tentang` and its title"),
    "CONSTITUTION": Text("Undang-Undang Dasar", "the constitution"),
    "COPIED_TERM": Text("sebuah istilah", "a term"),
    "COPIED_MEANING": Text("bunyi istilah itu", "the wording of the term"),
    "ELLIPSIS": Text("`...`", "`...`"),
    "DATE": Text("tanggal", "a date"),
    "MONTH": Text("bulan, misalnya `November 2025`", "a month, such as `November 2025`"),
    "REFERENCE": Text("nomor naskah, misalnya `44/2015`", "a number such as `44/2015`"),
    "PERCENT": Text("persentase", "a percentage"),
    "IN_WORDS": Text("jumlahnya dengan huruf, dalam kurung", "the number in words, in brackets"),
    "MONEY": Text("jumlah rupiah", "an amount in rupiah"),
    "CODE": Text("kode", "a code"),
    "NUMBER": Text("bilangan", "a number"),
    "PARAGRAPH_MARK": Text("nomor ayat, misalnya `(1)`", "a paragraph number such as `(1)`"),
    "LETTER_MARK": Text("rincian `a.`", "an item `a.`"),
    "POINT_MARK": Text("rincian `1.`", "an item `1.`"),
    "SUB_LETTER_MARK": Text("rincian `a)`", "an item `a)`"),
    "SUB_POINT_MARK": Text("rincian `1)`", "an item `1)`"),
    "ARTICLE_LABEL": Text("nomor pasal", "an article number"),
    "CHAPTER_TITLE": Text("nomor Romawi dan judul bab", "a Roman number and a chapter title"),
    "PART_TITLE": Text("kata bilangan dan judul bagian", "an ordinal and a part title"),
    "SECTION_TITLE": Text("nomor dan judul paragraf", "a number and a section title"),
    "ROMAN": Text("nomor Romawi", "a Roman number"),
    "ORDINAL": Text("`KESATU` dan seterusnya", "`FIRST` and so on"),
    "LETTER_LABEL": Text("huruf", "a letter"),
    "POINT_LABEL": Text("angka", "a number"),
    "COMMA": Text("`,`", "`,`"),
    "FULL_STOP": Text("`.`", "`.`"),
    "_THEN": Text("`,` lalu pasal yang dirujuk", "`,` and then the article cited"),
    "LBRACE": Text("`{`", "`{`"),
    "RBRACE": Text("`}`", "`}`"),
    "LPAR": Text("`(`", "`(`"),
    "RPAR": Text("`)`", "`)`"),
    "COLON": Text("`:`", "`:`"),
    "SEMICOLON": Text("`;`", "`;`"),
    "PLUS": Text("`+`", "`+`"),
    "MINUS": Text("`-`", "`-`"),
    "STAR": Text("`*`", "`*`"),
    "SLASH": Text("`/`", "`/`"),
    "$END": Text("akhir berkas", "the end of the file"),
}

_NUMBERS = frozenset({"NUMBER", "MONEY", "PERCENT"})
_MANY_DIGITS = re.compile(rf"[0-9.,/]{{{LARGEST_DIGITS + 1},}}")

_MEETS = re.compile(
    r"memenuhi\s+(?:syarat|ketentuan|kriteria)\b|meet\s+(?:the\s+)?(?:conditions|criteria)\b", re.IGNORECASE
)
_WRITE_REQUIREMENTS = Text(
    "tulis `Penerima harus memenuhi persyaratan:` lalu rinciannya",
    "write `Recipient must meet the requirements:` and then the items",
)
_OF_A_TEST = re.compile(r"\s*(?:\}|pastikan\b|ensure\b|uji\b|test\b|contoh\b|example\b)", re.IGNORECASE)
"""How a line begins that says what is expected of a worker: there `memenuhi syarat` is an outcome."""

# What is written elsewhere, by lawyers or by programmers, and how it is written here.
_HABITS = (
    (
        re.compile(
            r"tidak\s+sedang\s+menjadi(?!\s+peserta\b)|not\s+currently\s+a(?!\s+participant\s+of\b)",
            re.IGNORECASE,
        ),
        Text(
            "tulis `tidak sedang menjadi peserta` lalu nama kepesertaannya",
            "write `not currently a participant of` and then which participation",
        ),
    ),
    (
        re.compile(
            r"belum\s+pernah\s+terdaftar(?!\s+sebagai\b)|never\s+registered(?!\s+as\b)", re.IGNORECASE
        ),
        Text(
            "sebut objeknya: `belum pernah terdaftar sebagai` lalu nama kepesertaannya",
            "name the object: `never registered as` and then which participation",
        ),
    ),
    (
        re.compile(r"[<>]=?|=|≤|≥"),
        Text(
            "tulis batas dengan kata, misalnya `paling rendah` atau `paling tinggi`",
            "write a bound in words, such as `at least` or `at most`",
        ),
    ),
    (
        re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}"),
        Text("tulis tanggal `2025-01-31` atau `31 Januari 2025`", "write `2025-01-31` or `31 January 2025`"),
    ),
    (
        re.compile(r"Rp\.?\s?[\d.]+,\d+"),
        Text("rupiah selalu bulat; hapus yang di belakang koma", "rupiah are whole; leave out the fraction"),
    ),
    (
        re.compile(r"\bwajib\b", re.IGNORECASE),
        Text(
            'syarat ditulis `harus`; kewajiban yang tidak menentukan, `Tidak dikodekan karena "..."`',
            'a requirement is written `must`; a duty that decides nothing, `Not encoded because "..."`',
        ),
    ),
    (
        re.compile(r"\bselain\b", re.IGNORECASE),
        Text(
            "`selain` berarti di samping; untuk mengecualikan tulis `kecuali`",
            "`selain` means in addition to; to take something out write `except`",
        ),
    ),
    (
        re.compile(r"\b(?:berusia|berumur|umur)\b.*", re.IGNORECASE),
        Text("tulis `usia`, lalu kata batasnya", "write `age` and then its bound"),
    ),
    (
        re.compile(r"\b(?:nopember|pebruari)\b", re.IGNORECASE),
        Text("tulis `November` atau `Februari`", "write `November` or `February`"),
    ),
    (
        re.compile(r"[^\W\d_]\w*-[^\W\d]\w*\.?"),
        Text(
            "nama ditulis dengan garis bawah, misalnya `guru_ngaji`",
            "write names with underscores, such as `guru_ngaji`",
        ),
    ),
)

_LAST_WORD = re.compile(r"[^\W\d]\w*$")
_RUN_OF_WORDS = re.compile(
    r"[^\W\d]\w*(?:[ \t]+(?!(?:dan|atau|yang|kecuali|pada|tidak|dalam|and|or|that|except|on|not|in)\b)[^\W\d]\w*){1,3}",
    re.IGNORECASE,
)
_WRITE_RP = Text("tulis `Rp` di depan jumlah rupiah", "write `Rp` before an amount in rupiah")
_CLOSE_SENTENCE = Text("tutup ketentuan sebelumnya dengan titik", "end the sentence before with a full stop")
_ONE_NORM = Text(
    "satu ayat memuat satu norma; tulis yang berikutnya sebagai ayat sendiri",
    "a paragraph holds one norm; write the next as a paragraph of its own",
)
_NO_SENTENCE = Text(
    "ketentuan diawali misalnya dengan `Penerima`, `Iuran`, atau `Dalam hal`; "
    'yang tidak dapat ditimbang mesin ditulis `Tidak dikodekan karena "..."`',
    "a sentence begins with `Recipient`, `Contribution` or `In case`, for example; "
    'what no machine can weigh is written `Not encoded because "..."`',
)

# Where reading goes on after a problem: how the unit starts in the text, and what a state of the
# parser must be able to take for it to be the state that reads such units.
_UNITS: tuple[tuple[re.Pattern[str], frozenset[str]], ...] = (
    (
        re.compile(
            r"(?:instrumen|instrument|uji|test|contoh|example|pastikan|ensure|fakta|fact|kosakata|vocabulary"
            r"|parameter)\b",
            re.IGNORECASE,
        ),
        frozenset({"$END", "_FACT"}),
    ),
    (
        re.compile(
            r"[ \t]*(?:pasal|article|butir|item|lampiran|annex|diktum|ruling|bab|chapter|bagian|part|paragraf|section)"
            r"\b[ \t]+[\w(]",
            re.IGNORECASE,
        ),
        frozenset({"_ARTICLE", "RBRACE"}),
    ),
    (re.compile(r"[ \t]*\([1-9]\d*[a-z]{0,3}\)[ \t]"), frozenset({"PARAGRAPH_MARK"})),
    (re.compile(r"[ \t]*[a-z]{1,2}\.[ \t]"), frozenset({"LETTER_MARK"})),
    (re.compile(r"[ \t]*[1-9]\d*\.[ \t]"), frozenset({"POINT_MARK"})),
    (re.compile(r"\}"), frozenset({"RBRACE"})),
)


def parse(source: SourceFile, tables: bytes | None = None) -> Parsed:
    """Read one file; `tables` are those that `tables_to_keep` gave to this version, which saves computing them."""
    comments = _comments(source)
    if (too_deep := _too_deep(source)) is not None:
        return Parsed(None, comments, (too_deep,))
    found: list[Diagnostic] = []
    result = _read(source, found, tables)
    if not isinstance(result, Tree):
        found.extend(_impossible_dates(source))
        return Parsed(None, comments, _finished(source, found))
    if (too_deep := _too_tall(source, result)) is not None:
        return Parsed(None, comments, (too_deep,))
    if too_large := tuple(_too_large(source, result)):
        return Parsed(None, comments, _finished(source, [*found, *too_large]))
    builder = Builder(source)
    tree = builder.build(result)
    found.extend(builder.problems)
    return Parsed(tree if isinstance(tree, ast.PolicyFile) else None, comments, _finished(source, found))


def _too_large(source: SourceFile, tree: "Tree[Token]") -> Iterator[Diagnostic]:
    """Find numbers with more digits than any amount, count or rate of the law."""
    if _MANY_DIGITS.search(source.text) is None:
        return
    for token in tree.scan_values(lambda value: isinstance(value, Token)):
        text, start = str(token), token.start_pos
        if token.type in _NUMBERS and start is not None and sum(map(str.isdigit, text)) > LARGEST_DIGITS:
            yield problems.NumberTooLarge(span=Span(source, start, start + len(text)), found=text)


def tables_to_keep() -> bytes:
    """Give the tables of the parser, for a cache: computing them takes longer than reading a regulation."""
    return tables_of_parser.written(_lark(None))


@cache
def _lark(tables: bytes | None) -> Lark:
    return tables_of_parser.made() if tables is None else tables_of_parser.read(tables)


def _read(source: SourceFile, found: list[Diagnostic], tables: bytes | None) -> "Tree[Token] | None":
    """Run the parser to the end of the text, past every problem it can get past."""
    parser = _lark(tables).parse_interactive(source.text)
    while len(found) < _MAX_PROBLEMS:
        try:
            for _ in parser.iter_parse():
                pass
            result: Tree[Token] = parser.feed_eof()  # type: ignore[no-untyped-call]  # lark leaves it untyped
        except UnexpectedInput as problem:
            found.append(_problem(source, problem, parser))
            if not _resume(source, problem, parser):
                return None
        else:
            return result
    return None


def _problem(source: SourceFile, problem: UnexpectedInput, parser: InteractiveParser) -> Diagnostic:
    span = _place(source, problem)
    opening = _opening_quote(source, span)
    if opening is not None:
        return problems.UnclosedBracket(span=opening, opening='"', reached=span)
    if not span.text and (bracket := _last_open(source)) is not None:
        return problems.UnclosedBracket(span=bracket, opening=bracket.text, reached=span)
    if (list_ := _fifth_level(source, span)) is not None:
        return problems.ListTooDeep(span=list_)
    names = _expected(parser)
    near = _near(source, span, [keywords()[name].spelling for name in names if name in keywords()])
    hint = None if near else _habit(source, span, names)
    form = None if hint is not None or _is_slip(source, span, near) else _form(source, span)
    if form is not None:
        near = ()
    elif not near and hint is None:
        hint = _guess(source, span, names)
    return problems.UnexpectedText(
        span=span,
        found=span.text,
        expected=tuple(map(_spoken, names)),
        near=near,
        hint=hint,
        form=form,
    )


_PARAGRAPH_HEAD = re.compile(
    r"[ \t]*(?:(?:pasal|article|butir|item|lampiran|annex|diktum|ruling)\b[ \t]*\w*"
    r"(?:[ \t]+(?:menurut[ \t]+laporan|as[ \t]+reported))?)?[ \t]*(?:\([1-9]\d*[a-z]{0,3}\))?",
    re.IGNORECASE,
)


_OPENS_A_LIST = re.compile(r"[ \t]*[1-9]\d*[a-z]{0,3}\)[ \t]+[^;:.\n]*:[ \t]*")


def _fifth_level(source: SourceFile, span: Span) -> Span | None:
    """Give the line of an item of the fourth level that opens a list of its own, where reading stopped in it."""
    start = source.text.rfind("\n", 0, span.start) + 1
    end = source.text.find("\n", span.start)
    line = source.text[start : end if end >= 0 else None]
    if _OPENS_A_LIST.fullmatch(line) is None:
        return None
    return Span(source, start + len(line) - len(line.lstrip()), start + len(line.rstrip()))


def _form(source: SourceFile, span: Span) -> Text | None:
    """Give an example of the sentence or condition that is meant where reading stopped, inside an article."""
    heads = list(_HEADING.finditer(source.text, 0, span.start + 1))
    if not heads or heads[-1]["end"]:
        return None
    line = source.line_span(source.line_of(heads[-1].start()))
    head = _PARAGRAPH_HEAD.match(source.text, line.start)
    start = min(span.start, head.end() if head else line.start)
    found = form_of(source.text[start : span.start], source.text[span.start :])
    return None if found is None else found.example


def _is_slip(source: SourceFile, span: Span, near: tuple[str, ...]) -> bool:
    """Tell whether what was found is all but a keyword, so that nothing else can have been meant."""
    if not near:
        return False
    meant = near[0].split()
    written = [
        word.strip(",;:.") for word in source.text[span.start : span.start + 200].split()[: len(meant)]
    ]
    # One word of several may be another word altogether, however much the rest agrees.
    each = all(_tenths(one, other) >= _TENTHS_OF_A_WORD for one, other in zip(written, meant, strict=False))
    return each and _tenths(" ".join(written), near[0]) >= _TENTHS


def _tenths(written: str, keyword: str) -> int:
    """Give how many tenths of the letters of two texts agree, in order."""
    alike = SequenceMatcher(None, written.casefold(), keyword.casefold())
    shared = 2 * sum(block.size for block in alike.get_matching_blocks())
    return 10 * shared // max(1, len(written) + len(keyword))


def _habit(source: SourceFile, span: Span, names: tuple[str, ...]) -> Text | None:
    """Say what to write instead of what lawyers and programmers write elsewhere."""
    line = source.line_span(source.line_of(span.start))
    at = span.start - line.start
    before = line.text[:at].rstrip()
    if "MONEY" in names and span.text[:1].isdigit():
        return _WRITE_RP
    asked = () if _OF_A_TEST.match(line.text) else ((_MEETS, _WRITE_REQUIREMENTS),)
    habits: tuple[tuple[re.Pattern[str], Text], ...] = (*_HABITS, *asked)
    for habit, hint in habits:
        if any(match.start() <= at < match.end() for match in habit.finditer(line.text)):
            return hint
    if "FULL_STOP" in names and not before and any(unit.match(source.text, line.start) for unit, _ in _UNITS):
        return _CLOSE_SENTENCE
    if "RBRACE" in names and before.endswith("."):
        return _ONE_NORM
    return None


def _guess(source: SourceFile, span: Span, names: tuple[str, ...]) -> Text | None:
    """Say what may be meant where nothing tells which sentence it is."""
    line = source.line_span(source.line_of(span.start))
    before = line.text[: span.start - line.start].rstrip()
    if "_RECIPIENT" in names and span.text[:1].isalpha():
        return _NO_SENTENCE
    word = _LAST_WORD.search(before)
    if "FULL_STOP" in names and word is not None and span.text[:1].isalpha():
        run = _RUN_OF_WORDS.match(line.text, word.start())
        name = "_".join((run[0] if run else f"{word[0]} {span.text}").lower().split())
        return Text(
            f"bila ini satu nama, tulis `{name}`; bila kata kunci, periksa ejaannya",
            f"if this is one name, write `{name}`; if a keyword, check its spelling",
        )
    return None


def _near(source: SourceFile, span: Span, spellings: list[Text]) -> tuple[str, ...]:
    """Give the keywords that look like the words found, compared with as many words as the keyword has."""
    following = source.text[span.start : span.start + 200].split()
    if not span.text[:1].isalpha():
        return ()
    found: list[str] = []
    for spelling in spellings:
        for language in Language:
            keyword = spelling.in_(language).lstrip(",; ")
            written = " ".join(following[: len(keyword.split())]).strip(",;:.")
            if _alike(written, keyword) and closest(written, [keyword], limit=1):
                found.append(keyword)
    return tuple(dict.fromkeys(found))[:2]


def _alike(written: str, keyword: str) -> bool:
    """Say whether a short word can be a slip for a keyword: it begins alike and three quarters agree."""
    if len(written) > _SHORT:
        return True
    first, second = written.casefold(), keyword.casefold()
    shared = sum(block.size for block in SequenceMatcher(None, first, second).get_matching_blocks())
    return first[:1] == second[:1] and 8 * shared >= 3 * (len(first) + len(second))


def _expected(parser: InteractiveParser) -> tuple[str, ...]:
    """Give the terminals that could really stand here, keywords in the order of the grammar and then the rest."""
    accepted: set[str] = parser.accepts()  # type: ignore[no-untyped-call]  # lark leaves it untyped
    order = {name: place for place, name in enumerate(keywords())}
    # A sentence may begin with a reference, but few do.
    late = _REFERENCES if "_RECIPIENT" in accepted else frozenset[str]()
    return tuple(
        sorted(accepted, key=lambda name: (name not in order, name in late, order.get(name, 0), name))
    )


_REFERENCES = frozenset(
    ("_ARTICLE", "_PARAGRAPH", "_LETTER", "_ANNEX", "_REPORTED_ITEM", "_RULING", "_CALLED_INSTRUMENT")
)
"""What a reference to a place begins with."""


def _spoken(terminal: str) -> Text:
    if terminal in keywords():
        return Text(
            f"`{spell(terminal, Language.ID).lstrip(',; ')}`",
            f"`{spell(terminal, Language.EN).lstrip(',; ')}`",
        )
    return _LITERALS.get(terminal, Text(f"`{terminal}`", f"`{terminal}`"))


def _place(source: SourceFile, problem: UnexpectedInput) -> Span:
    """Give the word that could not be read; an empty span at the end of the text."""
    start = problem.pos_in_stream
    if start is None or (isinstance(problem, UnexpectedToken) and problem.token.type == "$END"):
        end = len(source.text.rstrip())
        return Span(source, end, end)
    word = _WORD.match(source.text, start)
    return Span(source, start, word.end() if word else start)


def _opening_quote(source: SourceFile, span: Span) -> Span | None:
    """Give the quotation mark at a place if nothing closes it on its line."""
    rest = source.text[span.start :].partition("\n")[0]
    if rest.startswith('"') and rest.count('"') == 1:
        return Span(source, span.start, span.start + 1)
    return None


def _impossible_dates(source: SourceFile) -> Iterator[Diagnostic]:
    """Find dates that do not exist where no tree could be built to find them in."""
    for match in _ISO_DATE.finditer(_SCAN.sub(lambda hidden: " " * len(hidden[0]), source.text)):
        if dates.parse_date(match[0]) is None:
            year, month, day = (int(part) for part in match[0].split("-"))
            yield problems.ImpossibleDate(
                span=Span(source, match.start(), match.end()), found=match[0], year=year, month=month, day=day
            )


def _last_open(source: SourceFile) -> Span | None:
    """Give the bracket that the end of the text finds open."""
    still_open: list[int] = []
    for place, character in _brackets(source):
        if character in "{(":
            still_open.append(place)
        elif still_open:
            still_open.pop()
    return Span(source, still_open[-1], still_open[-1] + 1) if still_open else None


def _resume(source: SourceFile, problem: UnexpectedInput, parser: InteractiveParser) -> bool:
    """Put the parser before the next unit that some state on its stack can read; say whether there is one."""
    after, lexer = problem.pos_in_stream, parser.lexer_thread.state
    if (
        after is None
        or lexer is None
        or (isinstance(problem, UnexpectedToken) and problem.token.type == "$END")
    ):
        return False
    table = parser.parser_state.parse_conf.parse_table.states
    stack = parser.parser_state.state_stack
    for place, needed in _units_after(source, after):
        for depth in range(len(stack) - 1, -1, -1):
            if needed <= table[stack[depth]].keys():
                del stack[depth + 1 :]
                del parser.parser_state.value_stack[depth:]
                lexer.line_ctr.char_pos = place
                lexer.last_token = None
                return True
    return False


def _units_after(source: SourceFile, start: int) -> Iterator[tuple[int, frozenset[str]]]:
    """Give the places after `start` where a unit begins, at the head of a line, with what a reading state takes."""
    line = source.line_of(start)
    for number in range(line, source.line_count + 1):
        at = source.line_span(number).start
        if at <= start:
            continue
        for pattern, needed in _UNITS:
            if pattern.match(source.text, at):
                yield at, needed
                break


def _finished(source: SourceFile, found: list[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Order the problems and give each the legal heading it stands under."""
    return tuple(
        in_order(
            diagnostic
            if diagnostic.span is None
            else replace(diagnostic, heading=heading_at(source, diagnostic.span.start))
            for diagnostic in found
        )
    )


def heading_at(source: SourceFile, offset: int) -> Text | None:
    """Give the article and paragraph that a place stands under, as written, or None before the first article."""
    unit: str | None = None
    paragraph = ""
    for match in _HEADING.finditer(source.text, 0, offset + 1):
        if match["end"]:
            unit, paragraph = None, ""
        elif match["unit"]:
            unit, paragraph = " ".join(match["unit"].split()), ""
        else:
            paragraph = match["paragraph"]
    if unit is None:
        return None
    return Text(
        f"{unit} ayat {paragraph}" if paragraph else unit,
        f"{unit} paragraph {paragraph}" if paragraph else unit,
    )


# Comments and brackets are found before parsing, quotation marks respected: neither depends on the grammar.
_SCAN = re.compile(r'"[^"\n]*"|#[^\n]*|[{}()]')


def _comments(source: SourceFile) -> tuple[Comment, ...]:
    return tuple(
        Comment(match[0].rstrip(), Span(source, match.start(), match.start() + len(match[0].rstrip())))
        for match in _SCAN.finditer(source.text)
        if match[0].startswith("#")
    )


def _brackets(source: SourceFile) -> Iterator[tuple[int, str]]:
    for match in _SCAN.finditer(source.text):
        if match[0] in "{}()":
            yield match.start(), match[0]


def _too_deep(source: SourceFile) -> Diagnostic | None:
    depth = 0
    for place, character in _brackets(source):
        depth += 1 if character in "{(" else -1
        if depth > MAX_DEPTH:
            return problems.NestedTooDeep(span=Span(source, place, place + 1), limit=MAX_DEPTH)
    return None


def _too_tall(source: SourceFile, tree: "Tree[Token]") -> Diagnostic | None:
    """Find a sum or a condition so long that its parse tree is taller than passes can walk."""
    level = [tree]
    for _ in range(_MAX_HEIGHT):
        level = [child for node in level for child in node.children if isinstance(child, Tree)]
        if not level:
            return None
    start = level[0].meta.start_pos
    return problems.NestedTooDeep(span=Span(source, start, start + 1), limit=_MAX_HEIGHT)
