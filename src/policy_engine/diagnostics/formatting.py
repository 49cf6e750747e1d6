"""The one problem the formatter can have: its own text would not say what the author wrote."""

from typing import ClassVar

from policy_engine.diagnostics.model import Diagnostic, Page, Severity, diagnostic
from policy_engine.domain.bilingual import Text
from policy_engine.structure import dataclass


@diagnostic("PE090", "formatter-would-change-policy", Severity.ERROR)
@dataclass(frozen=True, slots=True, kw_only=True)
class FormatterWouldChange(Diagnostic):
    """The canonical text of a file reads back to something else; `lost` are words or comments it lacks."""

    page: ClassVar[Page] = Page(
        summary=Text(
            "Teks yang dirapikan tidak lagi sama artinya dengan teks semula.",
            "The formatted text would not say the same as the file.",
        ),
        why=Text(
            "Merapikan tidak boleh mengubah norma. Teks baru dibaca ulang dan dibandingkan; kalau berbeda, "
            "berkas dibiarkan. Ini kesalahan program, bukan kesalahan penyusun.",
            "Formatting must not change a norm. The new text is read again and compared; where it differs the "
            "file is left alone. This is a fault of the program and not of the author.",
        ),
        bad="",
        good="",
    )

    lost: tuple[str, ...]

    @property
    def message(self) -> Text:
        if not self.lost:
            return Text(
                "teks yang dirapikan akan mengubah kebijakan, sehingga berkas dibiarkan seperti semula",
                "the formatted text would change the policy, so the file is left as it is",
            )
        shown = ", ".join(f"`{each}`" for each in self.lost[:3])
        return Text(
            f"teks yang dirapikan akan kehilangan {shown}, sehingga berkas dibiarkan seperti semula",
            f"the formatted text would lose {shown}, so the file is left as it is",
        )

    @property
    def help(self) -> Text:
        return Text(
            "ini kesalahan program: laporkan bersama berkasnya",
            "this is a fault of the program: report it together with the file",
        )
