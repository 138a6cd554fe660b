"""The async parts of a manager's invocations that run now, so that they can be ended together."""

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webchat.actions.eager import Part


class Running:
    """Listeners, bodies and replacements that have had to wait, and have not ended."""

    __slots__ = ("_parts", "add", "discard")

    def __init__(self) -> None:
        self._parts: set[Part] = set()
        self.add = self._parts.add
        self.discard = self._parts.discard

    def __len__(self) -> int:
        return len(self._parts)

    async def aclose(self, limit: float) -> tuple[str, ...]:
        """Cancel them, and what they start when they are cancelled, until none is left.

        Args:
            limit: How long to wait for it, in seconds.

        Returns:
            The names of the tasks that did not end in time.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + limit
        while tasks := {part.task for part in self._parts} - {asyncio.current_task()}:
            for task in tasks:
                task.cancel()
            _ended, left = await asyncio.wait(tasks, timeout=max(0.0, deadline - loop.time()))
            if left:
                return tuple(sorted(task.get_name() for task in left))
        return ()
