"""All articles at once: what is known at once, what is found out, and what comes next."""

import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from annotator.filtering import parse_filter
from annotator.listing import Listing, SortKey
from annotator.project import Project
from benchmarks.samples import article_of, make_record
from schemas import Article, Cause


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def make_article(sentences: int, title: str, **fields: Any) -> Article:
    return article_of([f"Sentence {number} of {title}." for number in range(sentences)], title, **fields)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """120 articles, the later the number, the earlier the date."""
    project = Project.create(tmp_path / "project")
    for number in range(120):
        day = f"2031-{12 - number // 28:02}-{28 - number % 28:02}"
        outlet = ("Courier", "Ledger")[number % 2]
        project.add(make_article(2, f"Report {number:03}", outlet=outlet, published=day))
    return project


def titles(
    listing: Listing, typed: str = "", key: SortKey = SortKey.DATE, backwards: bool = False
) -> list[str]:
    order = listing.order(key, backwards=backwards)
    return [listing[place].header.title for place in listing.select(order, parse_filter(typed))]


def listed(project: Project, annotator: str = "Ana") -> Listing:
    listing = Listing(project, annotator)
    listing.begin()
    for _ in listing.refresh():
        pass
    return listing


def label(project: Project, article: str, *, flag: bool = False) -> None:
    found = project.article(article)
    for unit in found.units:
        record = make_record(
            found, unit.id, "opinion", annotator="Ana", codebook=project.codebook.ref, flag=flag
        )
        project.save(found, record, Cause.KEY)


def test_names_are_there_before_any_file_is_read(project: Project) -> None:
    listing = Listing(project, "Ana")
    listing.begin()
    first = listing[0]
    assert (first.header.title, first.known) == ("Report 000", False)
    assert len(titles(listing, "report 11")) == 11
    assert titles(listing, first.header.id[-8:]) == ["Report 000"]


def test_the_second_time_everything_is_known_at_once(project: Project) -> None:
    known = titles(listed(project))
    listing = Listing(project, "Ana")
    listing.begin()
    assert titles(listing) == known
    assert known[0] == "Report 119"
    assert all(listing[place].known for place in range(120))


def test_what_has_changed_meanwhile_is_found(project: Project) -> None:
    listing = listed(project)
    ids = project.article_ids()
    (project.corpus / f"{ids[3]}.json").unlink()
    (project.corpus / f"{ids[4]}.json").write_text("{ no")
    project.add(make_article(3, "A new one", published="2030-01-01"))
    for again in (listing, Listing(project, "Ana")):
        again.begin() if not len(again) else None
        for _ in again.refresh():
            pass
        assert again.count_listed() == 120
        assert titles(again)[0] == "A new one"
        assert "Report 003" not in titles(again)
        place = again.place(ids[4])
        assert place is not None
        assert again[place].header.problem


