"""A carrier, for the app beside it: ``python server.py``, and leave it running.

``GET /parcels/ORDER`` says how far a parcel is: *packing* the first two times, *shipped* then. An
order that begins with an X is never shipped. ``GET /labels/NUMBER`` is its label.
"""

import json
import sys
import zlib
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT = 8473
PACKING = 2  # times that it is asked
asked = Counter()


class Carrier(BaseHTTPRequestHandler):
    """Parcels by their orders."""

    def do_GET(self) -> None:
        """Return how far a parcel is, or its label."""
        what, _, name = self.path.strip("/").partition("/")
        if what == "parcels" and name:
            self.answer("application/json", json.dumps(self.parcel(name)))
        elif what == "labels" and name:
            self.answer("text/plain", f"Parcel {name}: this side up.\n")
        else:
            self.send_error(404)

    def parcel(self, order: str) -> dict:
        """Return what is known of an order's parcel, which takes its time."""
        asked[order] += 1
        if asked[order] <= PACKING or order.startswith("X"):
            return {"status": "packing"}
        number = f"1Z{zlib.crc32(order.encode()):08X}"
        label = f"http://{self.headers['Host']}/labels/{number}"
        return {"status": "shipped", "number": number, "label": label}

    def answer(self, kind: str, text: str) -> None:
        """Send JSON or a text."""
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(text.encode())


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else PORT
    server = ThreadingHTTPServer(("127.0.0.1", port), Carrier)
    print(f"The carrier listens on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
