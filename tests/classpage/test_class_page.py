"""The page of a class: what it tells, to whom it leads, and what it never lets through."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from grader.batch.entries import Person
from grader.batch.gradebook import Gradebook, Handed, Result
from grader.classpage import as_html
from grader.classpage.as_html import to_html, words
from grader.classpage.as_json import to_json
from grader.classpage.collect import collect
from grader.classpage.command import addresses, page_name
from grader.classpage.facts import Absent
from grader.classpage.told import share
from grader.report import catalogue
from grader.report.as_json import to_json as report_to_json
from grader.report.catalogue import Catalogue
from grader.report.redact import for_student
from grader.score import CaseResult, CheckResult, Diagnosis, ItemResult, NearMiss, Problem, ScoreReport
from tests.classpage import made_class
from tests.command import grade, refusal
from tests.exports import class_book

if TYPE_CHECKING:
    from pathlib import Path

    from grader.classpage.facts import Class


@pytest.fixture(scope="module")
def facts(gradebook: Path) -> Class:
    with Gradebook(gradebook, make=False) as book:
        return collect(book, made_class.SLUG, address=addresses(gradebook.parent, gradebook.parent))


@pytest.fixture(scope="module")
def nameless(gradebook: Path) -> Class:
    with Gradebook(gradebook, make=False) as book:
        there = addresses(gradebook.parent, gradebook.parent)
        return replace(collect(book, made_class.SLUG, address=there, anonymous=True), absent=Absent(1))


class Page(HTMLParser):
    """What a page is made of: ids, links, and the text by section and by row of the table of people."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.sections: dict[str, str] = {"": ""}
        self.section = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [found["href"] or ""] if "href" in found else []
        if tag == "section":
            self.section = found["id"] or ""
            self.sections[self.section] = ""

    def handle_data(self, data: str) -> None:
        self.sections[self.section] += data + " "


def plain(text: str) -> str:
    return " ".join(text.split())


def test_errors_of_ours_come_first_then_what_cannot_be_read_then_who_is_absent(facts: Class) -> None:
    html = to_html(replace(facts, absent=Absent(1, ("Zed Hu",), 2)))
    before = html[: html.index('id="distribution"')]
    places = [before.index(text) for text in ("is incomplete", "Ivy Fox", "can be graded", "Jo Kim", "Zed Hu")]
    assert places == sorted(places)
    assert "Whom of the roster 2 people are" in before
    assert "jo_kim_secret.zip is no archive." in before


def test_the_page_tells_figures_items_mistakes_and_near_misses(facts: Class) -> None:
    told = {name: plain(text) for name, text in Page(to_html(facts)).sections.items()}
    assert "median 75%" in told["distribution"]
    assert "4 people" in told["mistakes"]
    assert "Your slope is half of what it should be." in told["mistakes"]
    assert "cannot be told apart" in told["mistakes"]
    assert "The shape shape 2 100% undefined: all the same 10 0 everybody earns it" in told["items"]
    assert "1 failed check has no diagnosis." in told["mistakes"]
    assert "never ran" not in told["mistakes"]
    assert "3 checks never ran" in plain(Page(to_html(replace(facts, unrun=3))).sections["mistakes"])
    assert "Check 3 40% 4 wrong, 2 not attempted" in told["items"]
    assert "10 to be marked" in told["items"]
    assert "Check 3 dW wide passes 0.75\u00d7" in told["close"]
    assert told["slow"].index("Eve Poe 9.5 s Check 3") < told["slow"].index("3.0 s")
    assert "Ben Ng u02 6 75% graded, late, 3 to be marked 2 4 0 1 0.20" in told["people"]


def test_code_that_could_not_be_run_and_points_to_be_given_stand_out(facts: Class) -> None:
    problem = "hw1.py, line 237: hw1.py cannot be read as Python"
    students = (*facts.students[:2], replace(facts.students[2], problem=problem), *facts.students[3:])
    changed = replace(facts, students=students, absent=Absent(2, ("Absent, Ann", "Student, Test")))
    page = Page(to_html(changed))
    above, people = plain(page.sections[""]), plain(page.sections["people"])
    assert "1 submission could not be read or run as a whole" in above
    assert problem in above
    assert "10 people have points that are yet to be given by hand" in above
    assert "Absent, Ann; Student, Test" in above
    assert people.count("could not be run") == 1


def test_a_mistake_is_a_part_of_those_whose_code_was_graded(facts: Class) -> None:
    (first, *_) = facts.mistakes
    assert share(first, facts) == len(first.students) / 11  # of twelve, one of whom is unreadable


