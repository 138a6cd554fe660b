"""Which apps there are: read from folders and zips, or handed over by plugins, and kept.

``library`` is the list; ``reading`` makes an app of a folder, by what ``settings_file`` reads in
``app.toml``, and ``archive`` makes a folder of a zip. Nothing here runs any code of an app.
"""
