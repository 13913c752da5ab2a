"""Which terms set two groups apart: published figures, the posterior by simulation, and how often chance is taken for a
difference."""

from __future__ import annotations

from math import log, sqrt

import numpy as np
import pytest
from numpy.typing import NDArray

from assay.stats.keyness import Keyness, keyness

GEARS = ("3", "4", "5")


def by_term(found: Keyness) -> dict[str, tuple[float, float]]:
    return {one.term: (one.log_odds.value or 0.0, one.z) for one in found.terms}


def test_the_published_example_of_tidylo() -> None:
    """Gears by engine shape in mtcars with a prior of one each. tidylo sets each group against all; the difference of its two
    log-odds is the ratio between the groups: gear 3 has 0.6968169 and −0.9673459."""
    found = keyness(GEARS, [[12, 2, 4], [3, 10, 1]], (18, 14), [1 / 3] * 3, prior=3, unit="words", minimum=1)

    published = {"3": 0.6968169 + 0.9673459, "4": -1.2527630 - 1.1451323, "5": 0.3249262 + 0.5268260}
    assert {term: log_odds for term, (log_odds, _) in by_term(found).items()} == pytest.approx(published, abs=1e-6)


def test_words_by_the_papers_equations() -> None:
    """Two documents a side, [10, 2, 0] + [8, 1, 1] against [1, 9, 2] + [2, 7, 3], ten words of prior in proportion to all words."""
    found = keyness(("a", "b", "c"), [[18, 3, 1], [3, 16, 5]], (22, 24), prior=10, unit="words", minimum=1)

    expected = {"a": (2.123126, 5.053631), "b": (-1.621809, -3.721468), "c": (-1.076167, -1.397993)}
    assert {term: pytest.approx(pair, abs=1e-6) for term, pair in expected.items()} == by_term(found)


def test_comments_by_hand() -> None:
    """Of 40 low scores 12 say "smells", of 60 high ones 3. Ten comments of prior, of which 15 % say it: 13.5 of 50, and 4.5 of
    70."""
    found = keyness(("smells",), [[12], [3]], (40, 60), prior=10)

    variance = 1 / 13.5 + 1 / 36.5 + 1 / 4.5 + 1 / 65.5
    log_odds = log(13.5 / 36.5) - log(4.5 / 65.5)
    assert found.terms[0].log_odds.value == pytest.approx(log_odds)
    assert found.terms[0].variance == pytest.approx(variance)
    assert found.terms[0].z == pytest.approx(log_odds / sqrt(variance))
    assert found.terms[0].log_odds.low == pytest.approx(log_odds - 1.959964 * sqrt(variance))


def test_the_posterior_drawn_at_random_agrees() -> None:
    """The formulas are approximations to the posterior of the log-odds ratio, whose draws need none: beta draws a comment, as a
    term is in it or not. With all pseudo-counts above 20 both agree to a hundredth."""
    rng, counts, sizes, prior = np.random.default_rng(7), np.array([[60, 45], [90, 200]]), (200, 600), 100.0
    found = by_term(keyness(("a", "b"), counts, sizes, prior=prior))

    shares = counts.sum(axis=0) / 800
    for at, term in enumerate("ab"):
        with_it, without = counts[:, at] + prior * shares[at], np.array(sizes) - counts[:, at] + prior * (1 - shares[at])
        drawn = rng.beta(with_it[:, None], without[:, None], size=(2, 200_000))
        logits = np.log(drawn / (1 - drawn))
        differences = logits[0] - logits[1]
        assert found[term][0] == pytest.approx(differences.mean(), abs=0.01)
        assert found[term][1] == pytest.approx(differences.mean() / differences.std(), rel=0.02)


def test_words_as_a_dirichlet_drawn_at_random() -> None:
    rng, counts = np.random.default_rng(8), np.array([[300, 80, 620], [250, 150, 900]])
    found = by_term(keyness(("a", "b", "c"), counts, (1000, 1300), prior=100, unit="words"))

    prior = 100 * counts.sum(axis=0) / counts.sum()
    drawn = [rng.dirichlet(side + prior, size=100_000) for side in counts]
    logits = [np.log(side / (1 - side)) for side in drawn]
    means = (logits[0] - logits[1]).mean(axis=0)
    assert [found[term][0] for term in "abc"] == pytest.approx(means.tolist(), abs=0.01)


