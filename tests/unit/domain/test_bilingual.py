"""Both languages are always there."""

from policy_engine.domain.bilingual import Language, Text, both


def test_the_reader_gets_the_language_asked_for() -> None:
    text = Text("iuran", "contribution")
    assert (text.in_(Language.ID), text.in_(Language.EN)) == ("iuran", "contribution")


def test_a_word_can_be_the_same_in_both() -> None:
    assert both("JKK") == Text("JKK", "JKK")


def test_languages_are_named_by_their_code() -> None:
    assert [language.value for language in Language] == ["id", "en"]
