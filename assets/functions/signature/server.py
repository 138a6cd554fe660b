"""A signing service to try the app beside it with: ``python server.py``, and leave it running.

``POST /documents`` makes a document and returns the page where it is signed. Once that is done it
sends the browser to the redirect URL, and a moment later tells the webhook, as real ones do.
"""

import html
import json
import sys
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Timer

PORT = 8471
WEBHOOK_AFTER = 2  # seconds
PAGE = """<!doctype html><meta charset="utf-8"><title>{title}</title>
<h1>{title}</h1><p>By signing you agree to everything.</p>
<form method="post"><button name="event" value="signed">Sign</button>
<button name="event" value="declined">Decline</button></form>"""
documents = []


class Service(BaseHTTPRequestHandler):
    """Documents by their numbers."""

    def do_POST(self) -> None:
        """Make a document, or take its signature."""
        body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        if self.path == "/documents":
            documents.append(json.loads(body))
            page = f"http://{self.headers['Host']}/documents/{len(documents)}"
            self.answer(201, "application/json", json.dumps({"page": page}))
        elif document := self.document():
            event = urllib.parse.parse_qs(body)["event"][0]
            told = {"token": document["token"], "event": event}
            Timer(WEBHOOK_AFTER, tell, [document["webhook"], told]).start()
            self.send_response(303)
            self.send_header("Location", f"{document['redirect']}?{urllib.parse.urlencode(told)}")
            self.end_headers()

    def do_GET(self) -> None:
        """Show the page where a document is signed."""
        if document := self.document():
            self.answer(200, "text/html", PAGE.format(title=html.escape(document["title"])))

    def document(self) -> dict | None:
        """Return the document that the path names; answer that there is none otherwise."""
        number = self.path.removeprefix("/documents/")
        if number.isdigit() and 1 <= int(number) <= len(documents):
            return documents[int(number) - 1]
        self.send_error(404)
        return None

    def answer(self, status: int, kind: str, text: str) -> None:
        """Send a page or JSON."""
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.end_headers()
        self.wfile.write(text.encode())


def tell(webhook: str, told: dict) -> None:
    """Post to the webhook; a real service would try again later when nobody answers."""
    headers = {"Content-Type": "application/json"}
    body = json.dumps(told).encode()
    request = urllib.request.Request(webhook, body, headers)  # noqa: S310  ours, of this machine
    try:
        urllib.request.urlopen(request, timeout=30).close()  # noqa: S310  as above
    except OSError as error:
        print("The webhook was not told:", error)


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else PORT
    server = ThreadingHTTPServer(("127.0.0.1", port), Service)
    print(f"The signing service listens on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
