"""Action functions: what a button in the chat runs, in Python or node.

An *app* is a folder with up to five functions (identity, build, action, redirect, webhook) and
what is said about them in ``app.toml``. While a step is set up its build function is called; its
action function runs when a person clicks a button, by itself, or at a poll; the other two when
the outside world calls back (reference: action-functions, from the seed on the action function).

Who needs what: ``contract`` says what goes in and comes out and checks it; ``apps`` finds and
reads apps; ``hosts`` runs handlers, each app in a process of its own; ``authentication`` knows
credentials and keeps them secret; ``callbacks`` is the loopback server; ``calls`` makes one
checked call; ``runs`` turns calls into what a person sees: finished steps, messages, files,
variables; ``actions`` registers RunActionFunction, OpenUrl and the others on a side.
"""
