"""Runs: from a click, a start or a poll to the end, over however many calls it takes."""
