"""``python -m ui`` is the ``webchat`` command."""

import sys

from ui.command import main

sys.exit(main())