def test_what_stopped_a_submission_is_collected_and_says_nothing_without_names(tmp_path: Path) -> None:
    report = replace(class_book.report(0.0), problem=Problem("net.py cannot be read as Python", "", "net.py", 3))
    with Gradebook(tmp_path / "book.sqlite") as book:
        handed = Handed((Person("ana"),), 1, "ana", "c", "s")
        text = report_to_json(report)
        book.add(book.begin("hw1", "s"), handed, Result("graded", 0.1, 0.0, 10.0, text, text), "graded", "")
        named, nameless = (collect(book, "hw1", anonymous=hidden) for hidden in (False, True))
    assert [one.problem for one in named.stopped()] == ["net.py, line 3: net.py cannot be read as Python"]
    assert "net.py" not in to_json(nameless)


def test_every_statistic_is_explained_in_words(facts: Class) -> None:
    text = plain(Page(to_html(facts)).sections["items"])
    for word in ("(difficulty)", "(item-rest correlation)", "pass rate"):
        assert word in text


def test_names_link_to_reports_that_are_there_and_to_nothing_else(facts: Class, gradebook: Path) -> None:
    links = [link for link in Page(to_html(facts)).links if not link.startswith("#")]
    assert {unquote(link) for link in links} == {path.name for path in gradebook.parent.glob("sub_*.html")}


@pytest.mark.parametrize("name", ["a b#c?d", "x:y", "50%", "..", "é", 'q"uote', "a&b", "javascript:alert(1)"])
def test_a_link_leads_to_the_file_whatever_its_name_is(tmp_path: Path, name: str) -> None:
    reports, page = tmp_path / "the reports", tmp_path / "pages"
    reports.mkdir()
    page.mkdir()
    (reports / f"{name}.html").write_text("x")
    link = addresses(reports, page)(name)
    assert (page / unquote(link)).resolve() == (reports / f"{name}.html").resolve()
    assert re.fullmatch(r"\.\./the%20reports/[\w.%~-]+", link)


def test_students_versions_are_linked_where_there_is_no_other_and_nothing_where_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "ana.student.html").write_text("x")
    address = addresses(tmp_path, tmp_path)
    assert (address("ana"), address("ben")) == ("ana.student.html", "")


def test_the_page_takes_no_name_that_a_report_has() -> None:
    assert page_name({"ana"}) == "class.html"
    assert page_name({"ana", "Class"}) == "class-page.html"
    assert page_name({"class", "class-page"}) == "class-page-.html"


def test_the_command_takes_no_name_that_a_report_has_either(tmp_path: Path) -> None:
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        class_book.add(book, Person("class"), 8.0, slug="hw1")
        class_book.add(book, Person("class-anonymous"), 8.0, slug="hw1")
    (tmp_path / "class.html").write_text("a report")
    for more in ((), ("--anonymous",)):
        assert grade(tmp_path, "class", "--gradebook", "gradebook.sqlite", *more).returncode == 0
    assert (tmp_path / "class.html").read_text() == "a report"
    assert {path.name for path in tmp_path.glob("*.html")} == {
        "class.html",
        "class-page.html",
        "class-anonymous-page.html",
    }


def test_hostile_names_make_no_element(facts: Class) -> None:
    html = to_html(facts)
    page = Page(html)
    assert page.tags.count("script") == 1
    assert not {name for name in page.attributes if name.startswith("on")}
    assert "\u202e" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_only_our_own_script_may_run(facts: Class) -> None:
    html = to_html(facts)
    (script,) = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{allowed}';" in html
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", html)


@pytest.mark.parametrize("made", [to_html, to_json])
def test_without_names_nothing_tells_who_anybody_is(nameless: Class, made: object) -> None:
    text = made(nameless)  # type: ignore[operator]
    for told in made_class.identifying():
        for form in (told, json.dumps(told)[1:-1], told.replace("<", "&lt;")):
            assert form.casefold() not in text.casefold()
    assert "sub_" not in text
    assert ".zip" not in text


def test_without_names_it_tells_of_hidden_cases_and_checks_what_students_reports_tell(tmp_path: Path) -> None:
    case = CaseResult("SECRET case", "hidden", "wrong", seconds=7.5)
    found = Diagnosis("factor", "It is the expected one times 7391.25.")
    check = CheckResult("forward", "Forward", "wrong", 0.0, 2.0, diagnosis=(found,), cases=(case,), seconds=7.5)
    near = CheckResult("SECRET", "SECRET check", "wrong", 0.0, 2.0, "hidden", near=NearMiss("SECRET", "y", 1.5))
    items = (ItemResult("all", "All", 0.0, 4.0, checks=(check, near)),)
    report = ScoreReport("toy", "Toy", "x", 0.0, 4.0, "graded", "strict", {}, items, seconds=7.5)
    versions = [report_to_json(version) for version in (report, for_student(report))]
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        handed = Handed((Person("ana"),), 1, "ana", "c", "s")
        book.add(book.begin("toy", "s"), handed, Result("graded", 7.5, 0.0, 4.0, *versions), "graded", "It came.")
        told, staff = (
            to_html(facts) + to_json(facts) for facts in (collect(book, "toy", anonymous=yes) for yes in (True, False))
        )
    for secret in ("SECRET", "7391.25", "7.5"):
        assert secret in staff
        assert secret not in told
    assert "Forward" in told


