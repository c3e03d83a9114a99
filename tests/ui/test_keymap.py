"""Which key does what: labels before actions, the user's keys before the app's, and nothing silently."""

import ast
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.binding import Binding

import annotator.tui
from annotator.codebook import default_codebook_text, load_codebook
from annotator.errors import AnnotatorError
from annotator.project import Project
from annotator.tui.actions import all_actions
from annotator.tui.app import AnnotatorApp
from annotator.tui.bindings import ANNOTATE_BINDINGS
from annotator.tui.keymap import ESSENTIAL, bindings_of, keys_of, screen_bindings
from annotator.tui.keynames import read_keys, shown_key, trouble
from annotator.usersettings import save_user_settings, user_settings_file
from tests.ui.looking import annotating, line_of, on_top, reader, screen_text, until

OpenApp = Callable[..., AnnotatorApp]
IDS = {binding.id for binding in bindings_of(ANNOTATE_BINDINGS)}


def write_keys(**keys: str) -> None:
    """Put keys into the settings by hand, with `_` for `-` in the names."""
    lines = [f'{name.replace("_", "-")} = "{text}"\n' for name, text in keys.items()]
    user_settings_file().write_text("repeat_guard = 0\n\n[keys]\n" + "".join(lines))


def with_key(project: Project, label_key: str, other: str) -> Project:
    """The project with a codebook of its own, in which a label has another key."""
    text = default_codebook_text().replace(f'key = "{label_key}"', f'key = "{other}"')
    (project.root / "codebook.toml").write_text(text)
    return Project.open(project.root)


def open_ferry(project: Project) -> AnnotatorApp:
    return AnnotatorApp(project, "Ana", project.article("ferry").id)


def key_of(app: AnnotatorApp, name: str) -> str:
    """The first key of an action of the annotate screen, as it can be written."""
    (bound,) = (one for one in bindings_of(app.screen_class.BINDINGS) if one.id == name)
    return shown_key(next(iter(Binding.make_bindings([bound]))).key)


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("F", ("F",)),
        ("Ctrl+F, f5", ("ctrl+f", "f5")),
        ("shift+f", ("F",)),
        ("?", ("question_mark",)),
        (",", ("comma",)),
        ("+", ("plus",)),
        ("PgDn,Esc, del", ("pagedown", "escape", "delete")),
        ("a,a", ("a",)),
        ("shift+ctrl+left", ("ctrl+shift+left",)),
    ],
)
def test_keys_may_be_written_as_people_write_them(written: str, keys: tuple[str, ...]) -> None:
    assert read_keys(written) == keys


@pytest.mark.parametrize("written", ["", "a,,b", "downn", "ctlr+x", "ctrl+", "no such key"])
def test_what_is_no_key_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="key"):
        read_keys(written)


def test_every_key_is_shown_as_it_can_be_written() -> None:
    for bindings in all_actions().values():
        for key in keys_of(bindings):
            assert read_keys(shown_key(key)) == (key,)


def test_no_action_needs_a_key_that_terminals_swallow() -> None:
    for screen, bindings in all_actions().items():
        for binding in bindings:
            keys = keys_of([binding])
            spare = {"shift+left", "shift+right"}  # besides others, or for finer steps
            assert any(not trouble(key) for key in keys) or keys <= spare, (screen, binding)


def test_every_action_of_a_screen_has_its_own_id_and_keys() -> None:
    for screen, bindings in all_actions().items():
        ids = Counter(binding.id for binding in bindings)
        assert max(ids.values()) == 1, (screen, ids)
    labels = screen_bindings(ANNOTATE_BINDINGS, load_codebook(), {})
    keys = Counter(
        one.key
        for binding in labels
        if isinstance(binding, Binding)
        for one in Binding.make_bindings([binding])
    )
    assert max(keys.values()) == 1, keys
    assert {binding.id for binding in labels if isinstance(binding, Binding)} > IDS


def test_every_binding_can_be_given_another_key() -> None:
    folder = Path(annotator.tui.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Binding" and call.keywords:
                assert "id" in [word.arg for word in call.keywords], f"{path.name}, line {call.lineno}"


async def test_an_action_has_the_keys_of_the_settings(open_app: OpenApp) -> None:
    write_keys(flag="F, ctrl+f", label_sourced="k", previous="up, K", edit_leave="Q")
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("home", "down", "f")
        assert "!" not in line_of(app, "PORT ANSELM")
        await pilot.press("F")
        assert "!" in line_of(app, "PORT ANSELM")
        await pilot.press("ctrl+f", "k")
        assert "!" not in line_of(app, "PORT ANSELM")
        assert " S " in line_of(app, "PORT ANSELM")
        await pilot.press("K", "e")
        assert reader(app).cursor == 1
        assert not on_top(app)
        await pilot.press("escape")
        assert not on_top(app)
        await pilot.press("Q")
        assert on_top(app)
        assert annotating(app).way_to("flag") == "F"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"flagg": "F"}, "line 4: keys.flagg: no action 'flagg'; did you mean 'flag'?"),
        ({"flag": "downn"}, "line 4: keys.flag: no key 'downn'; did you mean 'down'?"),
        ({"flag": "x"}, "line 4: keys.flag: x is the key of comment (comment); give comment another"),
        ({"flag": "F", "comment": "F"}, "line 5: keys.comment: F is the key of flag; give flag another"),
        ({"edit_merge": "s"}, "line 4: keys.edit-merge: s is the key of edit-split"),
        (
            {"label_sourced": "u"},
            "line 4: keys.label-sourced: u is the key of label-unverified; give",
        ),
        ({"comment_keep": "k"}, "line 4: keys.comment-keep: k is typed there"),
        ({"articles_back": "space"}, "line 4: keys.articles-back: space is typed there"),
        ({"flag": "ctrl+q"}, "line 4: keys.flag: ctrl+q quits, anywhere"),
    ],
)
def test_a_slip_in_the_keys_is_named(project: Project, keys: dict[str, str], said: str) -> None:
    write_keys(**keys)
    with pytest.raises(AnnotatorError) as raised:
        open_ferry(project)
    assert said in str(raised.value)


