"""Fetching the files that functions name (``upload_attachment``, ``variables[].files``).

Where such an address leads is not in the function author's hand alone: it may come from a service,
and so may a redirect. ``download`` is the way in and checks what is taken; ``fetching`` speaks HTTP
and follows redirects; ``reach`` says which machines these may lead to; ``saving`` writes the file,
whole or not at all.
"""
