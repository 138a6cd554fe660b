"""Fields for a date, a time, or both: typed as ISO 8601 writes them, or chosen from a list."""

from typing import Any

from PySide6.QtCore import QDate, Qt, QTime
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QWidget,
    QWidgetAction,
)

from ui.chat.controls import IconButton
from ui.chat.form.form_fields import REQUIRED_MARK, FormField
from webchat.functions.contract.records import FormInput
from webchat.side.strings import Strings

_BUTTON = 32
_STEP_MINUTES = 30
_DAY_MINUTES = 24 * 60
_DATE_HINT = "2025-03-18"
_TIME_HINT = "14:30"


class _MomentField(FormField):
    """What dates and times have in common: a row of editors."""

    def __init__(self, one: FormInput, strings: Strings, parent: QWidget, prefix: str) -> None:
        label = one.label + REQUIRED_MARK if one.required else one.label
        super().__init__(one.key, label, parent, prefix=prefix)
        self._asked, self._strings = one, strings
        self._row = QWidget(self)
        line = QHBoxLayout(self._row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        self._line = line
        self._insert(self._row)

    def _add_date(self, value: str) -> QLineEdit:
        self._date = date = QLineEdit(value, self._row)
        date.setObjectName(self.object_name)
        date.setProperty("chat", "field")
        date.setPlaceholderText(self._asked.placeholder or _DATE_HINT)
        date.setAccessibleName(self._asked.label)
        date.textChanged.connect(self._on_edited)
        date.returnPressed.connect(self.submitted)
        name = f"{self.object_name}.CalendarButton"
        self._calendar = IconButton(name, "calendar", "icon", "form_label", _BUTTON, self._row)
        self._calendar.set_label(
            self._strings.render("FunctionFormChooseDate", label=self._asked.label)
        )
        self._calendar.clicked.connect(self._open_calendar)
        self._line.addWidget(date, 1)
        self._line.addWidget(self._calendar)
        return date

    def _add_time(self, value: str, name: str) -> QComboBox:
        box = QComboBox(self._row)
        box.setObjectName(name)
        box.setProperty("chat", "field")
        box.setEditable(True)
        box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        box.addItems([_time(minutes) for minutes in range(0, _DAY_MINUTES, _STEP_MINUTES)])
        box.setMinimumContentsLength(5)
        edit = box.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(self._asked.placeholder or _TIME_HINT)
            edit.returnPressed.connect(self.submitted)
        box.setCurrentIndex(-1)
        box.setEditText(value)
        label = self._strings.render("FunctionFormTimes", label=self._asked.label)
        box.setAccessibleName(label)
        box.editTextChanged.connect(self._on_edited)
        self._line.addWidget(box, 1)
        return box

    def _open_calendar(self) -> None:
        """Show a month below the button; a click on a day takes it."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(menu)
        calendar.setObjectName(f"{self.object_name}.Calendar")
        calendar.setAccessibleName(self._calendar.accessibleName())
        present = QDate.fromString(self._date.text().strip(), Qt.DateFormat.ISODate)
        if present.isValid():
            calendar.setSelectedDate(present)
        calendar.activated.connect(self._on_day)
        calendar.clicked.connect(self._on_day)
        calendar.activated.connect(menu.close)
        calendar.clicked.connect(menu.close)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.popup(self._calendar.mapToGlobal(self._calendar.rect().bottomLeft()))
        calendar.setFocus(Qt.FocusReason.PopupFocusReason)

    def _on_day(self, day: QDate) -> None:
        self._date.setText(day.toString(Qt.DateFormat.ISODate))
        self._date.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_edited(self, _text: str) -> None:
        self.edited.emit()


class DateField(_MomentField):
    """A day: ``2025-03-18``."""

    def __init__(
        self, one: FormInput, value: Any, strings: Strings, parent: QWidget, prefix: str
    ) -> None:
        super().__init__(one, strings, parent, prefix)
        self._take(self._add_date("" if value is None else str(value)))

    def value(self) -> str:
        """Return the day as it was typed."""
        return self._date.text().strip()


class TimeField(_MomentField):
    """A time of day: ``14:30``."""

    def __init__(
        self, one: FormInput, value: Any, strings: Strings, parent: QWidget, prefix: str
    ) -> None:
        super().__init__(one, strings, parent, prefix)
        self._time = self._add_time("" if value is None else str(value), self.object_name)
        self._take(self._time)

    def value(self) -> str:
        """Return the time as it was typed."""
        return self._time.currentText().strip()


class DateTimeField(_MomentField):
    """A day and a time: ``2025-03-18T14:30``."""

    def __init__(
        self, one: FormInput, value: Any, strings: Strings, parent: QWidget, prefix: str
    ) -> None:
        super().__init__(one, strings, parent, prefix)
        day, _between, time = ("" if value is None else str(value)).replace(" ", "T").partition("T")
        date = self._add_date(day)
        self._time = self._add_time(time, f"{self.object_name}.Time")
        self._take(date, self._time)

    def value(self) -> str:
        """Return both as ISO 8601 writes them; what is missing is missing there, too."""
        day, time = self._date.text().strip(), self._time.currentText().strip()
        return f"{day}T{time}" if day or time else ""


def _time(minutes: int) -> str:
    return QTime(0, 0).addSecs(minutes * 60).toString("HH:mm")
