from PySide6.QtCore import QSize, Qt

from ui.chat.controls import ChatButton, IconButton


def test_an_ampersand_is_shown_and_no_shortcut(qtbot):
    button = ChatButton("Some.Button", "primary")
    qtbot.addWidget(button)
    button.set_label("Go & chat")
    assert (button.text(), button.accessibleName()) == ("Go && chat", "Go & chat")
    assert button.shortcut().isEmpty()


def test_a_picture_has_a_name_on_hover_and_for_screen_readers(qtbot):
    button = IconButton("Some.Button", "x", "icon", "widget_text", 28)
    qtbot.addWidget(button)
    button.set_label("<Close>")
    assert (button.accessibleName(), button.toolTip()) == ("<Close>", "<qt>&lt;Close&gt;</qt>")
    assert button.size() == QSize(28, 28)


def test_a_picture_follows_the_look(qtbot, theme):
    button = IconButton("Some.Button", "x", "icon", "widget_text", 28)
    qtbot.addWidget(button)
    bright = button.icon().pixmap(16).toImage()
    theme.set_scheme("dark")
    assert button.icon().pixmap(16).toImage() != bright


def test_an_arrow_points_to_where_lines_end(qtbot):
    button = IconButton("Send", "send-horizontal", "send", "text", 36)
    qtbot.addWidget(button)
    there = button.icon().pixmap(16).toImage()
    button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert button.icon().pixmap(16).toImage() == there.flipped(Qt.Orientation.Horizontal)
    button.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert button.icon().pixmap(16).toImage() == there
