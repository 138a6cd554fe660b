"""The stage: a page of a device's width, and the widget over it."""

import pytest
from PySide6.QtWidgets import QWidget

from ui.shell.stage import Stage


@pytest.fixture
def stage(qtbot):
    result = Stage(QWidget())
    qtbot.addWidget(result)
    result.resize(1200, 700)
    result.show()
    return result


@pytest.mark.parametrize(("device", "width"), [("phone", 375), ("tablet", 768)])
def test_a_device_sets_the_page_s_width_in_the_middle(stage, device, width):
    stage.set_device(device)
    page = stage.page_rect()
    assert page.width() == width
    assert abs(page.center().x() - stage.width() // 2) <= 1


def test_on_the_desktop_the_page_fills_the_stage(stage):
    assert stage.page_rect().width() > 1000


def test_a_narrow_stage_has_a_narrower_page_than_the_device(stage):
    stage.set_device("tablet")
    stage.resize(400, 700)
    assert stage.page_rect().width() < 400
    assert stage.widget.width() == stage.page_rect().width()


def test_the_widget_follows_the_page(stage):
    for device in ("phone", "desktop"):
        stage.set_device(device)
        page, widget = stage.page_rect(), stage.widget.geometry()
        assert (widget.right(), widget.bottom()) == (page.right(), page.bottom())


def test_the_page_is_painted_from_the_tokens_of_each_look(stage, theme):
    for scheme in ("light", "dark"):
        theme.set_scheme(scheme)
        image = stage.grab().toImage()
        at = stage.page_rect()
        assert image.pixelColor(3, 300).name() == theme.tokens.stage
        assert image.pixelColor(at.right() - 20, at.bottom() - 20).name() == theme.tokens.page
