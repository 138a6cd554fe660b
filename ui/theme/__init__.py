"""How the program looks: tokens, palette, style sheet and icons; and the themes of the widget."""

from ui.theme.theme import Theme
from ui.theme.tokens import Tokens
from ui.theme.widget_theme import WidgetTheme
from ui.theme.widget_themes import DARK, LIGHT
from ui.theme.widget_tokens import WidgetTokens

__all__ = ["DARK", "LIGHT", "Theme", "Tokens", "WidgetTheme", "WidgetTokens"]
