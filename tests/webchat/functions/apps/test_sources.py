"""Which files of an app count, and that any change in them is seen."""

import pytest

from tests.webchat.functions.apps.support import HANDLER, write
from webchat.functions.apps.sources import code_files, digest_of


@pytest.fixture
def app(tmp_path):
    return write(
        tmp_path / "app",
        action_py=HANDLER,
        app_toml="",
        package_json="{}",
        inner__helper_js="",
        inner__more_mjs="",
        orders_json="[]",
        read_me="",
        node_modules__left__index_js="",
    )


def test_code_and_declarations_count_and_data_does_not(app):
    names = [path.relative_to(app).as_posix() for path in code_files(app)]
    assert names == ["action.py", "app.toml", "package.json", "inner/helper.js", "inner/more.mjs"]


def test_any_byte_of_them_changes_the_digest(app):
    before = digest_of(code_files(app))
    (app / "orders.json").write_text("[1]")
    assert digest_of(code_files(app)) == before
    helper = app / "inner" / "helper.js"
    helper.write_text("//")
    changed = digest_of(code_files(app))
    assert changed != before
    helper.rename(helper.with_name("other.js"))
    assert digest_of(code_files(app)) not in {before, changed}


def test_a_whole_disk_is_not_read(tmp_path):
    for number in range(5010):
        (tmp_path / f"{number}.py").touch()
    assert len(code_files(tmp_path)) == 5000
