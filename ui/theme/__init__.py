"""How the program looks: tokens, palette, style sheet and icons."""

from ui.theme.theme import Theme
from ui.theme.tokens import DARK, LIGHT, Tokens

__all__ = ["DARK", "LIGHT", "Theme", "Tokens"]