@pytest.mark.parametrize("sizes", [(60, 600), (300, 300), (1600, 13000)])
def test_groups_that_are_the_same_are_seldom_told_apart(sizes: tuple[int, int]) -> None:
    """Terms between 0.4 % and 40 % of comments, in both groups alike: at a false discovery rate of 5 % any is found in at most 5 %
    of worlds (200 worlds: 17 would be beyond chance)."""
    rng = np.random.default_rng(11)
    shares = np.minimum(0.4, 0.004 + rng.gamma(0.5, 0.03, 200))
    assert sum(_found(rng, sizes, shares, shares).verdict == "told_apart" for _ in range(200)) <= 16


def test_what_differs_is_found_and_little_else() -> None:
    """Ten terms that only the first group uses, ten that it uses twice as often, among 180 that are the same."""
    rng, sizes = np.random.default_rng(12), (400, 3000)
    same = np.minimum(0.4, 0.004 + rng.gamma(0.5, 0.03, 200))
    first, second = same.copy(), same.copy()
    first[:10], second[:10], first[10:20], second[10:20] = 0.05, 0.0, 0.16, 0.08
    flagged = [{int(one.term) for one in _found(rng, sizes, first, second).terms if one.is_apart} for _ in range(60)]

    assert np.mean([len(one & set(range(10))) for one in flagged]) > 9
    assert np.mean([len(one & set(range(10, 20))) for one in flagged]) > 8
    assert np.mean([len(one - set(range(20))) / max(1, len(one)) for one in flagged]) <= 0.05


def _found(rng: np.random.Generator, sizes: tuple[int, int], first: NDArray[np.float64], second: NDArray[np.float64]) -> Keyness:
    counts = np.array([rng.binomial(sizes[0], first), rng.binomial(sizes[1], second)])
    used = counts.sum(axis=0) >= 5
    return keyness([str(at) for at in np.flatnonzero(used)], counts[:, used], sizes)


def test_repetition_inside_comments_makes_words_too_sure() -> None:
    """The same people, each of whom writes the word three times: nothing more is known, but counted by words z would grow by √3."""
    once, thrice = (keyness(("a",), [[12 * k], [6 * k]], (100 * k, 100 * k), prior=1, unit="words") for k in (1, 3))
    assert thrice.terms[0].z / once.terms[0].z == pytest.approx(sqrt(3), rel=0.05)
    assert thrice.terms[0].p_value < once.terms[0].p_value / 3


def test_a_background_that_is_given_draws_a_rare_term_to_itself() -> None:
    with_own = keyness(("a",), [[5], [0]], (50, 50), prior=20).terms[0]
    rare = keyness(("a",), [[5], [0]], (50, 50), [0.2], prior=20).terms[0]
    assert abs(rare.log_odds.value or 0) < abs(with_own.log_odds.value or 0)


def test_a_term_in_every_comment_is_alike() -> None:
    found = keyness(("the",), [[40], [60]], (40, 60))
    assert found.verdict == "alike"
    assert abs(found.terms[0].z) < 0.5


def test_sides_are_sorted_from_one_group_to_the_other() -> None:
    found = keyness(("both", "first", "second"), [[50, 40, 1], [50, 1, 40]], (100, 100))
    assert [one.term for one in found.terms] == ["first", "both", "second"]
    assert ([one.term for one in found.of_first], [one.term for one in found.of_second]) == (["first"], ["second"])
    assert found.verdict == "told_apart"


def test_too_few_comments_say_nothing() -> None:
    found = keyness(("a",), [[20], [0]], (29, 500))
    assert (found.verdict, found.terms, found.n) == ("not_enough_data", (), (29, 500))
    assert keyness((), np.zeros((2, 0)), (100, 100)).verdict == "not_enough_data"


@pytest.mark.parametrize(
    ("terms", "counts", "reason"),
    [
        (("a",), [[1, 2], [1, 2]], "1 terms, and counts of 2"),
        (("a", "a"), [[1, 2], [1, 2]], "given twice"),
        (("a",), [[0], [0]], "nobody used"),
        (("a",), [[51], [0]], "more counted than there is"),
    ],
)
def test_what_is_no_count_is_refused(terms: tuple[str, ...], counts: list[list[int]], reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        keyness(terms, counts, (50, 50))
