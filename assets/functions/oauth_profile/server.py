"""A shop with OAuth2, for the app beside it: ``python server.py``, and leave it running.

``python server.py PORT SECONDS`` listens elsewhere, or lets tokens live longer or shorter. Its
first page, http://127.0.0.1:8474/, ends tokens before their time: all access tokens, and the next
call gets a 401; or everything, and one has to connect again.

``/authorize`` is the page where a person agrees, ``/token`` exchanges and renews, ``/revoke`` takes
back a token with all that came of it, and ``/me`` and ``/orders`` want a Bearer token.
"""

import html
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

PORT = 8474
TOKEN_LIFE = 60  # seconds
CODE_LIFE = 60
CLIENTS = {"orders-app": "orders-app-secret"}
ACCOUNTS = {"1": "ada@example.com", "2": "grace@example.com"}
ORDERS = {
    "1": [
        {"number": "A-1001", "what": "2 boxes of tea", "status": "delivered"},
        {"number": "A-1002", "what": "a teapot", "status": "shipped"},
    ],
    "2": [{"number": "A-1003", "what": "a kettle", "status": "packing"}],
}
STYLE = "<style>body{font:16px sans-serif;max-width:32em;margin:4em auto}</style>"
HEAD = f'<!doctype html><meta charset="utf-8"><title>Fake shop</title>{STYLE}'
AGREE = """<h1>Let “{client_id}” see your orders?</h1>
<form method="post"><p><label>Your account: <select name="account">{accounts}</select></label>
<p><button name="answer" value="agree">Agree</button>
<button name="answer" value="decline">Decline</button></form>"""
START = """<h1>A fake shop</h1><p>Tokens live for {life:g} seconds. There are {tokens} of them.
<form method="post" action="/end-tokens"><button>End all access tokens now</button></form>
<form method="post" action="/revoke-all"><button>Revoke everything</button></form>"""


class Grants:
    """What people have agreed to; each token is ``(account, when it ends)``."""

    def __init__(self, life: float) -> None:
        self.life = life
        self.codes: dict[str, tuple[str, float, str]] = {}
        self.access: dict[str, tuple[str, float]] = {}
        self.refresh: dict[str, str] = {}

    def new_code(self, account: str, redirect_uri: str) -> str:
        """Return what the browser brings back; it counts once."""
        code = secrets.token_urlsafe(16)
        self.codes[code] = account, time.time() + CODE_LIFE, redirect_uri
        return code

    def exchanged(self, code: str, redirect_uri: str) -> dict | None:
        """Return the tokens for a code, or None when it does not count."""
        account, ends, expected = self.codes.pop(code, ("", 0, ""))
        return self.new_tokens(account) if ends > time.time() and redirect_uri == expected else None

    def renewed(self, refresh_token: str) -> dict | None:
        """Return fresh tokens; the refresh token counts once."""
        account = self.refresh.pop(refresh_token, None)
        return None if account is None else self.new_tokens(account)

    def new_tokens(self, account: str) -> dict:
        """Return what ``/token`` answers."""
        access, refresh = f"at-{secrets.token_urlsafe(24)}", f"rt-{secrets.token_urlsafe(24)}"
        self.access[access] = account, time.time() + self.life
        self.refresh[refresh] = account
        told = {"token_type": "Bearer", "expires_in": self.life, "scope": "profile orders"}
        return {"access_token": access, "refresh_token": refresh, **told}

    def account_of(self, access_token: str) -> str | None:
        """Return whose token it is, or None when it does not count."""
        account, ends = self.access.get(access_token, ("", 0))
        return account if ends > time.time() else None

    def revoke(self, token: str) -> None:
        """Let none of an account's tokens count any more."""
        account = self.refresh.get(token) or self.account_of(token)
        self.access = {one: of for one, of in self.access.items() if of[0] != account}
        self.refresh = {one: of for one, of in self.refresh.items() if of != account}