def test_without_names_there_are_no_links_and_everybody_has_a_number(nameless: Class) -> None:
    page = Page(to_html(nameless))
    assert [link for link in page.links if not link.startswith("#")] == []
    assert "1 person on the roster handed in nothing" in plain(page.sections[""])
    assert sorted(one.number for one in nameless.students) == list(range(1, 13))


def test_the_order_of_numbers_is_drawn_anew(gradebook: Path) -> None:
    with Gradebook(gradebook, make=False) as book:
        orders = {
            tuple((one.score, one.status) for one in collect(book, made_class.SLUG, anonymous=True).students)
            for _ in range(5)
        }
    assert len(orders) > 1  # the same order five times by chance: less than one in ten to the twenty


def test_a_class_that_nobody_could_grade_has_a_page(facts: Class) -> None:
    none = tuple(replace(one, status="unreadable", score=None) for one in facts.students)
    html = to_html(replace(facts, students=none, totals=None, items=(), mistakes=(), near=()))
    assert "Nobody has a result that can be counted" in html


def test_every_language_has_the_messages_of_english() -> None:
    english = catalogue.of("en", as_html.HERE).messages
    shared = set(english) & set(catalogue.ENGLISH.messages)
    assert shared == set()
    for language in catalogue.LANGUAGES:
        messages = catalogue.of(language, as_html.HERE).messages
        assert list(messages) == list(english)
        for key, text in messages.items():
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", english[key])), key


def test_the_page_has_no_word_outside_the_catalogue(nameless: Class) -> None:
    messages = words("en").messages
    plain_ = {
        key: text if key.startswith("number.") or "percent" in key else "\u27ea" for key, text in messages.items()
    }
    html = as_html.template_of(Catalogue("en", plain_)).render(facts=nameless)
    said = re.sub(r"<(style|script)>.*?</\1>|<[^>]*>", " ", html, flags=re.DOTALL)
    data = {"toy", "A", "course", "The", "An", "Check", "backgrade", "grade", "class", "wide", "dW"}
    for mistake in nameless.mistakes:
        data |= set(re.findall(r"\w+", " ".join((*mistake.ids, *mistake.texts))))
    data |= {item.id for item in nameless.items} | {word for item in nameless.items for word in item.title.split()}
    data |= {check.id for item in nameless.items for check in item.checks}
    assert set(re.findall(r"[^\W\d]\w{2,}", said)) - data == set()


def test_the_command_writes_the_page_beside_the_reports_and_prints_json(gradebook: Path, tmp_path: Path) -> None:
    roster = tmp_path / "roster.csv"
    roster.write_text("Email,Name\nada@uni.edu,Ada Byron\nzed@uni.edu,Zed Hu\n")
    done = grade(tmp_path, "class", "--gradebook", str(gradebook), "--roster", str(roster), "-o", "pages/c.html")
    assert (done.returncode, done.stdout) == (0, "Class: pages/c.html\n")
    page = (tmp_path / "pages" / "c.html").read_text()
    assert "Zed Hu" in page
    links = [link for link in Page(page).links if not link.startswith("#")]
    assert all((tmp_path / "pages" / unquote(link)).is_file() for link in links)
    assert links
    assert "11 people handed in and were not found on the roster." in plain(Page(page).sections["people"])
    assert page.count('<span class="tag">not found on the roster</span>') == 11
    assert not re.search(r">u01</span>.*not found", page)
    assert re.search(r">u09</span>.*not found", page)
    done = grade(tmp_path, "class", "--gradebook", str(gradebook), "--json", "--anonymous")
    assert len(json.loads(done.stdout)["students"]) == 12


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--gradebook", "none.sqlite"], "There is no gradebook none.sqlite"),
        (["--assignment", "toi"], "Did you mean 'toy'?"),
        (["-o", "."], "cannot be written"),
        (["--roster", "none.csv"], "none.csv"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    gradebook: Path, tmp_path: Path, words: list[str], said: str
) -> None:
    known = [] if "--gradebook" in words else ["--gradebook", str(gradebook)]
    assert said in refusal(tmp_path, "class", *known, *words)
    assert list(tmp_path.iterdir()) == []
