from tests.ui.support.desk import make_office, office

__all__ = ["make_office", "office"]
