"""Every check of law that needs no solver: trees and library in, diagnostics out."""

from collections.abc import Sequence

from policy_engine.diagnostics.model import Diagnostic, in_order
from policy_engine.ir import nodes as ir
from policy_engine.semantics.law.alike import check_alike
from policy_engine.semantics.law.between import check_between
from policy_engine.semantics.law.case import lay_out
from policy_engine.semantics.law.copied import check_copied
from policy_engine.semantics.law.drafting import check_drafting
from policy_engine.semantics.law.money import check_money
from policy_engine.semantics.law.time import check_time
from policy_engine.syntax import ast


def check_law(trees: Sequence[ast.PolicyFile], library: ir.Library) -> tuple[Diagnostic, ...]:
    """Give what the law says against instruments as written, in the order of the files.

    Of the library the vocabularies are read: `wilayah` for the codes of regions, `jabatan` for posts. What
    amendments and repeals run into is told by `timelines`, and not again here.
    """
    laws = lay_out(trees, library)
    found = (check_time, check_money, check_between, check_alike, check_copied, check_drafting)
    return in_order(each for check in found for each in check(laws))
