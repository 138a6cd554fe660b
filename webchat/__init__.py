"""The core of the webchat simulator: asyncio only, usable and testable without a window."""
