import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_engine.domain.bilingual import Language
from policy_engine.domain.money import parse_rate
from policy_engine.domain.numerals import LARGEST, are_words_of, in_words, language_of_words, rate_in_words

BY_HAND = {
    0: ("nol", "zero"),
    11: ("sebelas", "eleven"),
    18: ("delapan belas", "eighteen"),
    65: ("enam puluh lima", "sixty-five"),
    100: ("seratus", "one hundred"),
    1_000: ("seribu", "one thousand"),
    1_500: ("seribu lima ratus", "one thousand five hundred"),
    16_800: ("enam belas ribu delapan ratus", "sixteen thousand eight hundred"),
    101_000: ("seratus satu ribu", "one hundred one thousand"),
    1_000_000: ("satu juta", "one million"),
    32_020_800: (
        "tiga puluh dua juta dua puluh ribu delapan ratus",
        "thirty-two million twenty thousand eight hundred",
    ),
    11_666_000_001: (
        "sebelas miliar enam ratus enam puluh enam juta satu",
        "eleven billion six hundred sixty-six million one",
    ),
}


@pytest.mark.parametrize("number", BY_HAND)
def test_numbers_are_said_as_they_are_in_law(number: int) -> None:
    assert tuple(in_words(number, language) for language in (Language.ID, Language.EN)) == BY_HAND[number]


@given(st.integers(0, LARGEST - 1), st.integers(0, LARGEST - 1), st.sampled_from(Language))
def test_words_tell_every_number_from_every_other(one: int, other: int, language: Language) -> None:
    assert are_words_of(in_words(one, language), other) is (one == other)
    assert are_words_of(in_words(one, language), one)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (16_800, "enam belas ribu delapan ratus rupiah"),
        (16_800, "Enam Belas  Ribu Delapan Ratus Rupiah"),
        (16_800, "sixteen thousand, eight hundred rupiah"),
        (8_001_000, "delapan juta satu ribu rupiah"),
        (2_000_000_000, "dua milyar"),
        (118, "one hundred and eighteen"),
    ],
)
def test_spellings_in_use_are_read(number: int, words: str) -> None:
    assert are_words_of(words, number)


def test_words_of_another_number_or_of_none_are_seen() -> None:
    assert not are_words_of("enam belas ribu delapan puluh rupiah", 16_800)
    assert not are_words_of("banyak sekali", 16_800)
    assert not are_words_of("satu", LARGEST)


@pytest.mark.parametrize(
    ("rate", "indonesian", "english"),
    [
        ("50%", "lima puluh persen", "fifty percent"),
        ("0,24%", "nol koma dua empat persen", "zero point two four percent"),
        ("5,7%", "lima koma tujuh persen", "five point seven percent"),
    ],
)
def test_rates_are_said_with_their_decimals(rate: str, indonesian: str, english: str) -> None:
    exact = parse_rate(rate)
    assert exact is not None
    assert (rate_in_words(exact, Language.ID), rate_in_words(exact, Language.EN)) == (indonesian, english)
    assert are_words_of(indonesian, exact)
    assert not are_words_of("lima belas persen", exact)


def test_decimals_may_be_said_as_one_number() -> None:
    exact = parse_rate("0,24%")
    assert exact is not None
    assert are_words_of("nol koma dua puluh empat persen", exact)


def test_a_number_without_words_is_an_error() -> None:
    with pytest.raises(ValueError, match="no words"):
        in_words(LARGEST, Language.ID)
    with pytest.raises(ValueError, match="no words"):
        in_words(-1, Language.EN)


@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("enam ribu sembilan ratus rupiah", Language.ID),
        ("six thousand and nine hundred rupiah", Language.EN),
        ("ninety", Language.EN),
        ("tidak jelas", Language.ID),
    ],
)
def test_words_are_corrected_in_their_own_language(written: str, language: Language) -> None:
    assert language_of_words(written) is language
