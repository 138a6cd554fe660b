"""The Functions dock: try a function alone; see what runs, what called back, what was printed."""
