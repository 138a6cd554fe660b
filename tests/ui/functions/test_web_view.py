"""Pages inside the program, where the extra ``webview`` is installed: a real engine, real pages."""

import json
import os
import subprocess
import sys

import pytest

from tests.support import web_view_program
from tests.support.program import ROOT, environment
from ui.browser import has_engine

pytestmark = pytest.mark.skipif(not has_engine(), reason="needs the extra webview")
_LIMIT = 100


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    """What was seen of a page in a program of its own."""
    folder = tmp_path_factory.mktemp("web-view")
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0  # for whom the engine has no sandbox
    changes = {"QTWEBENGINE_DISABLE_SANDBOX": "1"} if is_root else {}
    given = environment(
        QT_QPA_PLATFORM="offscreen", QTWEBENGINE_CHROMIUM_FLAGS="--disable-gpu", **changes
    )
    ended = subprocess.run(
        [sys.executable, web_view_program.__file__, str(folder)],
        env=given,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=_LIMIT,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    seen = json.loads((folder / "seen.json").read_text())
    assert "error" not in seen, seen
    return seen


def test_a_page_is_shown_with_its_title_and_address(seen):
    assert seen["answer"] is None
    assert seen["begin"] == ["/begin — Page of a function app", "/begin"]


def test_a_page_leads_on_and_then_back(seen):
    assert seen["can go back"] == [False]
    assert seen["next"][1] == "/next"


def test_a_page_leads_nowhere_but_to_the_web(seen):
    assert seen["mail"] == "The page could not be loaded."
    assert seen["after mail"][1:] == ["/next"], "nor is anything else opened"


def test_nothing_is_downloaded_and_nothing_kept(seen):
    assert "Nothing is downloaded here" in seen["file"]
    assert seen["is off the record"] is True


def test_the_page_can_be_opened_in_the_browser(seen):
    assert seen["outside"] == ["/next"]


def test_a_page_that_does_not_load_says_so(seen):
    assert seen["dead end"] == "The page could not be loaded."


def test_it_is_closed_and_the_program_ends_in_order(seen):
    assert seen["is open"] is False
    assert seen["code"] == 0