async def test_messages_name_the_keys_of_the_settings(open_app: OpenApp) -> None:
    write_keys(
        next_unlabelled="f5", dismiss="f6", undo="U", redo="f7", text_only="f8", accept="K", tour_next="f9"
    )
    app = open_app()
    async with app.run_test(size=(100, 30)) as pilot:

        def said() -> str:
            return " ".join(screen_text(app).split())

        await pilot.press("e", "k", "right", "enter")
        await pilot.pause()
        assert "U takes it back." in said()
        await pilot.press("U")
        await pilot.pause()
        assert "f7 makes it again." in said()
        await pilot.press("r", "down", "n")
        assert "2 sentences labelled. U takes all of them back." in said()
        await pilot.press("r")
        assert "f6 gives it up." in said()
        await pilot.press("f6", "f8")
        assert "f8 shows everything again." in said()
        await pilot.press("f8", "end", "n")
        assert "f5 goes there." in said()
        await pilot.press("home", "down", "down")
        await until(pilot, lambda: "K accepts" in said())
        app.action_tour()
        await until(pilot, lambda: "f9: next step" in said())


async def test_messages_name_the_menu_where_labels_have_taken_the_key(project: Project) -> None:
    app = open_ferry(with_key(project, "u", "T"))
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("colon", *"text only", "enter")
        await until(pilot, lambda: annotating(app).has_class("-text-only"))
        assert "“text only” in the menu (:) shows everything again." in " ".join(screen_text(app).split())


async def test_keys_can_be_exchanged(open_app: OpenApp) -> None:
    write_keys(flag="x", comment="f", undo="Z", redo="z")
    app = open_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("home", "down", "x")
        assert "!" in line_of(app, "PORT ANSELM")
        await pilot.press("Z")
        assert "!" not in line_of(app, "PORT ANSELM")
        await pilot.press("z")
        assert "!" in line_of(app, "PORT ANSELM")


@pytest.mark.parametrize("key", ["f", "j", "1", ",", "g", "."])
async def test_a_label_of_the_codebook_wins_over_the_app(project: Project, key: str) -> None:
    app = open_ferry(with_key(project, "u", key))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("home", key)
        assert reader(app).cursor == 1
        record = annotating(app).labelling.record(annotating(app).labelling.article.units[0])
        assert record is not None
        assert record.label == "unverified"
        assert not record.flag


@pytest.mark.parametrize(("key", "action"), [("q", "quit"), ("f", "")])
def test_a_label_cannot_take_the_last_key_of_what_everybody_needs(
    project: Project, key: str, action: str
) -> None:
    mine = with_key(project, "u", key)
    if action:
        with pytest.raises(AnnotatorError, match=rf"\[keys\] {action} = "):
            open_ferry(mine)
        write_keys(**{action: "Q"})
    assert key_of(open_ferry(mine), "quit") == ("Q" if action else "q")


def test_a_label_wins_over_the_users_keys_too(project: Project) -> None:
    write_keys(flag="F, G")
    app = open_ferry(with_key(project, "u", "F"))
    assert key_of(app, "flag") == "G"
    write_keys(flag="F")
    assert key_of(open_ferry(with_key(project, "u", "F")), "flag") == "f"


@pytest.mark.parametrize("name", sorted(ESSENTIAL))
def test_what_everybody_needs_is_an_action(name: str) -> None:
    assert name in IDS


KEYS = st.sampled_from([*"fxzqjkgamhpit1?,.", "F", "ctrl+f", "f5", "down", "tab", "escape", "s", "u"])
CHOICES = st.dictionaries(
    st.sampled_from([*sorted(name for name in IDS if name), "label-opinion"]),
    st.lists(KEYS, min_size=1, max_size=3, unique=True),
    max_size=5,
)


@given(CHOICES)
def test_any_choice_is_refused_or_gives_every_key_one_action(choice: dict[str, list[str]]) -> None:
    keys = {name: tuple(one for key in given for one in read_keys(key)) for name, given in choice.items()}
    try:
        bound = screen_bindings(ANNOTATE_BINDINGS, load_codebook(), keys)
    except AnnotatorError:
        return
    bindings = [binding for binding in bound if isinstance(binding, Binding)]
    taken = Counter(one.key for binding in bindings for one in Binding.make_bindings([binding]))
    assert max(taken.values()) == 1
    by_id = {binding.id: binding for binding in bindings}
    assert set(ESSENTIAL) <= by_id.keys()
    labels = keys_of(binding for binding in bindings if str(binding.id).startswith(("label-", "same-")))
    for name, wanted in keys.items():
        if set(wanted) - labels:
            assert keys_of([by_id[name]]) == set(wanted) - (set() if name.startswith("label-") else labels)


def test_settings_written_by_the_app_are_read_by_it(project: Project, tmp_path: Path) -> None:
    save_user_settings(keys={"flag": "F"})
    assert key_of(open_ferry(project), "flag") == "F"