class Shop(BaseHTTPRequestHandler):
    """The pages and the API."""

    grants = Grants(TOKEN_LIFE)

    def do_GET(self) -> None:
        """Show a page, or answer to a token."""
        path, query = self.asked()
        if path == "/":
            tokens = len(self.grants.access)
            self.page(START.format(life=self.grants.life, tokens=tokens))
        elif path == "/authorize":
            self.authorize(query)
        elif path in {"/me", "/orders"}:
            self.api(path, query)
        else:
            self.say(404, {"error": "not_found", "error_description": f"There is no {path}."})

    def do_POST(self) -> None:
        """Take what the person says, or what the app asks for."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        fields = dict(parse_qsl(body))
        path, query = self.asked()
        if path == "/authorize":
            self.agreed(query, fields)
        elif path == "/token":
            self.token(fields)
        elif path in {"/revoke", "/end-tokens", "/revoke-all"}:
            self.end(path, fields)
        else:
            self.say(404, {"error": "not_found", "error_description": f"There is no {path}."})

    def asked(self) -> tuple[str, dict[str, str]]:
        """Return the path and the query."""
        parts = urlsplit(self.path)
        return parts.path, dict(parse_qsl(parts.query))

    def authorize(self, query: dict[str, str]) -> None:
        """Show the page where a person agrees, unless it would lead away from this computer."""
        if query.get("client_id") not in CLIENTS:
            self.page("<h1>This app is not known here</h1>", 400)
        elif urlsplit(query.get("redirect_uri", "")).hostname not in {"127.0.0.1", "localhost"}:
            self.page("<h1>redirect_uri should be on this computer</h1>", 400)
        else:
            accounts = "".join(f'<option value="{n}">{who}</option>' for n, who in ACCOUNTS.items())
            client_id = html.escape(query["client_id"])
            self.page(AGREE.format(client_id=client_id, accounts=accounts))

    def agreed(self, query: dict[str, str], fields: dict[str, str]) -> None:
        """Send the browser back with a code, or with the reason why there is none."""
        back = {"state": query.get("state", "")}
        account, redirect_uri = fields.get("account", ""), query.get("redirect_uri", "")
        if fields.get("answer") == "agree" and account in ACCOUNTS:
            back |= {"code": self.grants.new_code(account, redirect_uri), "shop": "fake-shop"}
        else:
            back |= {"error": "access_denied", "error_description": "The person declined"}
        self.send_response(303)
        self.send_header("Location", f"{redirect_uri}?{urlencode(back)}")
        self.end_headers()

    def token(self, fields: dict[str, str]) -> None:
        """Exchange a code, or renew a token (RFC 6749, sections 4.1.3 and 6)."""
        secret = CLIENTS.get(fields.get("client_id", ""), "")
        if not secret or not secrets.compare_digest(secret, fields.get("client_secret", "")):
            self.refuse(401, "invalid_client", "Client id and secret do not fit")
            return
        kind, tokens = fields.get("grant_type"), None
        if kind == "authorization_code":
            redirect_uri = fields.get("redirect_uri", "")
            tokens = self.grants.exchanged(fields.get("code", ""), redirect_uri)
        elif kind == "refresh_token":
            tokens = self.grants.renewed(fields.get("refresh_token", ""))
        else:
            self.refuse(400, "unsupported_grant_type", f"There is no {kind!r} here")
            return
        if tokens is None:
            self.refuse(400, "invalid_grant", "It has ended, was revoked, or was used before")
        else:
            self.say(200, tokens)

    def api(self, path: str, query: dict[str, str]) -> None:
        """Answer to a Bearer token."""
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        account = self.grants.account_of(token) if scheme.lower() == "bearer" else None
        if account is None:
            self.refuse(401, "invalid_token", "The access token has ended, or is none")
        elif path == "/me":
            self.say(200, {"id": account, "email": ACCOUNTS[account]})
        else:
            wanted = query.get("status")
            found = [one for one in ORDERS[account] if wanted in {None, one["status"]}]
            self.say(200, {"orders": found})

    def end(self, path: str, fields: dict[str, str]) -> None:
        """Let tokens count no more before their time."""
        if path == "/revoke":
            self.grants.revoke(fields.get("token", ""))
        else:
            self.grants.access.clear()
        if path == "/revoke-all":
            self.grants.refresh.clear()
        self.page("<h1>Done</h1><p><a href='/'>Back</a>")

    def refuse(self, status: int, error: str, description: str) -> None:
        """Answer an error as OAuth2 writes it."""
        self.say(status, {"error": error, "error_description": description})

    def say(self, status: int, data: dict) -> None:
        """Answer JSON."""
        self.answer(status, "application/json", json.dumps(data))

    def page(self, content: str, status: int = 200) -> None:
        """Answer a page."""
        self.answer(status, "text/html", HEAD + content)

    def answer(self, status: int, kind: str, text: str) -> None:
        """Send it."""
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(text.encode())


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else PORT
    if len(sys.argv) > 2:  # noqa: PLR2004  the second argument
        Shop.grants.life = float(sys.argv[2])
    server = ThreadingHTTPServer(("127.0.0.1", port), Shop)
    print(f"The shop listens on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