def test_a_snapshot_that_was_damaged_is_as_if_not_there(project: Project, tmp_path: Path) -> None:
    listed(project)
    (snapshot,) = (tmp_path / "cache").rglob("*articles*.snapshot")
    data = bytearray(snapshot.read_bytes())
    data[len(data) // 2] ^= 1
    snapshot.write_bytes(bytes(data))
    listing = Listing(project, "Ana")
    listing.begin()
    assert not listing[0].known
    assert titles(listed(project))[0] == "Report 119"


def test_progress_and_flags_are_counted_and_filtered(project: Project) -> None:
    ids = project.article_ids()
    label(project, ids[0])
    label(project, ids[1], flag=True)
    listing = listed(project)
    assert titles(listing, "is:finished") == ["Report 001", "Report 000"]
    assert titles(listing, "is:flagged") == ["Report 001"]
    assert len(titles(listing, "is:new")) == 118
    assert listing.count_finished() == 2
    listing.set_progress(ids[0], 1, 0)
    assert titles(listing, "is:finished") == ["Report 001"]
    assert "Report 000" in titles(listing, "is:unfinished")
    assert titles(listing, key=SortKey.PROGRESS, backwards=True)[:2] == ["Report 001", "Report 000"]
    assert listed(project, "Ben").count_finished() == 0


def test_sorting_keeps_the_order_of_dates_where_the_key_is_the_same(project: Project) -> None:
    listing = listed(project)
    assert titles(listing, key=SortKey.TITLE)[:2] == ["Report 000", "Report 001"]
    assert titles(listing, key=SortKey.TITLE, backwards=True)[0] == "Report 119"
    by_outlet = titles(listing, key=SortKey.OUTLET)
    assert by_outlet[:2] == ["Report 118", "Report 116"]
    listing.set_ease(project.article_ids()[5], 40.0)
    for backwards in (False, True):  # what is not known yet comes last either way
        assert titles(listing, key=SortKey.EASE, backwards=backwards)[0] == "Report 005"
    assert titles(listing, ">2031-11 courier", backwards=True)[0] == "Report 000"


def test_the_next_unfinished_article_is_the_next_by_date(project: Project) -> None:
    ids = project.article_ids()
    label(project, ids[118])
    listing = Listing(project, "Ana")
    listing.begin()
    assert listing.next_unfinished() == ids[119]
    assert listing.next_unfinished(ids[119]) == ids[117]
    assert listing.next_unfinished(ids[0]) == ids[119]
    label(project, ids[117])
    assert listing.next_unfinished(ids[119]) == ids[116]
    assert project.next_article("Ana") == ids[119]


def test_there_is_no_next_article_when_all_are_finished(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "small")
    for title in ("One", "Two"):
        project.add(make_article(1, title))
    first, second = project.article_ids()
    label(project, first)
    listing = Listing(project, "Ana")
    listing.begin()
    assert listing.next_unfinished(first) == second
    assert listing.next_unfinished(second) == ""
    label(project, second)
    assert listing.next_unfinished(first) == ""
    assert project.next_article("Ana") == first


def test_a_version_that_was_replaced_is_not_listed(tmp_path: Path) -> None:
    project = Project.create(tmp_path / "small")
    old = make_article(1, "Old")
    project.add(old)
    project.add(make_article(1, "New", replaces=old.id))
    listing = listed(project)
    assert titles(listing) == ["New"]
    assert listing.count_listed() == 1
    place = listing.select(listing.order(SortKey.DATE), parse_filter(""), old.id)
    assert len(place) == 2
    assert listing.next_unfinished() == project.article("new").id


def test_threads_at_once_list_every_article_once(project: Project, tmp_path: Path) -> None:
    """The list may be read while the next unfinished article is looked for."""
    names = project.article_ids()
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for _ in range(40):
            shutil.rmtree(tmp_path / "cache", ignore_errors=True)
            listing, together = Listing(project, "Ana"), Barrier(4)

            def read(listing: Listing = listing, together: Barrier = together) -> None:
                together.wait(60)
                listing.begin()
                list(listing.refresh())

            def find(listing: Listing = listing, together: Barrier = together) -> None:
                together.wait(60)
                listing.begin()
                listing.next_unfinished()

            with ThreadPoolExecutor(4) as threads:
                for done in [threads.submit(work) for work in (read, find, read, find)]:
                    done.result(60)
            assert sorted(listing[place].header.id for place in range(len(listing))) == names
            assert all(listing[listing.place(name) or 0].header.id == name for name in names)
    finally:
        sys.setswitchinterval(switching)


def test_an_article_that_comes_back_is_there_again(project: Project) -> None:
    listing = listed(project)
    path = project.corpus / f"{listing.next_unfinished()}.json"
    away = path.rename(path.with_suffix(".away"))
    gone = listing.next_unfinished()
    assert gone != path.stem
    away.rename(path)
    assert listing.next_unfinished() == path.stem
