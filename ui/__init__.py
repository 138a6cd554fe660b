"""The window: PySide6 and qasync over the core in :mod:`webchat`.

qasync takes the first binding that it can import, PyQt before PySide, and import sorting puts
it before PySide6; so the choice is made here, before anything below can import it.
"""

import os

os.environ.setdefault("QT_API", "pyside6")
