"""How times and dates are written in a language of the widget.

The table's own English says nothing about it, so there the person's system decides; so it does
where it speaks the language, too: German in Austria stays Austrian.
"""

from PySide6.QtCore import QLocale

from webchat.side.language import Language


def locale_of(language: Language) -> QLocale:
    """Return the locale that goes with a language."""
    system = QLocale()
    if not language.locale:
        return system
    wanted = QLocale(language.locale)
    return system if system.language() == wanted.language() else wanted
