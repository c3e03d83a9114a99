"""Near-duplicates: fingerprints, the catalogue of a corpus, and the links that importing makes."""

import random
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.importing import ImportStatus
from annotator.project import Project
from annotator.similarity import Catalogue, Known, connected, containment, fingerprint
from annotator.store import cache_file
from benchmarks.duplicates import Writer

THAI = "รัฐมนตรีกล่าวว่าโครงการอ่างเก็บน้ำจะเริ่มก่อสร้างในปีหน้าและจะใช้เวลาประมาณสามปีจึงจะแล้วเสร็จตามแผน"
CHINESE = "市长星期二在议会表示新的水库将于明年春天开工建设预计需要三年时间才能完成全部工程并向全市居民供水"
JAPANESE = (
    "市長は火曜日の議会で新しい貯水池の建設を来年の春に始めると述べ完成までにはおよそ三年かかる見通しだ"
)

no_deadline = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def known(name: str, text: str) -> Known:
    return Known(name, f"{name:>64}", fingerprint(text))


def links(root: Path, texts: Sequence[tuple[str, str]], batch: int = 50) -> set[tuple[frozenset[str], float]]:
    found = set()
    with Catalogue(root) as catalogue:
        for first in range(0, len(texts), batch):
            some = [known(name, text) for name, text in texts[first : first + batch]]
            with catalogue.transaction():
                for one, matches in zip(some, catalogue.add(some), strict=True):
                    found |= {(frozenset({one.name, match.name}), match.similarity) for match in matches}
    return found


@cache
def sample() -> str:
    return printed(Writer(1).story(30))


def printed(story: list[list[str]]) -> str:
    return " ".join(" ".join(words).capitalize() + "." for words in story)


@no_deadline
@given(st.text())
def test_a_text_is_wholly_in_itself(text: str) -> None:
    found = fingerprint(text)
    assert containment(found, found) == (1.0 if len(found) else 0.0)


@no_deadline
@given(st.integers(0, 400), st.integers(10, 200))
def test_an_excerpt_is_wholly_in_its_article(first: int, length: int) -> None:
    words = sample().split()
    excerpt = fingerprint(" ".join(words[first : first + length]))
    assert containment(excerpt, fingerprint(" ".join(words))) == (1.0 if len(excerpt) else 0.0)


def test_case_punctuation_and_line_ends_do_not_count() -> None:
    text = sample()
    other = text.upper().replace(". ", "!\n\n“").replace(" ", "  ")
    assert fingerprint(text).tolist() == fingerprint(other).tolist()


def test_an_apostrophe_is_the_same_straight_and_typographic() -> None:
    text = "the council's plan doesn't say who'll pay for it and nobody's asked " * 3
    assert fingerprint(text).tolist() == fingerprint(text.replace("'", "’")).tolist()


@pytest.mark.parametrize("text", [THAI, CHINESE, JAPANESE])
def test_scripts_without_blanks_are_compared_by_characters(text: str) -> None:
    rest = "".join(random.Random(3).sample(text * 3, 100))
    whole, other = fingerprint(rest + text + rest[::-1]), fingerprint("".join(reversed(text * 2)))
    assert len(fingerprint(text)) >= 3
    assert containment(fingerprint(text), whole) == 1.0
    assert containment(other, whole) < 0.2


def test_a_text_of_a_few_words_has_no_fingerprint() -> None:
    assert len(fingerprint("")) == len(fingerprint("only four words here")) == 0


@settings(no_deadline, max_examples=6)
@given(st.randoms(use_true_random=False), st.integers(1, 9))
def test_the_order_of_import_does_not_change_who_is_linked(
    tmp_path_factory: pytest.TempPathFactory, order: random.Random, batch: int
) -> None:
    writer = Writer(5)
    texts = []
    for number in range(4):
        story = writer.story(12)
        texts.append((f"{number}", printed(story)))
        texts += [
            (f"{number}-{copy}", printed(writer.edited(story, 0.8, 0.3, 0.2, 0.2))) for copy in range(2)
        ]
    expected = links(tmp_path_factory.mktemp("first"), texts)
    order.shuffle(texts)
    assert links(tmp_path_factory.mktemp("second"), texts, batch) == expected
    assert {frozenset(pair) for pair, _ in expected} >= {frozenset({f"{n}", f"{n}-0"}) for n in range(4)}


def test_boilerplate_links_nobody_and_a_story_that_many_print_links_all(tmp_path: Path) -> None:
    writer = Writer(2)
    footer = " ".join(word for sentence in writer.story(3) for word in sentence)
    own = [(f"own {n}", f"{printed(writer.story(5))} {footer}") for n in range(120)]
    wire = writer.story(12)
    copies = [(f"wire {n}", f"{printed(writer.edited(wire, 0.9, 0.1, 0.1, 0))} {footer}") for n in range(60)]
    found = {tuple(sorted(pair)) for pair, similarity in links(tmp_path, own + copies) if similarity >= 0.2}
    assert not [pair for pair in found if any(name.startswith("own") for name in pair)]
    named = {name for pair in found for name in pair}
    assert named == {name for name, _ in copies}


def test_work_grows_with_the_articles_and_not_with_their_pairs(tmp_path: Path) -> None:
    footer = printed(Writer(3).story(4))
    writer = Writer(4)
    with Catalogue(tmp_path) as catalogue:
        for first in range(0, 600, 200):
            some = [known(f"{first + n}", f"{printed(writer.story(1))} {footer}") for n in range(200)]
            with catalogue.transaction():
                matches = catalogue.add(some)
        assert matches == [[] for _ in some]  # a gram in more than 500 articles is looked up no more


