import pytest

from assay.text import Text


def test_a_word_needs_both_languages():
    with pytest.raises(ValueError, match="both languages"):
        Text("响应", "")


def test_marks_are_filled_in_the_language_asked_for():
    words = Text("{n} 家供应商", "{n} vendors")
    assert words("zh", n=3) == "3 家供应商"
    assert words("en", n=3) == "3 vendors"
