"""Nothing that is shown has a secret in it, however the secret was written down."""

import ast
import base64
import contextlib
import html
import json
import re
import time
from typing import Any
from urllib.parse import quote, quote_plus, unquote, unquote_plus

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from webchat.functions.authentication.masks import TOO_DEEP, Masks
from webchat.functions.authentication.secret_forms import is_long_enough
from webchat.functions.authentication.secret_keys import MASK

SECRET = 'p/s w+"ü\\&7=x%'  # with all that encodings change
CREDENTIAL = {
    "oauth2": {
        "access_token": "at-8f2c91",
        "refresh_token": "rt-77aa10",
        "token_type": "Bearer",
        "expires_in": "3600",
        "scope": "orders profile",
        "redirect_queries": [
            {"name": "code", "value": "code-5512"},
            {"name": "realm", "value": "company-7"},
        ],
    }
}


def knowing(*secrets):
    masks = Masks()
    for secret in secrets:
        masks.learn(secret)
    return masks


WRITTEN = {
    "as it is": SECRET,
    "JSON": json.dumps(SECRET)[1:-1],
    "JSON with accents": json.dumps(SECRET, ensure_ascii=False)[1:-1],
    "JSON in JSON": json.dumps(json.dumps(SECRET))[3:-3],
    "JSON of PHP": SECRET.replace("/", "\\/"),
    "repr": repr(SECRET)[1:-1],
    "HTML": html.escape(SECRET),
    "an address": quote(SECRET, safe=""),
    "a path": quote(SECRET),
    "a query": quote_plus(SECRET),
    "encodeURIComponent": quote(SECRET, safe="!*'()"),
    "small digits": re.sub("%..", lambda one: one.group().lower(), quote(SECRET, safe="")),
}


@pytest.mark.parametrize("written", WRITTEN.values(), ids=WRITTEN)
def test_a_secret_is_found_however_it_was_written(written):
    assert knowing(SECRET).text(f"before {written} after") == f"before {MASK} after"


@pytest.mark.parametrize("before", ["", "a", "ab", "id:", "a-longer-id:", "ada@example.com:"])
@pytest.mark.parametrize("after", ["", "x", ":more"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
@pytest.mark.parametrize("secret", ["s3cr3t-value", SECRET, "four"])
def test_base64_of_whatever_has_a_secret_in_it_is_masked_whole(before, after, encode, secret):
    encoded = encode(f"{before}{secret}{after}".encode()).decode()
    assert knowing(secret).text(f"curl -u {encoded} now") == f"curl -u {MASK} now"


def test_base64_of_something_else_stays():
    encoded = base64.b64encode(b"nothing that is secret at all").decode()
    assert knowing("s3cr3t-value").text(encoded) == encoded


def test_the_lines_of_a_key_are_masked_where_a_log_splits_them():
    key = "-----BEGIN KEY-----\nMIIEpAIBAAKC\nAQEA7bq98\n-----END KEY-----\n"
    masks = knowing(key)
    assert [masks.text(line) for line in key.splitlines()] == [MASK] * 4
    assert masks.text(json.dumps(key)) == f'"{MASK}"'


WAYS: dict[str, Any] = {
    "as it is": (str, str),
    "JSON": (json.dumps, json.loads),
    "JSON with accents": (lambda text: json.dumps(text, ensure_ascii=False), json.loads),
    "repr": (repr, ast.literal_eval),
    "an address": (lambda text: quote(text, safe=""), unquote),
    "a query": (quote_plus, unquote_plus),
    "HTML": (html.escape, html.unescape),
    "Base64": (
        lambda text: base64.b64encode(text.encode()).decode(),
        lambda text: base64.b64decode(text.replace(MASK, "")).decode(errors="replace"),
    ),
}


@pytest.mark.parametrize("way", WAYS)
@settings(deadline=None)
@given(
    before=st.text(st.characters(codec="utf-8"), max_size=8),
    secret=st.text(st.characters(codec="utf-8"), min_size=4, max_size=20),
    after=st.text(st.characters(codec="utf-8"), max_size=8),
)
def test_no_secret_can_be_read_out_of_what_is_shown(way, before, secret, after):
    assume(is_long_enough(secret))
    write, read = WAYS[way]
    shown = knowing(secret).text(write(f"{before}{secret}{after}"))
    assert MASK in shown
    with contextlib.suppress(ValueError, SyntaxError):  # "0000" may be a part of an escape
        assert secret not in read(shown)


def test_of_two_secrets_the_longer_one_is_masked_first():
    assert knowing("secret", "secret-longer").text("secret-longer secret") == f"{MASK} {MASK}"


def test_what_the_seeds_own_example_prints_is_masked():
    masks = knowing(CREDENTIAL)
    printed = "parameters: " + json.dumps({"credential": CREDENTIAL}, separators=(",", ":"))
    shown = masks.text(printed)
    for secret in ("at-8f2c91", "rt-77aa10", "code-5512"):
        assert secret not in shown
    for public in ("Bearer", "3600", "orders profile", "company-7"):
        assert public in shown


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ('{"access_token":"abc","a":1}', f'{{"access_token":"{MASK}","a":1}}'),
        ('{\\"id_token\\": \\"abc\\"}', f'{{\\"id_token\\": \\"{MASK}\\"}}'),
        ("{ access_token: 'abc', a: 1 }", f"{{ access_token: '{MASK}', a: 1 }}"),
        ("{'client_secret': 'abc'}", f"{{'client_secret': '{MASK}'}}"),
        ("https://x/?access_token=abc&a=1", f"https://x/?access_token={MASK}&a=1"),
        ("https://ada:abc@x.org/", f"https://ada:{MASK}@x.org/"),
        ("Authorization: Bearer abc", f"Authorization: Bearer {MASK}"),
        ("authorization: basic YTpi, a", f"authorization: basic {MASK}, a"),
        ("PROXY_AUTHORIZATION=abc", f"PROXY_AUTHORIZATION={MASK}"),
        ("('Authorization', 'Bearer abc')", f"('Authorization', 'Bearer {MASK}')"),
        (
            '{"name": "Authorization", "value": "Bearer abc"}',
            f'{{"name": "Authorization", "value": "Bearer {MASK}"}}',
        ),
        ("accessToken: abc refreshToken=abc", f"accessToken: {MASK} refreshToken={MASK}"),
        ("password = hunter2", f"password = {MASK}"),
    ],
)
def test_a_secret_that_nobody_told_is_found_behind_its_key(printed, shown):
    assert Masks().text(printed) == shown
    assert Masks().text(shown) == shown


