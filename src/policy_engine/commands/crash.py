"""An exception nobody expected in; a report in a file, and a sentence that says where it is, out."""

import platform
import tempfile
import traceback
from collections.abc import Sequence

from policy_engine import __version__
from policy_engine.domain.bilingual import Text
from policy_engine.registers.mask import mask


def report(error: Exception, arguments: Sequence[str]) -> Text:
    """Write what a programmer needs, identity numbers hidden, to a file only the user may read."""
    said = "".join(traceback.format_exception(error))
    text = "\n".join(
        (
            f"policy-engine {__version__}, Python {platform.python_version()}, {platform.platform()}",
            f"arguments: {' '.join(arguments)}",
            "",
            said,
        )
    )
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8", prefix="policy-engine-crash-", suffix=".txt", delete=False
        ) as file:
            file.write(mask(text))
    except OSError:
        kind = type(error).__name__
        return Text(
            f"ini kesalahan program ({kind}), dan laporannya tidak dapat ditulis",
            f"this is a fault of the program ({kind}), and its report could not be written",
        )
    return Text(
        f"ini kesalahan program, bukan kesalahan Anda; laporannya ada di {file.name}",
        f"this is a fault of the program, not yours; a report is in {file.name}",
    )
