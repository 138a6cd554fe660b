"""The main window: docks, menus, stage and what it remembers."""
