"""Comments without names and numbers, their terms and their themes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from time import process_time

import polars as pl
import pytest

from assay.simulate.comments import pool
from assay.simulate.services import SERVICES
from assay.terms.counted import counted, fullest, held
from assay.terms.lists import lists, read
from assay.terms.masked import KINDS, masked
from assay.terms.themes import held_themes, themes
from tests.assay.masking_cases import HARMLESS, PERSONAL

MARK = re.compile("|".join(re.escape(kind(language)) for kind in KINDS.values() for language in ("zh", "en")))
BRACED = re.compile(r"\{(.*?)\}")
NARROW = str.maketrans("０１２３４５６７８９", "0123456789")


def hidden(lines: Iterable[str]) -> list[str]:
    """The lines as people would have written them, masked."""
    return masked(pl.Series([re.sub("[{}]", "", line) for line in lines])).to_list()


def test_what_points_at_a_person_is_taken_out() -> None:
    """Recall over all that is in braces: every number, and of names all but one in fifty."""
    both = zip(PERSONAL, hidden(PERSONAL), strict=True)
    pairs = [(part.translate(NARROW), found) for line, found in both for part in BRACED.findall(line)]
    left = [(part, found) for part, found in pairs if part in found]
    assert len(pairs) >= 80
    assert not [part for part, _ in left if re.search(r"[0-9@]", part)]
    assert 1 - len(left) / len(pairs) >= 0.98, left


def test_the_rest_of_those_comments_stays() -> None:
    """Precision: of these lines at most two lose or keep anything beside what is in braces."""
    wanted = [BRACED.sub("{}", line) for line in PERSONAL]
    wrong = [found for want, found in zip(wanted, hidden(PERSONAL), strict=True) if MARK.sub("{}", found) != want]
    assert len(wrong) <= 2, wrong


def test_what_is_harmless_is_left_as_it_was() -> None:
    assert len(HARMLESS) >= 70
    assert hidden(HARMLESS) == list(HARMLESS)


def test_a_mark_says_what_stood_there_in_the_language_of_the_comment() -> None:
    lines = ("请联系{刘芳}，{13800138000}", "Mr {Wang}, {a@b.org}", "车牌{京A12345}，身份证{11010119900307888X}，微信{wx_998877}")
    assert hidden(lines) == ["请联系〔姓名〕，〔电话〕", "Mr [name], [email]", "车牌〔车牌〕，身份证〔证件号〕，微信〔账号〕"]


def test_numbers_cannot_be_hidden_in_wide_or_unseen_characters() -> None:
    assert hidden(["打１３８００１３８０００", "打138\u200b0013\u200b8000", "打138\x1e00138000"]) == ["打〔电话〕"] * 3


def test_no_comment_reaches_into_the_next_and_none_stays_none() -> None:
    """A surname ends one comment and a title begins the next; a number falls apart over two."""
    comments = pl.Series(["值班的人姓王", None, "师傅没来", "", "回电138", "00138000"])
    assert masked(comments).to_list()[1:] == [None, "师傅没来", "", "回电138", "00138000"]
    assert masked(pl.Series([None, None], dtype=pl.String)).to_list() == [None, None]


def test_people_who_are_known_are_masked_wherever_they_stand() -> None:
    assert masked(pl.Series(["托尼昨天没来", "托尼托没来"]), ("托尼", "托尼托")).to_list() == ["〔姓名〕昨天没来", "〔姓名〕没来"]


def test_nothing_that_the_sample_company_invents_gets_through() -> None:
    """All comments that it may write: one in eight names somebody or gives a number."""
    written = pl.Series([text for service in SERVICES for mood in ("happy", "even", "unhappy") for text in pool(service.id, mood)])
    found = masked(written)
    people = "王建国|李秀英|张晓敏|陈志强|刘芳|赵磊|周婷婷|Anna|Keller|Jianguo|Xiuying|Xiaomin|Zhiqiang|Fang|Zhao Lei|Tingting"
    named = written.str.contains(rf"{people}|100\d{{8}}")
    assert named.sum() > 200
    assert not found.str.contains(rf"{people}|\d{{6}}").any()
    assert (found == written).to_list() == (~named).to_list()


def terms(*comments: str) -> list[set[str]]:
    found = held(pl.Series(comments))
    return [set(found.filter(pl.col("place") == at)["term"]) for at in range(len(comments))]


def test_terms_are_words_and_pairs_as_they_stand() -> None:
    assert terms("保洁外包，工单超时", "The washroom smells!") == [
        {"保洁", "外包", "保洁外包", "工单", "超时", "工单超时"},
        {"washroom", "smells", "washroom smells"},
    ]


def test_a_word_is_told_with_its_negation_only() -> None:
    assert terms("不干净", "it is not clean", "It isn't clean") == [{"不干净"}, {"not clean"}, {"not clean"}]


def test_numbers_stop_words_and_marks_are_no_terms() -> None:
    assert terms("我们的 1301 室", "请联系〔姓名〕，〔电话〕", "please call [name], [phone]") == [{"室"}, set(), set()]


def test_wide_and_narrow_upper_and_lower_case_are_one() -> None:
    assert terms("ＷＩＦＩ断了")[0] == terms("wifi断了")[0] != set()


def test_comments_are_counted_once_each_and_rare_terms_are_not_told() -> None:
    """"漏水" is in five comments, of which one says it three times; "发霉" is in four."""
    comments = pl.Series(["漏水。漏水。漏水", "漏水", "漏水", "漏水", "漏水", *["发霉"] * 4])
    found = counted(held(comments), pl.Series([True, True, False, False, None, *[False] * 4]), least=4)
    assert found.rows() == [("发霉", 0, 4), ("漏水", 2, 2)]
    assert counted(held(comments), pl.Series([True] * 9)).rows() == [("漏水", 5, 0)]


def test_terms_of_the_same_comments_are_one() -> None:
    found = counted(held(pl.Series(["friendly staff"] * 5)), pl.Series([True] * 5))
    assert found.rows() == [("friendly staff", 5, 0)]


def test_a_word_gives_way_to_what_most_of_its_comments_say_whole() -> None:
    """"took" is in 20 comments, 15 of them "took far too long"; "back" is in 30, 10 of them "back again": too few to speak for
    it."""
    listed = [("took", 20), ("back", 30), ("back again", 10), ("took far too long", 15), ("too long", 16)]
    assert fullest(listed) == ["took far too long", "back"]


def test_themes_find_beginnings_and_whole_words() -> None:
    found = held_themes(pl.Series(["等了太久", "We waited", "a later date", "prices", "Feedback", None]), themes())
    assert found.rows() == [(0, "slow_response"), (1, "slow_response"), (3, "fees")]


def test_every_unhappy_comment_of_the_sample_has_a_theme_and_no_happy_one() -> None:
    for mood, expected in (("unhappy", 1.0), ("happy", 0.0)):
        comments = pl.Series([text for service in SERVICES for text in pool(service.id, mood)])
        assert held_themes(comments, themes())["place"].n_unique() / len(comments) == expected


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("[a]\ntitle = { zh = '甲' }\nzh = ['乙']\nen = ['b']", "title of theme 'a' needs zh and en"),
        ("[a]\nzh = ['乙']\nen = ['b']", "needs title, zh and en"),
        ("[a]\ntitle = { zh = '甲', en = 'A' }\nzh = ['乙']\nen = ['*']", "list of words"),
        ("[a", "themes.toml"),
    ],
)
def test_a_codebook_that_is_none_says_where(tmp_path: Path, written: str, reason: str) -> None:
    file = tmp_path / "themes.toml"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(reason)):
        themes(file)


def test_a_word_list_that_is_missing_is_named(tmp_path: Path) -> None:
    file = tmp_path / "words.toml"
    file.write_text("given = '建国'\nsurname = '王'", encoding="utf-8")
    with pytest.raises(ValueError, match="surname, surnames"):
        read(file)


def test_no_surname_is_listed_twice() -> None:
    assert len(set(lists().all_surnames)) == len(lists().all_surnames)


def test_twenty_thousand_comments_take_two_seconds() -> None:
    """All different, masked, cut and counted; about one second on two free cores."""
    texts = [text for service in SERVICES for mood in ("happy", "unhappy") for text in pool(service.id, mood)]
    comments = pl.Series([f"{texts[at % len(texts)]} 第{at}层" for at in range(20_000)])
    held(masked(comments[:10]))  # the dictionary is read once
    began = process_time()
    found = counted(held(masked(comments)), pl.Series([at % 2 == 0 for at in range(20_000)]))
    assert len(found) > 50
    assert process_time() - began < 4.0  # of the processor, twice what it took, for slower ones