def test_connected_groups_hang_together_also_through_others() -> None:
    assert connected([("a", "b"), ("c", "d"), ("b", "e"), ("a", "e")]) == [{"a", "b", "e"}, {"c", "d"}]
    assert connected([]) == []


def imported(project: Project, folder: Path, **texts: str) -> dict[str, str]:
    """Import texts by file name; gives the ids by file name."""
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    results = list(project.import_files([folder / f"{name}.txt" for name in texts]))
    assert all(result.status is ImportStatus.NEW for result in results)
    return dict(zip(texts, (result.article for result in results), strict=True))


def test_only_the_newer_article_names_the_older_and_both_are_asked(tmp_path: Path) -> None:
    writer, project = Writer(8), Project.create(tmp_path / "project")
    story = writer.story(20)
    ids = imported(
        project,
        tmp_path,
        wire=printed(story),
        other=printed(writer.story(20)),
        paper=printed([*writer.story(9), *story[4:9]]),
    )
    first, second = project.article(ids["wire"]), project.article(ids["paper"])
    assert first.near_duplicates == ()
    assert [near.article for near in second.near_duplicates] == [first.id]
    [there], [back] = project.near_duplicates(second.id), project.near_duplicates(first.id)
    assert (there.article, back.article) == (first.id, second.id)
    assert there.similarity == back.similarity == second.near_duplicates[0].similarity >= 0.2
    assert project.near_duplicates(ids["other"]) == []
    assert project.near_duplicate_groups() == [{first.id, second.id}]


def test_boilerplate_of_the_page_does_not_count(tmp_path: Path) -> None:
    writer, project = Writer(9), Project.create(tmp_path / "project")
    links = "\n\n".join(["Skip to main content", "Share this story on Facebook"] * 12)
    texts = {f"own{number}": f"{links}\n\n{printed(writer.story(5))}" for number in range(3)}
    ids = imported(project, tmp_path, **texts)
    assert not any(project.near_duplicates(name) for name in ids.values())


def test_an_article_names_at_most_twenty(tmp_path: Path) -> None:
    writer, project = Writer(10), Project.create(tmp_path / "project")
    story = writer.story(15)
    ids = imported(
        project, tmp_path, **{f"copy{n}": printed(writer.edited(story, 1, 0.3, 0.1, 0)) for n in range(24)}
    )
    assert max(len(project.article(name).near_duplicates) for name in ids.values()) == 20
    assert [len(group) for group in project.near_duplicate_groups()] == [24]


def test_the_catalogue_is_never_the_truth(tmp_path: Path) -> None:
    writer, project = Writer(11), Project.create(tmp_path / "project")
    stories = [writer.story(2) for _ in range(205)]
    ids = imported(project, tmp_path, **{f"s{n}": printed(story) for n, story in enumerate(stories)})
    cache = cache_file(project.root, "articles-2")
    assert cache.exists()

    cache.write_bytes(b"no database")
    again = imported(project, tmp_path, again=printed([*stories[3], *writer.story(1)]))
    assert [near.article for near in project.near_duplicates(again["again"])] == [ids["s3"]]

    for name in (ids["s3"], again["again"]):
        (project.corpus / f"{name}.json").unlink()
    late = imported(project, tmp_path, late=printed([*stories[3], *writer.story(2)]))
    assert project.near_duplicates(late["late"]) == []

    cache.unlink()
    cache.mkdir()
    more = imported(project, tmp_path, more=printed([*stories[7], *writer.story(1)]))
    assert [near.article for near in project.near_duplicates(more["more"])] == [ids["s7"]]


def test_a_single_import_reads_no_article_again(tmp_path: Path) -> None:
    writer, project = Writer(12), Project.create(tmp_path / "project")
    ids = imported(project, tmp_path, **{f"s{n}": printed(writer.story(3)) for n in range(205)})
    with sqlite3.connect(cache_file(project.root, "articles-2")) as database:
        [(before,)] = database.execute("SELECT max(number) FROM articles")
        assert before == len(ids)
    database.close()
    imported(project, tmp_path, more=printed(writer.story(3)))
    with sqlite3.connect(cache_file(project.root, "articles-2")) as database:
        [(after,)] = database.execute("SELECT max(number) FROM articles")
    database.close()
    assert after == before + 1


def test_articles_imported_before_a_program_was_killed_are_compared_too(tmp_path: Path) -> None:
    writer, project = Writer(13), Project.create(tmp_path / "project")
    imported(project, tmp_path, **{f"s{n}": printed(writer.story(2)) for n in range(205)})
    story = writer.story(4)
    (tmp_path / "killed.txt").write_text(printed(story))
    code = (
        "import os, sys; from annotator.project import Project\n"
        "next(Project.open(sys.argv[1]).import_files([sys.argv[2]])); os._exit(9)"
    )
    killed = subprocess.run([sys.executable, "-c", code, project.root, tmp_path / "killed.txt"], check=False)
    assert killed.returncode == 9
    ids = imported(project, tmp_path, later=printed([*story, *writer.story(2)]))
    [near] = project.near_duplicates(ids["later"])
    assert project.article(near.article).provenance.file == "killed.txt"
