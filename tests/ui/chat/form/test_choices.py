import pytest
from PySide6.QtCore import QPoint, Qt

from ui.chat.form.choices import ElidedComboBox, WrappedCheckBox, WrappedRadioButton

LONG = "I have read the privacy notice and agree to it, and to everything else as well"


@pytest.fixture(params=[WrappedCheckBox, WrappedRadioButton])
def choice(request, qtbot):
    button = request.param("choice", LONG)
    qtbot.addWidget(button)
    button.resize(150, button.heightForWidth(150))
    button.show()
    assert not button.isChecked()
    return button


def test_a_long_label_wraps(choice):
    assert choice.height() > 3 * choice.fontMetrics().lineSpacing()
    assert choice.minimumSizeHint().width() < 150


@pytest.mark.parametrize("at", [(5, 5), (140, 5), (75, 40)])
def test_it_can_be_clicked_anywhere(choice, qtbot, at):
    qtbot.mouseClick(choice, Qt.MouseButton.LeftButton, pos=QPoint(*at))
    assert choice.isChecked()


@pytest.mark.parametrize("kind", [WrappedCheckBox, WrappedRadioButton])
def test_an_ampersand_is_no_shortcut(qtbot, kind):
    button = kind("choice", "Terms &Conditions")
    qtbot.addWidget(button)
    assert button.shortcut().isEmpty()
    assert button.text() == "Terms &Conditions"


def test_a_list_asks_for_no_more_room_than_there_is(qtbot):
    box = ElidedComboBox()
    qtbot.addWidget(box)
    box.setMinimumContentsLength(4)
    box.setSizeAdjustPolicy(box.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.addItem(LONG * 3)
    box.resize(150, 30)
    assert box.minimumSizeHint().width() < 150
    assert not box.grab().isNull()
