"""From a folder to an app: every way to write one, and a sentence for what is none."""

import os

import pytest

from tests.webchat.functions.apps.support import HANDLER, NODE_HANDLER, make_app, write
from webchat.errors import FunctionAppError
from webchat.functions.apps.reading import place_of, read_app


def refused(folder):
    with pytest.raises(FunctionAppError) as caught:
        read_app(folder)
    return str(caught.value)


@pytest.mark.parametrize(
    ("file", "language"),
    [
        ("action.py", "python"),
        ("action.js", "node"),
        ("action/index.py", "python"),
        ("action/index.js", "node"),
        ("index.py", "python"),
        ("index.js", "node"),
    ],
)
def test_an_action_function_can_be_written_in_six_ways(tmp_path, file, language):
    (tmp_path / file).parent.mkdir(exist_ok=True)
    (tmp_path / file).write_text(HANDLER if language == "python" else NODE_HANDLER)
    source = read_app(tmp_path).sources["action"]
    assert (source.language, source.path) == (language, tmp_path / file)


def test_the_other_functions_are_found_by_their_names(tmp_path):
    app = read_app(
        write(
            tmp_path / "orders",
            index_js=NODE_HANDLER,
            identity_py=HANDLER,
            build__index_js=NODE_HANDLER,
            webhook__index_py=HANDLER,
            helper_py="",
        )
    )
    assert set(app.sources) == {"action", "identity", "build", "webhook"}
    assert app.has("build")
    assert not app.has("redirect")


def test_a_folder_without_settings_is_an_app_of_its_name(tmp_path):
    app = read_app(make_app(tmp_path / "Order look-up"))
    assert (app.name, app.title, app.kind) == ("Order_look-up", "Order look-up", "action")
    assert (app.folder, app.path) == (tmp_path / "Order look-up",) * 2
    assert app.authentication is None
    assert app.warnings == ()


def test_settings_say_more(tmp_path):
    app = read_app(
        make_app(tmp_path / "x", title="Order look-up", name="orders", kind="await", odd=1)
    )
    assert (app.name, app.title, app.kind) == ("orders", "Order look-up", "await")
    assert app.warnings == ("app.toml: odd is not known and was passed over.",)


def test_what_is_for_python_only_is_told_to_node(tmp_path):
    app = read_app(write(tmp_path, index_js=NODE_HANDLER, app_toml="in_loop = true\n"))
    assert "in_loop concerns Python only" in app.warnings[0]


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (("action.py", "action.js"), "the action function: action.py and action.js; keep one"),
        (("index.js", "action.js"), "action function: action.js and index.js"),
        (("index.py", "action/index.js"), "action function: index.py and action/index.js"),
        (("index.py", "build.py", "build/index.py"), "build function: build.py and build/index.py"),
    ],
)
def test_two_files_for_one_function_are_one_too_many(tmp_path, files, sentence):
    for file in files:
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text("")
    assert sentence in refused(tmp_path)


def test_a_folder_without_an_action_function_says_what_was_looked_for_and_what_is_there(tmp_path):
    assert refused(write(tmp_path / "empty")) == (
        "There is no action function: expected action.py, action/index.py, index.py, action.js, "
        "action/index.js or index.js, but the folder is empty."
    )
    files = {f"main{number}_py": "" for number in range(9)}
    assert refused(write(tmp_path / "full", **files)).endswith(
        "but the folder holds main0.py, main1.py, main2.py, main3.py, main4.py and more."
    )


def test_what_is_no_folder(tmp_path):
    assert refused(tmp_path / "gone") == "There is no such folder or file."
    (tmp_path / "note.txt").write_text("")
    assert refused(tmp_path / "note.txt").endswith("note.txt is neither.")


@pytest.mark.parametrize("line", [1, 2, 3, 40])
def test_a_file_that_is_not_utf_8_is_named_with_the_line(tmp_path, line):
    (tmp_path / "action.py").write_bytes(b"#\n" * (line - 1) + b"# \xe4\n" + HANDLER.encode())
    assert refused(tmp_path) == f"action.py is not text in UTF-8 (line {line}); save it so."


