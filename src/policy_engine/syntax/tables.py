"""The parser of lark: made of the grammar, written for a later run, and read so that little is made before it is met.

A file of a regulation meets a tenth of the states of the parser and a third of its terminals. What lark itself reads
back is everything, which takes longer than to read the regulation.
"""

import pickle
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from typing import Any

from lark import Lark
from lark.common import LexerConf
from lark.grammar import Rule
from lark.lexer import BasicLexer, ContextualLexer, Scanner, TerminalDef, _create_unless
from lark.parsers.lalr_analysis import IntParseTable, Reduce, Shift
from lark.parsers.lalr_parser import LALR_Parser, _Parser
from lark.utils import SerializeMemoizer, TextSlice

from policy_engine.syntax.keywords import grammar_text

_Row = dict[str, int]
"""What a state does at each terminal: twice the state it shifts to, or twice the number of a rule and one."""

_MANY = 100
"""Words that a state has met when one pattern for all its terminals pays."""


def made() -> Lark:
    """Make the parser of the grammar."""
    return Lark(
        grammar_text(),
        parser="lalr",
        lexer="contextual",
        propagate_positions=True,
        maybe_placeholders=True,
        _plugins={"ContextualLexer": _Lexer},
    )


def written(parser: Lark) -> bytes:
    """Write a parser for `read`."""
    memo = SerializeMemoizer([TerminalDef, Rule])
    data = parser.serialize(memo)
    data["options"] = {name: given for name, given in data["options"].items() if name != "_plugins"}
    objects = memo.memoized.reversed()
    numbers = {rule: number for number, rule in objects.items() if isinstance(rule, Rule)}
    table = parser.parser.parser._parse_table  # noqa: SLF001  lark keeps it for its own writing
    rows = {
        state: {
            terminal: 2 * numbers[where] + 1 if action is Reduce else 2 * where
            for terminal, (action, where) in row.items()
        }
        for state, row in table.states.items()
    }
    data["parser"]["parser"] = (rows, table.start_states, table.end_states)
    return pickle.dumps({"data": data, "memo": objects}, protocol=pickle.HIGHEST_PROTOCOL)


def read(tables: bytes) -> Lark:
    """Read what `written` gave to this version."""
    kept = pickle.loads(tables)  # noqa: S301  our own, from a folder that nobody else may write
    for each in kept["memo"].values():
        if isinstance(each, Rule):
            # Its hash is of texts, and differs from process to process.
            each._deserialize()  # type: ignore[no-untyped-call]  # noqa: SLF001  what lark does after reading one
    plugins = {"LALR_Parser": _Lalr, "ContextualLexer": _Lexer}
    parser: Lark = Lark._load_from_dict(  # type: ignore[no-untyped-call]  # noqa: SLF001  what `load` calls
        kept["data"], kept["memo"], _plugins=plugins
    )
    return parser


class _Rows(dict[int, dict[str, Any]]):
    """The rows of a parse table as lark wants them, each made when its state is met."""

    def __init__(self, rows: Mapping[int, _Row], rules: Mapping[int, Rule]) -> None:
        super().__init__()
        self._rows, self._rules = rows, rules

    def __missing__(self, state: int) -> dict[str, Any]:
        row = {
            terminal: (Reduce, self._rules[code // 2]) if code % 2 else (Shift, code // 2)
            for terminal, code in self._rows[state].items()
        }
        self[state] = row
        return row

    def items(self) -> Any:
        """Give the rows as they were written: who goes through all of them asks for terminals alone."""
        return self._rows.items()


class _Lalr(LALR_Parser):
    """A parser whose table is made as it is met."""

    @classmethod
    def deserialize(cls, data: Any, memo: Any, callbacks: Any, debug: bool = False) -> "_Lalr":  # type: ignore[override]  # noqa: FBT001, FBT002  the signature is lark's
        """Read what `written` put in place of a table."""
        rows, starts, ends = data
        parser = cls.__new__(cls)
        table: Any = IntParseTable(_Rows(rows, memo), starts, ends)  # type: ignore[no-untyped-call]  # lark leaves it untyped
        parser._parse_table, parser.parser = table, _Parser(table, callbacks, debug)  # noqa: SLF001  as lark does
        return parser


class _Lexer(ContextualLexer):
    """A lexer of each state, made when the state is met; states that accept the same share one."""

    def __init__(
        self, conf: LexerConf, states: Mapping[int, Collection[str]], always_accept: Collection[str] = ()
    ) -> None:
        everything = copy(conf)
        everything.skip_validation = True
        self.lexers = _Lexers(everything, states, {*conf.ignore, *always_accept})
        self.root_lexer = _Basic(everything)


class _Lexers(dict[int, Any]):
    def __init__(
        self, conf: LexerConf, states: Mapping[int, Collection[str]], always: Collection[str]
    ) -> None:
        super().__init__()
        self._conf, self._states, self._always = conf, states, always
        self._by_terminals: dict[frozenset[str], BasicLexer] = {}

    def __missing__(self, state: int) -> BasicLexer:
        accepts = frozenset((*self._states[state], *self._always))
        if accepts not in self._by_terminals:
            conf, known = copy(self._conf), self._conf.terminals_by_name
            conf.terminals = [known[name] for name in accepts if name in known]
            self._by_terminals[accepts] = _Basic(conf)
        self[state] = lexer = self._by_terminals[accepts]
        return lexer


class _Basic(BasicLexer):
    def _build_scanner(self) -> Scanner:
        terminals, self.callback = _create_unless(  # type: ignore[no-untyped-call]  # lark leaves it untyped
            self.terminals, self.g_regex_flags, self.re, self.use_bytes
        )
        return _Scanner(terminals, self)


class _Scanner(Scanner):
    """A scanner that tries the terminals of its state one by one, until it has met so much that one pattern pays.

    Every state of the parser has a scanner, and most terminals are in many: compiled for each state anew they take
    longer than a file takes to be read. One by one they are compiled once for all, and found as they would be in
    one pattern, which tries them in the same order.
    """

    def __init__(self, terminals: Sequence[TerminalDef], lexer: BasicLexer) -> None:
        self.terminals, self.g_regex_flags = terminals, lexer.g_regex_flags
        self.re_, self.use_bytes = lexer.re, lexer.use_bytes
        self.allowed_types = {terminal.name for terminal in terminals}
        self._mres = self._build_mres(terminals, 1)  # type: ignore[no-untyped-call]  # lark leaves it untyped
        self._met = 0

    def match(self, text: TextSlice[str], pos: int) -> tuple[str, str] | None:
        """Give what stands at a place, and of which terminal it is."""
        self._met += 1
        if self._met == _MANY:
            every = len(self.terminals)
            self._mres = self._build_mres(self.terminals, every)  # type: ignore[no-untyped-call]  # as above
        return super().match(text, pos)  # type: ignore[no-any-return]  # as above
