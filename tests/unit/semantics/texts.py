"""Text of small policies in; what elaboration makes of them out."""

from policy_engine.diagnostics.names import example
from policy_engine.domain.bilingual import Language
from policy_engine.ir import nodes as ir
from policy_engine.ir.dump import dump_expr
from policy_engine.ir.invariants import violations
from policy_engine.semantics.elaborate import Elaborated, elaborate
from policy_engine.source import SourceFile
from policy_engine.syntax import ast
from policy_engine.syntax.parser import parse

DECLARATIONS = (
    'fakta aktif adalah ya atau tidak "aktif" / "active".\n'
    'fakta meninggal adalah peristiwa "meninggal" / "death".\n'
    'fakta anak adalah bilangan "anak" / "children", dari 0 sampai dengan 20.\n'
    'fakta masa_kerja adalah tahun "masa kerja" / "years of work".\n'
    'fakta terdaftar_dtks adalah ya atau tidak "DTKS" / "DTKS", data dtks keadaan tanggal 2025-01-31.\n'
    'kosakata segmen "segmen" / "segment" {\n  bpu "BPU" / "BPU";\n  pu "PU" / "PU";\n}\n'
    'kosakata anggaran "anggaran" / "budget" {\n  apbd "APBD" / "APBD";\n  apbn "APBN" / "APBN";\n}\n'
)


def tree(text: str, path: str = "a.policy") -> ast.PolicyFile:
    """Read text that has no problem of syntax."""
    parsed = parse(SourceFile(path, text))
    assert [found.message.english for found in parsed.diagnostics] == []
    assert parsed.tree is not None
    return parsed.tree


def read(*texts: str) -> Elaborated:
    """Elaborate files given as text."""
    return elaborate([tree(text, f"{number}.policy") for number, text in enumerate(texts)])


def codes(*texts: str) -> list[str]:
    """Give the codes reported for some files."""
    return [found.code for found in read(*texts).diagnostics]


def instrument(body: str, *others: str, declarations: str = "") -> ir.Instrument:
    """Give the instrument of a Perbup with this body, about which nothing may be reported."""
    found = read(example(body, DECLARATIONS + declarations), *others)
    assert [(each.code, str(each.span), each.message.english) for each in found.diagnostics] == []
    assert violations(found.library) == ()
    return next(each for each in found.library.instruments if each.id.number == "1")


def version(body: str, *others: str, declarations: str = "") -> ir.Version:
    """Give the only version of a Perbup with this body."""
    (only,) = instrument(body, *others, declarations=declarations).versions
    return only


def required(condition: str, *others: str, declarations: str = "") -> str:
    """Give what `Penerima harus CONDITION` becomes."""
    (norm,) = version(
        f"  Pasal 1\n    Penerima harus {condition}.\n", *others, declarations=declarations
    ).norms
    return dump_expr(norm.condition)


def norms(body: str, *others: str) -> dict[str, str]:
    """Give the norms of a body by their place, each as its condition."""
    return {
        norm.citation.provision.text(
            Language.ID
        ): f"{norm.role.value} {norm.grain.value}: {dump_expr(norm.condition)}"
        for norm in version(body, *others).norms
    }
