"""A simulation with function apps in folders, whose runs a test starts and watches."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.support.clock import ManualClock
from tests.support.simulation import simulation
from tests.support.waiting import until
from tests.webchat.functions.apps.support import write
from webchat import Simulator
from webchat.functions.app import FunctionApp
from webchat.functions.asking import FormRequest
from webchat.functions.builds import Built
from webchat.functions.runs.records import Run

HANDLER = "async def handler(parameters):\n    return {}\n"


class Person:
    """Answers forms as it is told, and remembers them.

    Attributes:
        answers: What it gives to the next forms, the first one first; None gives up.
        asked: The forms that it was shown.
    """

    def __init__(self, *answers: Mapping[str, Any] | None) -> None:
        self.answers = list(answers)
        self.asked: list[FormRequest] = []

    async def __call__(self, request: FormRequest) -> Mapping[str, Any] | None:
        self.asked.append(request)
        return self.answers.pop(0)


class FunctionBench:
    """Apps, and what becomes of their runs.

    Attributes:
        sim: The simulation.
        clock: Its time, which stands still.
        folder: Where the apps lie.
    """

    def __init__(self, sim: Simulator, clock: ManualClock, folder: Path) -> None:
        self.sim, self.clock, self.folder = sim, clock, folder
        self.functions = sim.functions
        self.processes = sim.functions.processes

    async def app(self, name: str = "app", *, said: str = "", **code: str) -> FunctionApp:
        """Load an app; one that is loaded is loaded again.

        Args:
            name: Its folder's name, and its own.
            said: Further lines of ``app.toml``.
            code: Python by functions: the body of a handler that gets ``p``, or a whole module.
        """
        modules = {
            f"{function}_py": body
            if "handler" in body
            else f"async def handler(p):\n    {body.strip()}\n"
            for function, body in code.items()
        }
        write(self.folder / name, app_toml=f"in_loop = true\n{said}", **modules)
        entry = await self.functions.apps.load(self.folder / name)
        assert entry.error is None, entry.error
        return self.functions.apps[entry.name]

    async def start(self, app: FunctionApp, *answers: Mapping[str, Any], **how: Any) -> str:
        """Build with these answers and start; return the run's token."""
        built = await self.functions.builds.build(app, Person(*answers))
        return await self.start_built(app, built, **how)

    async def start_built(self, app: FunctionApp, built: Built, **how: Any) -> str:
        """Start what was built; return the run's token."""
        return (await self.processes.start(app, built, **how)).token

    def run(self, token: str) -> Run:
        """Return a run as it stands."""
        return self.functions.runs[token]

    def notes(self, token: str) -> list[str]:
        """Return what is said about a run."""
        return [one.text for one in self.run(token).notes]

    def calls(self, app: str = "app", function: str = "action") -> list[Any]:
        """Return the parameters of all calls of a function, the oldest first."""
        return [
            one.parameters
            for one in self.functions.calls
            if (one.app, one.function) == (app, function)
        ]

    async def become(self, token: str, *statuses: str) -> Run:
        """Wait until a run has one of these statuses; by the real time."""
        await until(lambda: self.run(token).status in statuses)
        return self.run(token)

    async def skip(self) -> float | None:
        """Skip to when the next one is due."""
        await until(lambda: self.functions.clock.sleepers)
        return self.functions.clock.skip_to_next()

    async def post(self, url: str, json: Any) -> int:
        """Post to a webhook as a service does; return the status of the answer."""
        async with aiohttp.ClientSession() as session, session.post(url, json=json) as answer:
            await answer.read()
            return answer.status


@asynccontextmanager
async def function_bench(
    folder: Path, *, clock: ManualClock | None = None, **settings: Any
) -> AsyncIterator[FunctionBench]:
    """Run a simulation whose apps lie in *folder*."""
    clock = clock or ManualClock()
    async with simulation(clock=clock, **settings) as sim:
        yield FunctionBench(sim, clock, folder)
