"""Times and dates go with the language."""

import pytest
from PySide6.QtCore import QLocale

from tests.support.found import found as there
from ui.models.locales import locale_of
from webchat.side import languages
from webchat.side.language import ENGLISH


@pytest.fixture
def system(qapp):
    yield lambda name: QLocale.setDefault(QLocale(name))
    QLocale.setDefault(QLocale.c())


@pytest.mark.parametrize(
    ("code", "set_up", "found"),
    [
        ("de", "en_US", "de_DE"),
        ("de", "de_AT", "de_AT"),
        ("ja", "C", "ja_JP"),
        ("ar", "C", "ar_EG"),
    ],
)
def test_a_language_has_its_own_way_unless_the_system_speaks_it(system, code, set_up, found):
    system(set_up)
    assert locale_of(there(languages.find(code))).name() == found


def test_plain_english_is_written_as_the_system_does(system):
    system("de_DE")
    assert locale_of(ENGLISH).name() == "de_DE"
