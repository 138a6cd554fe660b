"""Runs handlers: each app in a process of its own, Python or node, that is kept warm.

``hosts`` finds or starts the process for a call; ``host`` is one process with its calls;
``process`` is the bare process: started, listened to, ended with everything it started itself.
The two programs that run in there are ``python_child.py`` and ``node_child.cjs``. Handlers of
plugins, and Python that is trusted, run in our own loop: ``in_loop``.

What a handler may do to its process stays there: it may raise, hang, exit, fork, print without
end and use up its memory. What it cannot do is answer for another call, or hold up our loop.
"""
