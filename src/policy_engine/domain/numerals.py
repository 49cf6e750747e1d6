"""Numbers in words, as law writes them behind the figure: `Rp16.800,00 (enam belas ribu delapan ratus rupiah)`.

A whole number in, its words out, in either language; and whether words that somebody wrote are those of a
number. Law writes an amount in words behind its figure (UU 12/2011 Lampiran II 270 huruf c).
"""

import re

from policy_engine.domain.bilingual import Language
from policy_engine.domain.money import Rate

LARGEST = 10**16
"""The least number without words here; no amount of the law comes near it."""

_ID = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_EN = (
    *(
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    ),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SCALES = (
    (10**12, "triliun", "trillion"),
    (10**9, "miliar", "billion"),
    (10**6, "juta", "million"),
    (10**3, "ribu", "thousand"),
    (100, "ratus", "hundred"),
)
_TEN, _TWENTY = 10, 20

# What may be written otherwise for the same number, or be left out.
_LOOSE = re.compile(r"\b(?:and|rupiah|rupiahs|persen|percent|per\s+cent)\b|[\s,-]+")
_OTHERWISE = (
    ("milyar", "miliar"),
    ("trilyun", "triliun"),
    ("satu ribu", "seribu"),
    ("satu ratus", "seratus"),
)


def in_words(number: int, language: Language) -> str:
    """Give a whole number from 0 to below `LARGEST` in words; raise ValueError for any other."""
    if not 0 <= number < LARGEST:
        message = f"no words for {number}"
        raise ValueError(message)
    return _indonesian(number) if language is Language.ID else _english(number)


def rate_in_words(rate: Rate, language: Language) -> str:
    """Give a rate in words: `lima puluh persen`, `nol koma dua empat persen`; raise ValueError where it has none."""
    return f"{_spoken(rate, language)[0]} {'persen' if language is Language.ID else 'percent'}"


def are_words_of(written: str, number: int | Rate) -> bool:
    """Say whether words are those of a number or rate, in either language; a unit of money or per cent may follow."""
    told = _plain(written)
    try:
        return any(told == _plain(words) for language in Language for words in _spoken(number, language))
    except ValueError:
        return False


def language_of_words(written: str) -> Language:
    """Tell in which language words are meant for a number, whatever the number: English where one of them is."""
    words = {*_EN, *_TENS[2:], *(english for _, _, english in _SCALES)}
    told = re.findall(r"\w+", written.casefold())
    return Language.EN if words.intersection(told) else Language.ID


def _spoken(number: int | Rate, language: Language) -> tuple[str, ...]:
    """Give the ways a number is said: of decimals one by one, or as a number after the point."""
    if not isinstance(number, Rate):
        return (in_words(number, language),)
    whole, _, decimals = (
        number.format(language).removesuffix("%").partition("," if language is Language.ID else ".")
    )
    first = in_words(int(whole), language)
    if not decimals:
        return (first,)
    point = "koma" if language is Language.ID else "point"
    single = " ".join(in_words(int(digit), language) for digit in decimals)
    return (f"{first} {point} {single}", f"{first} {point} {in_words(int(decimals), language)}")


def _plain(words: str) -> str:
    """Give words without what does not tell numbers apart, so that spellings of one number are equal."""
    spaced = " ".join(words.casefold().split())
    for other, usual in _OTHERWISE:
        spaced = re.sub(rf"\b{other}\b", usual, spaced)
    return _LOOSE.sub("", spaced)


def _indonesian(number: int) -> str:
    if number < len(_ID):
        return _ID[number]
    if number < _TWENTY:
        return f"{_ID[number - _TEN]} belas"
    for size, word, _ in (*_SCALES, (_TEN, "puluh", "")):
        if number >= size:
            many, rest = divmod(number, size)
            # A single hundred and a single thousand are one word; a thousand of a million is not.
            head = f"se{word}" if many == 1 and size in (100, 1_000) else f"{_indonesian(many)} {word}"
            return f"{head} {_indonesian(rest)}" if rest else head
    raise AssertionError(number)


def _english(number: int) -> str:
    if number < _TWENTY:
        return _EN[number]
    for size, _, word in _SCALES:
        if number >= size:
            many, rest = divmod(number, size)
            head = f"{_english(many)} {word}"
            return f"{head} {_english(rest)}" if rest else head
    tens, rest = divmod(number, _TEN)
    return f"{_TENS[tens]}-{_EN[rest]}" if rest else _TENS[tens]
