"""The sample apps of action functions, with the services that are shipped beside some of them."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from webchat.functions.app import FunctionApp
from webchat.functions.apps.library import AppLibrary

FUNCTION_SAMPLES = Path(__file__).parents[2] / "assets" / "functions"


async def load_function_sample(apps: AppLibrary, folder: Path) -> FunctionApp:
    """Load a sample; nothing is wrong or odd about it."""
    entry = await apps.load(folder, keep=False)
    assert entry.error is None, entry.error
    app = apps[entry.name]
    assert app.warnings == ()
    return app


def copied(name: str, to: Path, *, address: str = "") -> Path:
    """Copy a sample, as its user would; *address* is put in the place of its service's."""
    folder = shutil.copytree(FUNCTION_SAMPLES / name, to / name)
    if address:
        settings = folder / "app.toml"
        before, _, after = settings.read_text().partition('"http://127.0.0.1:')
        settings.write_text(f'{before}"{address}"{after.partition(chr(34))[2]}')
    return folder


@asynccontextmanager
async def service_of(name: str) -> AsyncIterator[str]:
    """Run the service that is shipped with a sample, on a free port; gives its address."""
    server = FUNCTION_SAMPLES / name / "server.py"
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(server), "0", stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        assert process.stdout is not None
        said = (await process.stdout.readline()).decode()
        yield said.split()[-1]
    finally:
        process.terminate()
        await process.communicate()
