"""What the messages and pages of several families share: legal places in words, and example texts.

Provisions and text with gaps in; bilingual text out. No problem is defined here.
"""

from policy_engine.domain.bilingual import Language, Text
from policy_engine.domain.citation import Provision
from policy_engine.domain.dates import Month, PackedDate, format_date, format_month

SECOND_FILE = "\n# berkas berikutnya\n"
"""What stands between two files in the example of a page: a comment of the language."""


def say(indonesian: str, english: str, **facts: Text | str | int) -> Text:
    """Fill `{name}` gaps in both languages; a bilingual fact gives each its own words."""
    return Text(
        indonesian.format(**{name: _in(fact, Language.ID) for name, fact in facts.items()}),
        english.format(**{name: _in(fact, Language.EN) for name, fact in facts.items()}),
    )


def place(provision: Provision) -> Text:
    """Give a provision as it is cited: `Pasal 5 ayat (1)`, `Article 5 paragraph (1)`."""
    return Text(provision.text(Language.ID), provision.text(Language.EN))


def date(day: PackedDate) -> Text:
    """Give a day in words."""
    return Text(format_date(day, Language.ID), format_date(day, Language.EN))


def month(number: Month) -> Text:
    """Give a month in words."""
    return Text(format_month(number, Language.ID), format_month(number, Language.EN))


def rupiah(amount: int) -> Text:
    """Give whole rupiah as each language prints them: `Rp16.800`, `Rp16,800`."""
    digits = count(amount)
    return Text(f"Rp{digits.indonesian}", f"Rp{digits.english}")


def count(number: int) -> Text:
    """Give a number with its thousands set apart, as either language does."""
    return Text(f"{number:,}".replace(",", "."), f"{number:,}")


def regulation(
    body: str,
    *,
    name: str = "perbup kabupaten_karimun nomor 5 tahun 2025",
    header: str = "daerah kabupaten_karimun  segmen bpu\n  diundangkan 2025-01-02  mulai berlaku 2025-01-03",
) -> str:
    """Give the text of a whole file around the articles of an example."""
    return f'instrumen {name} {{\n  tentang "Contoh"  status rancangan\n  {header}\n\n  {body.strip()}\n}}\n'


def _in(fact: Text | str | int, language: Language) -> str:
    return fact.in_(language) if isinstance(fact, Text) else str(fact)
