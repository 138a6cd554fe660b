"""Calls itself without end, in line 5."""


def again():
    return again()


again()
