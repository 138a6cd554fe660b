"""Files on disk, a customer who sends them, and uploads that wait for a test."""

import threading

from tests.support.simulation import channel
from tests.webchat.centre.files import contents
from webchat.centre import media

PNG = b"\x89PNG\r\n\x1a\n and the rest of it"


class Gate:
    """Reading a content waits here while it is closed."""

    def __init__(self, monkeypatch):
        self._open = threading.Event()
        self._reached = threading.Event()
        self._open.set()
        self._spared = 0
        read = media._read

        def wait(file, source, size):
            if file.size > self._spared:
                self._reached.set()
                assert self._open.wait(10)
            return read(file, source, size)

        monkeypatch.setattr(media, "_read", wait)

    def close(self, *, after=0):
        """Let files of more than so many bytes wait."""
        self._spared = after
        self._open.clear()
        self._reached.clear()

    def open(self):
        self._open.set()

    @property
    def is_reached(self):
        return self._reached.is_set()


def write(path, content=b"hello"):
    path.write_bytes(content)
    return path


class Talk:
    """A customer in an engagement who sends files of a folder."""

    def __init__(self, sim, folder):
        self.sim, self.side, self.centre = sim, sim.webchat, sim.centre
        self.sid = channel(sim.webchat).sid
        self._folder = folder

    @property
    def channel(self):
        return channel(self.side)

    @property
    def message(self):
        """The only message there is."""
        (message,) = self.channel.messages
        return message

    def write(self, name, content=b"hello"):
        return write(self._folder / name, content)

    def send(self, *paths, **more):
        payload = {"channelSid": self.sid, "files": list(paths), **more}
        return self.side.actions.invoke_action("SendMediaMessage", payload)

    def shown(self):
        """The messages: body, status, names of their files."""
        return [
            (one.body, one.status, [file.filename for file in one.media])
            for one in self.channel.messages
        ]

    def kept(self):
        """The contents that the centre keeps now, without what is coming in."""
        places = (self._folder / "data" / "media").glob("??/*")
        return [one.read_bytes() for one in places]

    def stored(self):
        """The contents that the centre keeps now; nothing is coming in."""
        return contents(self._folder / "data" / "media")
