"""View > Language and View > Direction."""

import json

import pytest
from PySide6.QtCore import Qt

from tests.support.waiting import until
from ui.shell.settings import Settings

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def spoken(shell):
    return shell.side.strings.language.code


def opened(shell):
    """Open the menu, as whoever looks into it does; what is in it is made then."""
    menu = shell.part("Menu.Language")
    menu.popup(shell.window.pos())
    menu.close()


def checked(shell, prefix):
    opened(shell)
    return [
        one.objectName()
        for one in shell.window.findChildren(object)
        if one.objectName().startswith(f"{prefix}.") and getattr(one, "isChecked", bool)()
    ]


def choose(shell, name):
    opened(shell)
    shell.part(name).trigger()


def is_mirrored(shell):
    return shell.part("RootContainer").layoutDirection() == Qt.LayoutDirection.RightToLeft


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "window.json")


@pytest.fixture
def texts(tmp_path):
    path = tmp_path / "house.json"
    given = {"language": "de", "name": "Hausdeutsch", "strings": {"EntryPointTagline": "Moin"}}
    path.write_text(json.dumps(given), encoding="utf-8")
    return path


async def test_a_language_is_chosen_and_shown_at_once(shell):
    assert checked(shell, "Language") == ["Language.en-US"]
    choose(shell, "Language.de")
    assert shell.part("EntryPoint").accessibleName() == shell.side.strings["ShowChat"]
    assert shell.side.strings["Read"] == "Gelesen"
    assert checked(shell, "Language") == ["Language.de"]


async def test_languages_are_called_as_their_speakers_call_them(shell):
    opened(shell)
    names = {code: shell.part(f"Language.{code}").text() for code in ("de", "ja", "en-US")}
    assert names == {"de": "Deutsch", "ja": "日本語", "en-US": "English"}


async def test_a_language_from_right_to_left_mirrors_the_widget_and_not_the_window(shell):
    choose(shell, "Language.ar")
    assert is_mirrored(shell)
    assert shell.window.layoutDirection() == Qt.LayoutDirection.LeftToRight


async def test_a_direction_is_chosen_by_hand(shell):
    assert checked(shell, "Direction") == ["Direction.language"]
    choose(shell, "Direction.rtl")
    assert is_mirrored(shell)
    choose(shell, "Language.ar")
    choose(shell, "Direction.ltr")
    assert not is_mirrored(shell)
    choose(shell, "Direction.language")
    assert is_mirrored(shell)


async def test_choices_come_back_at_the_next_start(make_shell, settings):
    shell = await make_shell(settings=settings)
    choose(shell, "Language.ja")
    choose(shell, "Direction.rtl")
    again = await make_shell(settings=Settings(settings.path))
    assert (spoken(again), is_mirrored(again)) == ("ja", True)
    assert checked(again, "Language") == ["Language.ja"]
    assert checked(again, "Direction") == ["Direction.rtl"]


async def test_a_configured_language_goes_before_a_remembered_one(make_shell, settings):
    settings.values.language = "ja"
    shell = await make_shell(settings=settings, language="de")
    assert spoken(shell) == "de"


async def test_a_file_of_texts_is_loaded_and_becomes_an_entry(shell, texts):
    shell.window._menus.language.load(str(texts))
    await until(lambda: checked(shell, "Language") == ["Language.File"])
    assert shell.side.strings["EntryPointTagline"] == "Moin"
    assert shell.side.strings["Read"] == "Gelesen"
    assert shell.part("Language.File").text() == "Hausdeutsch"
    assert shell.window.status.message == "The chat speaks the texts of house.json."
    choose(shell, "Language.de")
    assert shell.side.strings["EntryPointTagline"] != "Moin"
    choose(shell, "Language.File")
    assert shell.side.strings["EntryPointTagline"] == "Moin"


async def test_a_loaded_file_comes_back_at_the_next_start(make_shell, settings, texts):
    shell = await make_shell(settings=settings)
    shell.window._menus.language.load(str(texts))
    await until(lambda: settings.values.strings_file)
    again = await make_shell(settings=Settings(settings.path))
    await until(lambda: again.side.strings["EntryPointTagline"] == "Moin")


async def test_a_file_that_is_none_changes_nothing_and_says_why(shell, tmp_path):
    path = tmp_path / "broken.json"
    path.write_text("{", encoding="utf-8")
    shell.window._menus.language.load(str(path))
    await until(lambda: shell.window.notices.notices)
    assert "is not valid JSON" in shell.window.notices.notices[0]
    assert (spoken(shell), checked(shell, "Language")) == ("en-US", ["Language.en-US"])


async def test_what_is_odd_about_a_file_is_said(shell, texts):
    texts.write_text(json.dumps({"Raed": "x", "Today": "{{{x}}}", "Read": "Da"}), encoding="utf-8")
    shell.window._menus.language.load(str(texts))
    await until(lambda: len(shell.window.notices.notices) == 2)
    assert "did you mean 'Read'?" in shell.window.notices.notices[0]
    assert shell.side.strings["Read"] == "Da"


async def test_load_strings_opens_a_dialog_that_does_not_hold_up_the_loop(shell):
    choose(shell, "Language.Load")
    dialog = shell.part("StringsDialog")
    assert dialog.isVisible()
    dialog.reject()
