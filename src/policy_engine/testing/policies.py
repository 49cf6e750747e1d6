"""Whole policies as syntax trees: nothing in, Hypothesis strategies of well-typed policies out.

Every generated policy elaborates without errors: names are declared, references point at what stands there,
values have the type of what they are compared with, and shares sum to the whole. What varies is everything
else. There is one strategy for each kind of node (`testing.country`), so that a new construct is a new
strategy and one more member of the strategy that chooses among its kind.

`policies` gives all the files of one small country: declarations, national law, a province whose instrument
pays before the regency's, and the regency's own instrument with exceptions two deep.
"""

from dataclasses import replace
from functools import cache

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from policy_engine.domain.bilingual import Language
from policy_engine.source import SourceFile, Span
from policy_engine.structure import dataclass
from policy_engine.syntax import ast
from policy_engine.syntax.printer import print_file
from policy_engine.testing.country.declarations import preludes
from policy_engine.testing.country.national import national
from policy_engine.testing.country.regional import regional
from policy_engine.testing.country.words import JUNIOR, SENIOR


@dataclass(frozen=True, slots=True, repr=False)
class Country:
    """The files of one generated country; shown as the text that a drafter would have written."""

    trees: tuple[ast.PolicyFile, ...]

    def __repr__(self) -> str:
        return "\n".join(print_file(tree, (), Language.ID) for tree in self.trees)

    def _repr_pretty_(self, printer: RepresentationPrinter, _cycle: bool) -> None:  # noqa: FBT001  its protocol
        """Show this text in a failing example too; Hypothesis would else write out every field."""
        printer.text(f"\n{self!r}")


@cache
@st.composite
def policies(draw: st.DrawFn) -> Country:
    """Give all the files of one small country; they elaborate together without errors."""
    files = {
        "fakta": draw(preludes()),
        "nasional": draw(national()),
        "provinsi": draw(regional(SENIOR)),
        "kabupaten": draw(regional(JUNIOR)),
    }
    placed = (
        replace(tree, span=Span(SourceFile(f"{path}.policy", ""), 0, 0)) for path, tree in files.items()
    )
    return Country(tuple(placed))