@pytest.mark.parametrize("code", [b"\xef\xbb\xbf# \xc3\xa4", b"# coding: latin-1\n# \xe4"])
def test_a_file_may_say_which_encoding_it_has(tmp_path, code):
    (tmp_path / "action.py").write_bytes(code)
    assert read_app(tmp_path).has("action")


def test_an_encoding_that_nobody_knows_is_told(tmp_path):
    (tmp_path / "action.py").write_bytes(b"# coding: klingon\n")
    assert refused(tmp_path) == "action.py is not text in UTF-8; save it so."


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        (b"\n\nasync def handler(parameters:\n", "action.py, line 3 is no Python: "),
        (b"a = 1\nb =\n", "action.py, line 2 is no Python: invalid syntax."),
        (b"a = 1\n\x00", "action.py is no Python: "),
    ],
)
def test_a_slip_is_named_with_its_line(tmp_path, code, sentence):
    (tmp_path / "action.py").write_bytes(code)
    assert refused(tmp_path).startswith(sentence)


def test_what_python_only_warns_of_is_left_to_the_log(tmp_path):
    (tmp_path / "action.py").write_text(HANDLER + '\nTEXT = "\\d"\n')
    assert read_app(tmp_path).has("action")


def test_node_reads_any_bytes(tmp_path):
    (tmp_path / "index.js").write_bytes(b"// \xe4\n" + NODE_HANDLER.encode())
    assert read_app(tmp_path).has("action")


def test_what_is_no_file_is_told_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "action.py")
    assert refused(tmp_path) == "action.py is not a file."
    (tmp_path / "action.py").unlink()
    (tmp_path / "action.py").symlink_to("gone.py")
    assert refused(tmp_path) == "action.py is not a file."


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read anything")
@pytest.mark.parametrize("file", ["action.py", "index.js", "app.toml", "."])
def test_what_may_not_be_read_is_told(tmp_path, file):
    write(tmp_path / "x", **{("index_js" if file == "index.js" else "action_py"): ""}, app_toml="")
    (tmp_path / "x" / file).chmod(0)
    assert "cannot be read: Permission denied" in refused(tmp_path / "x")
    (tmp_path / "x").chmod(0o700)


@pytest.mark.parametrize("name", ["注文 看板", "a\nb", "<b>x", "x" * 200, ".hidden", "%2e%2e"])
def test_any_name_of_a_folder_will_do(tmp_path, name):
    app = read_app(make_app(tmp_path / name))
    assert app.title == name
    assert app.name.replace("_", "a").replace("-", "a").isalnum()


def test_a_name_of_odd_bytes_can_be_shown(tmp_path):
    folder = os.fsdecode(os.fsencode(tmp_path) + b"/\xff")
    os.mkdir(folder)  # noqa: PTH102  bytes that are no text
    app = read_app(make_app(place_of(folder)))
    assert app.title == "?"
    assert app.name.startswith("app_")


@pytest.mark.parametrize("file", ["app.toml", "app.json", "index.js", "action.py", "package.json"])
def test_a_folder_may_be_named_by_a_file_of_it(tmp_path, file):
    assert place_of(tmp_path / file) == tmp_path


def test_other_files_stand_for_themselves(tmp_path):
    assert place_of(tmp_path / "app.zip") == tmp_path / "app.zip"
    (tmp_path / "index.js").mkdir()
    assert place_of(tmp_path / "index.js") == tmp_path / "index.js"


def test_a_home_that_nobody_has_is_the_name_of_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert place_of("~nobody-here/orders") == tmp_path / "~nobody-here" / "orders"
    monkeypatch.setenv("HOME", str(tmp_path))
    assert place_of("~/orders") == tmp_path / "orders"


def test_links_to_folders_are_followed_and_links_to_their_files_are_not(tmp_path):
    make_app(tmp_path / "v3")
    (tmp_path / "current").symlink_to("v3")
    assert place_of(tmp_path / "current" / "action.py") == tmp_path / "v3"
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "app.toml").symlink_to("../shared.toml")
    assert place_of(tmp_path / "other" / "app.toml") == tmp_path / "other"
