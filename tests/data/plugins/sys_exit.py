"""Ends the program while it is imported, in line 5."""

import sys

sys.exit("I am leaving")
