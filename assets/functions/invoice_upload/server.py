"""A service that has invoices, for the app beside it: ``python server.py``, and leave it running.

``GET /invoices/NUMBER.pdf`` with the header ``X-Api-Key: tea-4711`` returns a PDF of one page.
"""

import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PORT = 8472
KEY = "tea-4711"


class Service(BaseHTTPRequestHandler):
    """Any invoice that is asked for."""

    def do_GET(self) -> None:
        """Return an invoice."""
        found = re.fullmatch(r"/invoices/(\d+)\.pdf", self.path)
        if self.headers["X-Api-Key"] != KEY:
            self.send_error(401, "The header X-Api-Key should be: tea-4711")
        elif not found:
            self.send_error(404)
        else:
            self.send_response(200)
            self.send_header("Content-Type", "application/pdf")
            self.end_headers()
            self.wfile.write(pdf(f"Invoice {found[1]}: 3 boxes of tea, 27.00"))


def pdf(text: str) -> bytes:
    """Return a PDF with one line of text."""
    drawn = f"BT /F1 24 Tf 72 760 Td ({text}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Font << /F1 5 0 R >> >>",
    ]
    whole, table = "%PDF-1.4\n", ["0000000000 65535 f \n"]
    for number, one in enumerate(objects, 1):
        table.append(f"{len(whole):010} 00000 n \n")
        whole += f"{number} 0 obj\n{one}\nendobj\n"
    end = f"trailer\n<< /Size {len(table)} /Root 1 0 R >>\nstartxref\n{len(whole)}\n%%EOF\n"
    return f"{whole}xref\n0 {len(table)}\n{''.join(table)}{end}".encode()


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else PORT
    server = ThreadingHTTPServer(("127.0.0.1", port), Service)
    print(f"The invoice service listens on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
