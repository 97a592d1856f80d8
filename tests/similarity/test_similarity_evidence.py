"""What shared wrong results tell, and what they do not, against groups put together by hand."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pytest

from grader.similarity.as_text import to_text
from grader.similarity.evidence import Findings, Work, Wrong, findings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def wrong(digest: str, item: str = "slope", check: str = "slope_values", case: str = "far", *diagnosis: str) -> Wrong:
    return Wrong(digest, item, check, case, diagnosis)


def found(replies: Mapping[int, Sequence[Wrong]], size: int = 8) -> Findings:
    return findings([Work((f"P{n}",), f"p{n}", f"content {n}") for n in range(size)], replies)


def test_two_with_the_same_wrong_reply_are_a_group_weighed_by_how_rare_it_is() -> None:
    (group,) = found({0: [wrong("a")], 3: [wrong("a")], 5: [wrong("b")]}).groups
    assert (group.works, group.weight) == ((0, 3), math.log2(8 / 2))
    assert (group.shared[0].checks, group.shared[0].cases) == (("slope_values",), ("far",))


def test_a_reply_that_a_diagnosis_explains_in_one_of_them_tells_nothing() -> None:
    result = found({0: [wrong("a")], 3: [wrong("a", "slope", "slope_values", "far", "negated")]})
    assert result.groups == ()
    (silent,) = result.silent
    assert (silent.works, silent.reason, silent.diagnosis) == ((0, 3), "explained", ("negated",))


def test_what_all_who_made_a_known_mistake_share_may_follow_from_it_and_is_listed_apart() -> None:
    made = {"A": "nm", "B": "n", "C": "m", "D": ""}
    works = [Work((name,), name, name, frozenset(mistakes)) for name, mistakes in made.items()]
    result = findings(works, {0: [wrong("a"), wrong("b")], 1: [wrong("a")], 3: [wrong("b")]})
    (possible,) = result.possible
    assert (possible.works, possible.shared[0].reason, possible.shared[0].diagnosis) == ((0, 1), "follows", ("n",))
    assert [group.works for group in result.groups] == [(0, 3)]
    assert result.silent == ()


def test_what_few_of_those_share_who_made_a_mistake_does_not_follow_from_it() -> None:
    works = [Work((f"P{n}",), f"p{n}", f"{n}", frozenset({"n"})) for n in range(9)]
    replies = {place: [wrong("rare")] for place in (0, 1)} | {place: [wrong("most")] for place in range(2, 7)}
    result = findings([*works, *(Work(("Q",), "q", f"q{n}") for n in range(9))], replies)
    (rare,) = result.groups
    assert (rare.works, rare.weight) == ((0, 1), round(math.log2(9), 2))
    assert [group.works for group in result.possible] == [(2, 3, 4, 5, 6)]


@pytest.mark.parametrize(
    ("sharers", "size", "reason"),
    [(2, 2, ""), (2, 4, ""), (3, 4, "common"), (3, 9, "common"), (3, 10, ""), (33, 100, ""), (34, 100, "common")],
)
def test_what_a_third_of_the_class_shares_tells_nothing_but_two_are_never_many(
    sharers: int, size: int, reason: str
) -> None:
    result = found({place: [wrong("a")] for place in range(sharers)}, size)
    assert [one.reason for one in result.silent] == ([reason] if reason else [])
    assert len(result.groups) == (not reason)


def test_replies_of_one_item_count_once_by_the_rarest_and_items_add_up() -> None:
    common = [wrong("c", "bend", "bend_values")]
    replies = dict.fromkeys((0, 1, 2), common)
    replies |= {0: [wrong("a"), wrong("b", check="slope_again"), *common], 1: [wrong("a"), wrong("b"), *common]}
    pair, three = found(replies, 10).groups
    assert (pair.works, three.works) == ((0, 1), (0, 1, 2))
    assert pair.weight == pytest.approx(math.log2(10 / 2) + math.log2(10 / 3), abs=0.01)
    assert three.weight == pytest.approx(math.log2(10 / 3), abs=0.01)
    assert len(pair.shared) == 3


def test_one_reply_that_two_checks_found_wrong_is_one() -> None:
    both = [wrong("a", check="values"), wrong("a", item="gradient", check="gradient")]
    (group,) = found({0: both, 1: both}).groups
    (shared,) = group.shared
    assert (shared.checks, shared.items, group.weight) == (("values", "gradient"), ("slope", "gradient"), 2.0)


def test_a_group_says_what_else_it_shares_and_why_that_does_not_count() -> None:
    known = wrong("k", "bend", "bend_values", "far", "negated")
    (group,) = found({0: [wrong("a"), known], 1: [wrong("a"), known], 2: [known]}).groups
    assert [one.diagnosis for one in group.others] == [("negated",)]


def test_rarer_groups_come_first() -> None:
    replies = {n: [wrong("a")] for n in range(3)} | {n: [wrong("b")] for n in (5, 6)}
    assert [group.works for group in found(replies, 12).groups] == [(5, 6), (0, 1, 2)]


def test_files_that_are_the_same_are_told_apart_from_results() -> None:
    works = [Work(("A",), "a", "one"), Work(("B",), "b", "two"), Work(("C",), "c", "one")]
    assert findings(works, {}).alike == ((0, 2),)


def test_the_text_says_what_it_means_and_why_each_counts_or_not() -> None:
    known = wrong("k", "bend", "bend_values", "far", "negated")
    text = " ".join(to_text(found({0: [wrong("a"), known], 1: [wrong("a"), known], 2: [known]}), "toy").split())
    assert "evidence for a person to look at, and never a mark" in text
    assert "1. P0, P1 (weight 2.0)" in text
    assert "slope_values (case far): the same in 2 of 8" in text
    assert "and 1 other: a known mistake explains it (negated)" in text
    assert "P0, P1, P2: 1 result, a known mistake explains it (negated)" in text


def test_cases_of_one_check_stand_in_one_line() -> None:
    same = [wrong("a", "slope", "values", "far"), wrong("b", "slope", "values", "near")]
    assert "\n   values (cases far, near): the same in 2 of 8\n" in to_text(found({0: same, 4: same}), "toy")


def test_a_hostile_name_cannot_write_on_the_terminal() -> None:
    works = [Work(("\x1b[31mred\n2. Ada",), "a", "1"), Work(("B",), "b", "2")]
    text = to_text(findings(works, {0: [wrong("a")], 1: [wrong("a")]}), "toy")
    assert "\x1b" not in text
    assert not any(line.startswith("2. Ada") for line in text.splitlines())
