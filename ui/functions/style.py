"""How the dialogs about functions look, in the window's own colours.

Forms are made of the fields that the widget has. Where widget and window are both light or both
dark they wear the window's look here; else they keep their own, on a ground that goes with it.
"""

from ui.theme import Tokens, WidgetTheme

_DIALOG = 'QDialog[part="functions"]'


def rules(t: Tokens) -> str:
    """Return the rules of these widgets in a look."""
    look = WidgetTheme.instance()
    fields = _fields(t) if look.is_like_window else ""
    return f"""
{_DIALOG} QWidget[part="foot"] {{ background: {t.panel}; border-top: 1px solid {t.hairline}; }}
{_DIALOG} QWidget[part="head"] {{ background: {t.panel}; border-bottom: 1px solid {t.hairline}; }}
{_DIALOG} QScrollArea, {_DIALOG} QScrollArea > QWidget > QWidget[part="page"] {{
    background: {t.panel}; border: none;
}}
{_DIALOG} QLabel[role="here"] {{
    color: {t.text}; font-size: {t.font_meta}px; font-weight: 600;
}}
{_DIALOG} QFrame[part="problem"] {{
    background: {t.panel_alt}; border: 1px solid {t.failed}; border-radius: {t.radius}px;
    margin: 12px 16px 0 16px;
}}
{_DIALOG} QFrame[part="card-preview"] {{
    background: {look.tokens.widget_window}; border: 1px solid {look.tokens.widget_hairline};
    border-radius: {t.radius_bubble}px;
}}
{_DIALOG} QFrame[part="box"] {{
    border: 1px solid {t.hairline}; border-radius: {t.radius}px;
}}
{_DIALOG} QListView {{
    border: 1px solid {t.hairline}; border-radius: {t.radius}px; background: {t.panel};
}}
{_DIALOG} QListView:focus {{ border-color: {t.focus}; }}
{_DIALOG} QPlainTextEdit[part="trace"] {{ background: {t.panel}; border-color: {t.hairline}; }}
QFrame[part="form"][apart="true"] {{
    background: {look.tokens.form}; border: 1px solid {t.hairline}; border-radius: {t.radius}px;
}}
{fields}
"""


def _fields(t: Tokens) -> str:
    """Return rules over those of the widget, see :mod:`ui.chat.style`."""
    kinds = ("QLineEdit", "QPlainTextEdit", "QComboBox")
    field = ", ".join(f'{_DIALOG} {kind}[chat="field"]' for kind in kinds)
    focused = ", ".join(f'{_DIALOG} {kind}[chat="field"]:focus' for kind in kinds)
    invalid = ", ".join(f'{_DIALOG} {kind}[chat="field"][invalid="true"]' for kind in kinds)
    return f"""
{_DIALOG} QLabel[chat="form-label"], {_DIALOG} QLabel[chat="form-text"],
{_DIALOG} QLabel[chat="card-title"] {{ color: {t.text}; }}
{_DIALOG} QLabel[chat="form-muted"], {_DIALOG} QLabel[chat="form-footer"] {{
    color: {t.text_muted};
}}
{_DIALOG} QLabel[chat="form-error"] {{ color: {t.failed}; }}
{_DIALOG} QCheckBox[chat], {_DIALOG} QRadioButton[chat] {{ color: {t.text}; }}
{field} {{
    background: {t.input}; color: {t.text}; border-color: {t.input_border};
    placeholder-text-color: {t.text_faint};
}}
{focused} {{ border-color: {t.focus}; }}
{invalid} {{ border-color: {t.failed}; }}
"""
