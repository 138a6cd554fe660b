"""Keyrings as systems have them: one that works, one that refuses, one that never answers.

They are no subclasses of ``keyring``'s own: these would enter themselves among the backends that a
later test finds on this machine.
"""

import threading


class Ring:
    """A keyring that works.

    Attributes:
        entries: What is in it, by service and key.
        threads: The names of those that asked.
    """

    priority = 5.0

    def __init__(self) -> None:
        self.entries: dict[tuple[str, str], str] = {}
        self.threads: list[str] = []

    def get_password(self, service: str, username: str) -> str | None:
        self.threads.append(threading.current_thread().name)
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.threads.append(threading.current_thread().name)
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


class RefusingRing(Ring):
    """A keyring that cannot be unlocked."""

    def get_password(self, service: str, username: str) -> str | None:
        raise RuntimeError("Failed to unlock the collection!\nand a second line")

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError("Failed to unlock the collection!\nand a second line")


class HangingRing(Ring):
    """A keyring that answers nothing until :attr:`woken` is set."""

    def __init__(self) -> None:
        super().__init__()
        self.woken = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self.woken.wait()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.woken.wait()
        super().set_password(service, username, password)
