"""New versions of articles: which one is replaced, what becomes of its labels, and what still counts."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import AnnotatorError
from annotator.importing import ImportResult, ImportStatus
from annotator.importing.addresses import same_page
from annotator.importing.versions import carry_over, moved_record, unchanged
from annotator.ingest import Metadata
from annotator.project import Project
from annotator.store import label_path
from benchmarks.samples import article_of, make_record
from schemas import Article, Attribution, BiasKind, BiasMark, Cause, Origin, Span
from tests.unit.commandline import CommandLine
from tests.unit.labelled import record

FIRST = """Harbour wall to be raised

The council will raise the harbour wall by two metres, its engineer said on Monday.

Nobody knows yet who is going to pay for the work, which could take three summers.

"We have waited far too long for this," said Ada Lund, who runs the ferry to the islands.

The wall was last repaired in 1968, after a storm that sank eleven boats in one night.
"""
SECOND = FIRST.replace("two metres", "three metres").replace(
    "The wall was last", "Work begins in May, the council announced late on Tuesday.\n\nThe wall was last"
)
URL = "https://www.post.example/local/harbour-wall"


def imported(
    project: Project, folder: Path, text: str, name: str = "wall.txt", url: str = "", replaces: str = ""
) -> ImportResult:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    [result] = project.import_files([folder / name], Metadata(url=url), replaces=replaces)
    return result


def label_all(project: Project, article: Article, *annotators: str) -> None:
    for name in annotators:
        for unit in article.units:
            attribution = Attribution(source=Span(start=unit.start, end=unit.start + 3))
            project.save(
                article,
                record(
                    article,
                    unit.id,
                    name,
                    "sourced",
                    codebook=project.codebook.ref,
                    attributions=(attribution,),
                    origin=Origin.SUGGESTION_ACCEPTED,
                ),
                Cause.KEY,
            )


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Project.create(tmp_path / "project")


@pytest.fixture
def annotator(capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys)


def test_the_same_address_makes_a_new_version_that_keeps_unchanged_labels(
    project: Project, tmp_path: Path
) -> None:
    old = project.article(imported(project, tmp_path, FIRST, url=URL).article)
    label_all(project, old, "Ana", "Ben Ito")

    result = imported(project, tmp_path / "later", SECOND, "saved page.txt", f"{URL}/?utm_source=mail#top")

    new = project.article(result.article)
    assert (result.status, result.replaces, new.replaces) == (ImportStatus.VERSION, old.id, old.id)
    assert new.near_duplicates == ()
    assert project.article(old.id) == old
    changed = "The council will raise the harbour wall by two metres, its engineer said on Monday."
    assert {(left.annotator, left.words) for left in result.left} == {("Ana", changed), ("Ben Ito", changed)}
    assert result.carried == 2 * (len(old.units) - 1)
    before, after = (project.labelled(article, "Ana").labels["Ana"] for article in (old, new))
    assert len(before) == len(old.units)
    by_words = {old.unit_text(old.unit(unit)): found for unit, found in before.items()}
    for unit_id, found in after.items():
        unit = new.unit(unit_id)
        was = by_words[new.unit_text(unit)]
        assert found.text_sha256 == new.unit_sha256(unit)
        assert (found.label, found.origin, found.created, found.updated, found.seconds) == (
            *(was.label, was.origin, was.created, was.updated),
            was.seconds,
        )
        [span] = found.spans()
        assert new.text[span.start : span.end] == new.unit_text(unit)[:3]
    assert {event.cause for event in project.history(new)} == {Cause.MIGRATION}
    assert not list(project.check())


def test_a_replaced_version_is_marked_and_counts_no_more(
    project: Project, tmp_path: Path, annotator: CommandLine
) -> None:
    old = project.article(imported(project, tmp_path, FIRST, url=URL).article)
    label_all(project, old, "Ana", "Ben Ito")
    new = imported(project, tmp_path / "later", SECOND, url=URL).article

    assert project.newest_ids() == [new]
    assert project.next_article("Ana") == new
    assert [one.article.id for one in project.labels()] == [new]
    units = project.article(new).units
    assert project.compare("Ana", "Ben Ito", bootstrap=0).fields["label"].units == len(units) - 2
    assert project.export("jsonl", tmp_path / "out").labels == 2 * (len(units) - 2)
    assert project.near_duplicate_groups() == [{old.id, new}]

    listed = annotator("articles", "--project", project.root)
    assert f"(replaced by {new[-8:]})" in listed.out
    by_id = {
        one["id"]: one for one in annotator("articles", "--json", "--project", project.root).json["articles"]
    }
    assert (by_id[old.id]["replaced_by"], by_id[new]["replaces"]) == (new, old.id)
    assert f"replaced by: {new}" in annotator("show", old.id, "--project", project.root).out
    assert f"replaces: {old.id}" in annotator("show", new, "--project", project.root).out
    assert "1 article, " in annotator("status", "--project", project.root).out


def test_a_duplicate_of_an_older_version_names_the_newer_one(
    project: Project, tmp_path: Path, annotator: CommandLine
) -> None:
    old = imported(project, tmp_path, FIRST, url=URL).article
    new = imported(project, tmp_path / "later", SECOND, url=URL).article
    again = ("import", tmp_path / "wall.txt", "--project", project.root)
    ran = annotator(*again, "--outlet", "Harbour Post")
    assert ran.code == 0
    assert f"→ same text as {old}, which {new} replaces\n" in ran.out
    assert "what is known of the duplicates stays as it is: `annotator edit-article`" in ran.err
    assert annotator(*again).err == ""


def test_quiet_tells_what_was_refused_and_what_got_no_label(
    project: Project, tmp_path: Path, annotator: CommandLine
) -> None:
    old = imported(project, tmp_path, FIRST, url=URL).article
    label_all(project, project.article(old), "Ana")
    for name, text in (("wall.txt", SECOND), ("none.txt", ""), ("other.txt", "Another\n\nIt rained.\n")):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / name).write_text(text)
    ran = annotator("import", tmp_path / "in", "--quiet", "--project", project.root)
    assert "none.txt" in ran.err
    assert "other" not in ran.out
    told = ran.out.splitlines()
    assert told[0].startswith(f"new version: {tmp_path / 'in' / 'wall.txt'} → ")
    assert told[1].startswith(f"  replaces {old}; ")
    assert told[2].startswith("  not carried over: Ana, ")
    assert told[-1] == "1 new, 1 new version, 0 duplicate, 1 refused"


def test_a_part_of_an_id_means_the_version_that_counts(
    project: Project, tmp_path: Path, annotator: CommandLine
) -> None:
    old = imported(project, tmp_path, FIRST, url=URL).article
    new = imported(project, tmp_path / "later", SECOND, url=URL).article
    begun = old[:-8]
    assert new.startswith(begun)
    assert project.article(begun).id == new
    assert [project.article(name[-8:][:5]).id for name in (old, new)] == [old, new]
    assert project.article(old).id == old

    third = imported(
        project, tmp_path / "other", FIRST.split("\n\n")[0] + "\n\nNothing is known yet.\n"
    ).article
    ran = annotator("show", begun, "--project", project.root)
    assert (ran.code, ran.out) == (2, "")
    assert f"{begun!r} may be any of 2 articles: {', '.join(sorted([new, third]))}; `annot" in ran.err


def test_the_same_file_name_and_title_need_much_the_same_text(project: Project, tmp_path: Path) -> None:
    old = imported(project, tmp_path, FIRST)
    other = FIRST.split("\n\n")[0] + "\n\nThe harbour master was asked again, and she would not say a word.\n"
    assert imported(project, tmp_path / "other", other).status is ImportStatus.NEW
    # Two articles of this file name and title are there now, so it cannot be told which one is meant.
    assert imported(project, tmp_path / "later", SECOND).status is ImportStatus.NEW
    assert project.article(old.article).replaces == ""


def test_without_an_address_file_name_and_title_are_enough(project: Project, tmp_path: Path) -> None:
    old = imported(project, tmp_path, FIRST)
    assert imported(project, tmp_path / "a", SECOND, "another name.txt").status is ImportStatus.NEW
    third = SECOND.replace("in May", "in June")
    assert imported(project, tmp_path / "b", third).replaces == old.article


def test_another_story_at_the_same_address_replaces_nothing(project: Project, tmp_path: Path) -> None:
    imported(project, tmp_path, FIRST, url=URL)
    text = "Bakery opens\n\nA bakery has opened in the old station, and the bread was gone by nine o'clock.\n"
    assert imported(project, tmp_path / "later", text, url=URL).status is ImportStatus.NEW


def test_versions_follow_each_other(project: Project, tmp_path: Path) -> None:
    texts = (FIRST, SECOND, SECOND.replace("in May", "in June"))
    ids = [imported(project, tmp_path / str(n), text, url=URL).article for n, text in enumerate(texts)]
    assert [project.article(name).replaces for name in ids] == ["", *ids[:-1]]
    assert project.newest_ids() == ids[-1:]
    again = imported(project, tmp_path / "again", FIRST, url=URL)
    assert (again.status, again.article) == (ImportStatus.DUPLICATE, ids[0])


def test_versions_in_one_run_are_told_apart_too(project: Project, tmp_path: Path) -> None:
    for name, text in (("a.txt", FIRST), ("b.txt", SECOND)):
        (tmp_path / name).write_text(text)
    first, second = project.import_files([tmp_path / "a.txt", tmp_path / "b.txt"], Metadata(url=URL))
    assert second.replaces == first.article


def test_replaces_says_it_outright(project: Project, tmp_path: Path, annotator: CommandLine) -> None:
    old = imported(project, tmp_path, FIRST)
    text = "Quay wall\n\nThe wall will be raised, said Ada Lund.\n"
    (tmp_path / "new.txt").write_text(text)
    (tmp_path / "more.txt").write_text(text.replace("Ada", "Eva"))

    ran = annotator(
        "import", tmp_path / "new.txt", tmp_path / "more.txt", "--replaces", old.article[-8:], "--project",
        project.root, "--json",
    )  # fmt: skip

    assert ran.code == 2
    first, second = ran.json["files"]
    assert (first["status"], first["replaces"]) == ("version", old.article)
    assert (second["status"], second["article"]) == ("refused", "")
    assert project.newest_ids() == [first["article"]]
    with pytest.raises(AnnotatorError, match="has been replaced by"):
        imported(project, tmp_path / "late", SECOND, replaces=old.article)
    unknown = annotator(
        "import", tmp_path / "new.txt", "--replaces", "nothing", "--json", "--project", project.root
    )
    assert (unknown.code, unknown.out) == (2, "")


def test_labels_left_behind_are_listed(project: Project, tmp_path: Path, annotator: CommandLine) -> None:
    old = project.article(imported(project, tmp_path, FIRST, url=URL).article)
    label_all(project, old, "Ana")
    later = tmp_path / "later"
    later.mkdir()
    (later / "wall.txt").write_text(SECOND)
    ran = annotator("import", later, "--url", URL, "--project", project.root)
    assert "1 new version" in ran.out
    assert f"replaces {old.id}; {len(old.units) - 1} labels carried over" in ran.out
    assert "not carried over: Ana, u002: The council will raise the harbour wall by two metres" in ran.out


def test_a_damaged_label_file_is_told_and_the_others_come_over(project: Project, tmp_path: Path) -> None:
    old = project.article(imported(project, tmp_path, FIRST, url=URL).article)
    label_all(project, old, "Ana", "Ben Ito")
    path = label_path(project.root, "Ana", old.id)
    path.write_bytes(path.read_bytes()[:-400])
    other = project.article(imported(project, tmp_path, "Ana's\n\nOther words.\n", "other.txt").article)
    label_all(project, other, "Ana")
    damaged = path.read_bytes()
    result = imported(project, tmp_path / "later", SECOND, url=URL)
    [problem] = result.problems
    assert problem.startswith("the labels of Ana are not carried over: ")
    assert set(project.labelled(project.article(result.article)).labels) == {"Ben Ito"}
    assert path.read_bytes() == damaged


def test_carrying_over_twice_changes_nothing(project: Project, tmp_path: Path) -> None:
    old = project.article(imported(project, tmp_path, FIRST, url=URL).article)
    label_all(project, old, "Ana")
    new = project.article(imported(project, tmp_path / "later", SECOND, url=URL).article)
    path = label_path(project.root, "Ana", new.id)
    before = path.read_bytes()
    assert carry_over(project, old, new).labels == len(old.units) - 1
    assert path.read_bytes() == before


sentences = st.lists(
    st.sampled_from(["It rained.", "It rained.", "“Why?”", "Nobody came at all."]), min_size=1, max_size=9
)


@given(sentences, sentences, st.sampled_from([" ", "\n"]))
def test_labels_move_only_to_the_same_words_in_the_same_order(
    old: Sequence[str], new: Sequence[str], between: str
) -> None:
    before, after = article_of(old, "old"), article_of(new, "new", between=between)
    pairs = list(unchanged(before, after))
    assert pairs == sorted(pairs, key=lambda pair: pair[1].start)
    assert len({one.id for pair in pairs for one in pair[:1]}) == len(pairs)
    if list(old) == list(new):
        assert len(pairs) == len(old)
    for one, other in pairs:
        mark = BiasMark(kind=BiasKind.LOADED, span=Span(start=one.end - 3, end=one.end))
        source = Span(start=one.start, end=one.start + 2)
        attribution = Attribution(source=source, content=(source, Span(start=one.start, end=one.end)))
        found = make_record(before, one.id, "sourced", attributions=(attribution,), bias=(mark,))
        moved = moved_record(found, one, other)
        assert (moved.unit, moved.text_sha256) == (other.id, after.unit_sha256(other))
        words = [[text[span.start : span.end] for span in one.spans()] for one, text in (
            (found, before.text), (moved, after.text),
        )]  # fmt: skip
        assert words[0] == words[1]
        assert moved_record(moved, other, one) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.post.example/a/b", "http://post.example/a/b/#top"),
        ("https://post.example/a?id=7&utm_source=x", "https://post.example:443/a?fbclid=1&id=7"),
        ("https://Post.example/a?b=1&a=2", "https://post.example/a?a=2&b=1"),
    ],
)
def test_addresses_of_the_same_page_are_equal(one: str, other: str) -> None:
    assert same_page(one) == same_page(other) != ""


@pytest.mark.parametrize(
    "url",
    ["", "https://post.example/", "post", "mailto:a@b.example", "https://[", "https://x.example/?utm_id=1"],
)
def test_what_is_no_page_of_its_own_has_no_address(url: str) -> None:
    assert same_page(url) == ""


def test_other_pages_have_other_addresses() -> None:
    urls = ["https://a.example/x", "https://a.example/X", "https://b.example/x", "https://a.example/x?id=1"]
    assert len({same_page(url) for url in urls}) == len(urls)