@pytest.mark.parametrize(
    "printed",
    [
        '{"callback": {"token": "run-1", "webhook": "http://127.0.0.1:1/w"}}',
        '{"access_token": null, "refresh_token": undefined}',
        "Authorization failed, please try again",
        "the refresh_token was refused",
        "http://127.0.0.1:8080/a:b/c@d",
        "",
    ],
)
def test_what_is_no_secret_stays(printed):
    assert knowing(CREDENTIAL).text(printed) == printed


def test_a_short_secret_is_masked_behind_its_key_only():
    masks = knowing({"custom": {"pin": "12", "user": "ada"}})
    assert masks.text('pin: \'12\', 12 x {"pin":"123"}') == f'pin: \'{MASK}\', 12 x {{"pin":"123"}}'
    assert masks.text('{\\"pin\\":\\"12\\"}') == f'{{\\"pin\\":\\"{MASK}\\"}}'
    assert masks.json({"pin": "12", "count": "12"}) == {"pin": MASK, "count": "12"}
    masks.learn("ab")
    assert masks.text("ab") == "ab"


def test_recorded_parameters_keep_their_shape():
    parameters = {
        "credential": CREDENTIAL,
        "context": {"action_key": "a", "attempts": 1},
        "input": {"note": "it was at-8f2c91!", "at-8f2c91": [1, None, True, 2.5]},
        "callback": {"token": "run-1"},
    }
    assert knowing(CREDENTIAL).json(parameters) == {
        "credential": {
            "oauth2": {
                **CREDENTIAL["oauth2"],
                "access_token": MASK,
                "refresh_token": MASK,
                "redirect_queries": [
                    {"name": "code", "value": MASK},
                    {"name": "realm", "value": "company-7"},
                ],
            }
        },
        "context": {"action_key": "a", "attempts": 1},
        "input": {"note": f"it was {MASK}!", MASK: [1, None, True, 2.5]},
        "callback": {"token": "run-1"},
    }


def test_a_credential_is_masked_even_when_it_was_never_learned():
    custom = {"credential": {"custom": {"a": "x", "empty": "", "scope": "y", "deep": {"b": ["z"]}}}}
    masked = {"a": MASK, "empty": "", "scope": MASK, "deep": {"b": [MASK]}}
    assert Masks().json(custom) == {"credential": {"custom": masked}}
    assert Masks().json({"credential": "abc"}) == {"credential": MASK}


def test_headers_of_a_download_are_masked_by_their_names():
    event = {"url": "https://x", "headers": [{"name": "Authorization", "value": "Bearer abc"}]}
    shown = {"name": "Authorization", "value": f"Bearer {MASK}"}
    assert Masks().json(event) == {"url": "https://x", "headers": [shown]}
    assert Masks().json({"Client-Secret": 7, "x_token": ["a", None]}) == {
        "Client-Secret": MASK,
        "x_token": [MASK, None],
    }


def test_what_is_no_json_is_shown_by_its_type():
    assert Masks().json({"a": (1, object()), 3: {"b"}}) == {"a": [1, "<object>"], "3": "<set>"}


def test_what_is_nested_too_deeply_is_not_shown():
    deep: object = "at-8f2c91"
    for _ in range(5000):
        deep = {"a": [deep]}
    assert knowing(CREDENTIAL).json(deep) == TOO_DEEP
    assert knowing(CREDENTIAL).json({"credential": deep}) == TOO_DEEP


def test_nothing_is_changed_in_what_is_given():
    given = {"credential": {"custom": {"key": "abcdef"}}, "list": ["abcdef"]}
    before = json.dumps(given)
    masks = knowing(given["credential"])
    assert masks.json(given)["list"] == [MASK]
    assert json.dumps(given) == before


def test_only_so_many_secrets_are_known_and_those_in_use_stay():
    masks = Masks(limit=3)
    masks.learn("client-secret")
    for number in range(10):
        masks.learn(f"access-{number}")
        masks.learn("client-secret")
    assert (
        masks.text("client-secret access-9 access-8 access-7") == f"{MASK} {MASK} {MASK} access-7"
    )


def test_a_lone_surrogate_can_be_masked():
    assert knowing("ab\ud800cd").text("x ab\ud800cd") == f"x {MASK}"


def test_a_megabyte_of_log_is_masked_quickly():
    masks = knowing(*(f"{number:02d}{'s3cr3t-token-' * 3}" for number in range(20)))
    line = '2024-03-01 12:00:00 GET /orders?page=7 200 {"order": "10041", "items": [1, 2]}\n'
    log = line * (1_000_000 // len(line))
    began = time.perf_counter()
    assert masks.text(log) == log
    assert time.perf_counter() - began < 0.25  # measured: 0.01 s; a pattern for all takes 0.1 s
