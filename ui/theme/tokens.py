"""The colours and measures of the window, light and dark: the only place that has them as literals.

Light and dark are two designs, not one inverted. Every pair that carries text keeps a contrast of
at least 4.5 to 1 and every mark 3 to 1 (``tests/ui/theme/test_tokens.py`` computes them), which is
why a few greys are darker than in the design pictures. The chat widget has colours of its own, from
the themes in ``assets/themes``.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """One look of the window; colours are ``#rrggbb``, measures are logical pixels.

    Attributes:
        window: Behind everything: menu bar, status bar.
        panel: Docks and dialogs.
        panel_alt: Code and other insets in a panel.
        hairline: The one line colour of the shell.
        text: Text to read.
        text_muted: Text beside it.
        text_faint: Placeholders and empty states.
        text_disabled: Of what cannot be used now; exempt from the contrast rule.
        accent: Fill of what is primary or chosen.
        accent_text: Text on it.
        link: The accent as text.
        hover: Background under the pointer.
        selection: Background of the selected row.
        focus: The focus ring.
        focus_on_accent: The focus ring of what is filled with the accent.
        input: Background of fields in the shell.
        input_border: Their line.
        shadow: Under the widget; the painter chooses how transparent.
        completed: Outcome colours, for marks and text on panels and selections.
        stage: Around the page placeholder.
        page: The page placeholder.
        page_line: The faint lines on it.
        radius: Of controls.
        radius_card: Of cards.
        radius_bubble: Of message bubbles, the documented "Rounded".
        space: The grid.
        font_meta: Sizes of type.
    """

    window: str
    panel: str
    panel_alt: str
    hairline: str
    text: str
    text_muted: str
    text_faint: str
    text_disabled: str
    accent: str
    accent_text: str
    link: str
    hover: str
    selection: str
    focus: str
    focus_on_accent: str
    input: str
    input_border: str
    shadow: str

    completed: str
    cancelled: str
    replaced: str
    failed: str
    refused: str
    running: str

    stage: str
    page: str
    page_line: str

    radius: int = 6
    radius_card: int = 10
    radius_bubble: int = 4
    space: int = 4
    font_meta: int = 11
    font_body: int = 13
    font_title: int = 15


SHELL_LIGHT = Tokens(
    window="#ffffff",
    panel="#ffffff",
    panel_alt="#f7f8fa",
    hairline="#e1e4ea",
    text="#1f2430",
    text_muted="#5b6577",
    text_faint="#656e7d",
    text_disabled="#a3abb9",
    accent="#1976d2",
    accent_text="#ffffff",
    link="#1565c0",
    hover="#f1f3f7",
    selection="#e8f1fb",
    focus="#197bdd",
    focus_on_accent="#1f2430",
    input="#f4f5f7",
    input_border="#d5dae3",
    shadow="#0f172a",
    completed="#2a7549",
    cancelled="#945800",
    replaced="#6b4bc3",
    failed="#c0272f",
    refused="#5b6577",
    running="#1565c0",
    stage="#eceef2",
    page="#fafafb",
    page_line="#e3e6ec",
)

SHELL_DARK = Tokens(
    window="#22252b",
    panel="#22252b",
    panel_alt="#1c1f24",
    hairline="#343840",
    text="#e6e8ec",
    text_muted="#9ea7b6",
    text_faint="#8f98a7",
    text_disabled="#5f6673",
    accent="#5aa9f5",
    accent_text="#0e1a26",
    link="#6cb3f7",
    hover="#2b2f37",
    selection="#263a52",
    focus="#7cbcf8",
    focus_on_accent="#0e1a26",
    input="#1b1d22",
    input_border="#3d424c",
    shadow="#000000",
    completed="#5cc286",
    cancelled="#e0a545",
    replaced="#b09bf5",
    failed="#f28a91",
    refused="#a2abba",
    running="#6cb3f7",
    stage="#17191d",
    page="#1f2227",
    page_line="#2c3037",
)
