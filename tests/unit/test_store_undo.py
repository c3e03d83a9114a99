"""What undo takes back next: from all of the history, and from its latest events alone."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from annotator.store import LabelStore, label_path
from annotator.store.contents import Expected, read_contents
from annotator.store.form import UNSIGNED, encode
from annotator.store.recovery import new_event
from annotator.store.sealing import EVENTS_PER_SEAL, sealed_files
from annotator.store.tables import LabelTables
from annotator.store.undo import UndoStacks
from annotator.store.whole import read_whole
from annotator.store.written import WrittenTable
from benchmarks.samples import CODEBOOK, make_article, make_record
from schemas import Annotation, Cause, Event

ARTICLE = make_article(4)
UNITS = tuple(unit.id for unit in ARTICLE.units)

steps = st.lists(
    st.tuples(
        st.sampled_from(["label", "label", "remove", "import", "undo", "undo", "redo"]),
        st.sampled_from(UNITS),
        st.sampled_from(["sourced", "unverified", "opinion"]),
    ),
    max_size=25,
)


def played(taken: list[tuple[str, str, str]]) -> list[Event]:
    """The history of an annotator who takes these steps."""
    history: list[Event] = []
    records: dict[str, Annotation | None] = {}
    stacks = UndoStacks()
    for step, unit, label in taken:
        reverted = stacks.undoable if step == "undo" else stacks.redoable if step == "redo" else None
        if step in ("undo", "redo"):
            if reverted is None:
                continue
            after = reverted.before if step == "undo" else reverted.after
            unit = reverted.unit
        else:
            after = None if step == "remove" else make_record(ARTICLE, unit, label)
        if records.get(unit) == after:
            continue
        cause = {"undo": Cause.UNDO, "redo": Cause.REDO, "import": Cause.IMPORT}.get(step, Cause.KEY)
        event = new_event("ana", unit, records.get(unit), after, cause, reverted.id if reverted else None)
        records[unit] = after
        history.append(event)
        stacks.apply(event)
    return history


@given(steps)
def test_the_latest_events_tell_the_same_or_that_more_is_needed(taken: list[tuple[str, str, str]]) -> None:
    history = played(taken)
    whole = UndoStacks(history)
    for first in range(len(history) + 1):
        latest = UndoStacks(history[first:], complete=False)
        if not latest.needs_more:
            assert (latest.undoable, latest.redoable) == (whole.undoable, whole.redoable)


def test_undo_and_redo_go_on_into_the_sealed_history(tmp_path: Path) -> None:
    path = label_path(tmp_path, "ana", ARTICLE.id)
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        for number in range(EVENTS_PER_SEAL + 2):
            unit = UNITS[number % 4]
            store.stage(unit, make_record(ARTICLE, unit, "opinion", comment=str(number)), Cause.KEY)
        store.commit()
        store.save("u001", make_record(ARTICLE, "u001", "sourced"))
    assert sealed_files(path)
    comments = []
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        for _ in range(6):
            event = store.undo()
            comments.append(event and event.before and event.before.comment)
        store.commit()
    assert comments == ["", "1001", "1000", "999", "998", "997"]
    with LabelStore(path, ARTICLE, "ana", CODEBOOK) as store:
        redone = [store.redo() for _ in range(6)]
        assert [event and event.after and event.after.comment for event in redone] == [*comments[:0:-1], ""]
        assert store.redo() is None
        assert store.labels["u001"].label == "sourced"


@given(steps)
def test_what_annotator_wrote_is_read_the_same_in_one_pass(taken: list[tuple[str, str, str]]) -> None:
    history = played(taken)
    path = Path("annotations") / "ana" / f"{ARTICLE.id}.json"
    tables = LabelTables(ARTICLE, CODEBOOK)
    for event in history:
        tables.add(event)
    meta = {
        "schema_version": 1,
        "article": ARTICLE.id,
        "article_sha256": ARTICLE.sha256,
        "annotator": "ana",
        "codebook": CODEBOOK.ref.model_dump(),
        "checksum": UNSIGNED,
    }
    data = encode(tables.written(WrittenTable.of({"1": meta})))
    expected = Expected(ARTICLE, "ana", CODEBOOK)
    quick, careful = read_whole(path, data, expected), read_contents(path, data, expected)
    assert quick.written and not careful.written
    assert (quick.meta, quick.records, quick.events) == (careful.meta, careful.records, careful.events)
    assert list(quick.events.values()) == history
    again = LabelTables(ARTICLE, CODEBOOK, quick.records.values(), quick.events, written=quick.written)
    assert encode(again.written(WrittenTable.of({"1": meta}))) == data
