"""``app.toml``: everything it can say, and a sentence with the key for what it cannot."""

import inspect
import json
import os
import textwrap

import pytest

from webchat.errors import FunctionAppError
from webchat.functions.app import AppSettings, CustomAuthentication, CustomInput, OAuth2
from webchat.functions.apps import settings_file
from webchat.functions.apps.names import RULE
from webchat.functions.apps.settings_file import Said, authentication_from, read_settings

REQUEST = """
[authentication.oauth2]
client_secret = "s3cret"
[authentication.oauth2.authorization]
url = "https://x.example/a"
"""


@pytest.fixture
def said(tmp_path):
    def said(text, name="app.toml"):
        data = text.encode() if isinstance(text, str) else text
        (tmp_path / name).write_bytes(data)
        return read_settings(tmp_path)

    return said


@pytest.fixture
def refused(said):
    def refused(text, name="app.toml"):
        with pytest.raises(FunctionAppError) as caught:
            said(text, name)
        return str(caught.value)

    return refused


def documented(without):
    """The example of the module's docstring, without one of its two authentications."""
    text = (inspect.getdoc(settings_file) or "").partition("::")[2].partition("A key that")[0]
    kept = textwrap.dedent(text).strip().split("\n\n")
    return "\n\n".join(one for one in kept if not one.startswith(f"[authentication.{without}"))


def test_without_a_file_nothing_is_said(tmp_path):
    assert read_settings(tmp_path) == Said()


def test_an_empty_file_says_nothing(said):
    assert said("") == Said()


def test_the_documented_example_is_true(said):
    found = said(documented(without="oauth2"))
    assert (found.title, found.name, found.kind) == ("Order look-up", "order_lookup", "action")
    assert found.description == "Finds an order by its number."
    assert found.settings == AppSettings(
        starts="other_app", env={"API_ROOT": "https://api.example.com"}
    )
    question = CustomInput("api_key", "API key", "From your account's page.")
    assert found.authentication == CustomAuthentication((question,))
    assert found.warnings == ()


def test_the_documented_oauth2_is_true(said):
    found = said(documented(without="custom")).authentication
    assert isinstance(found, OAuth2)
    assert found.refresh_token
    assert found.test
    assert found.authorization.query["redirect_uri"] == "{{redirect_uri}}"
    assert (found.access_token.method, found.test.method) == ("POST", "GET")
    assert found.access_token.body == {"code": "{{code}}", "client_secret": "{{client_secret}}"}
    assert found.refresh_token.body == {"refresh_token": "{{refresh_token}}"}
    assert found.test.headers == {"Authorization": "Bearer {{access_token}}"}
    assert (found.client_id, found.client_secret) == ("", "")


def test_json_says_the_same(said):
    whole = {"kind": "trigger", "poll_interval": 5, "settings": 1}
    found = said(json.dumps(whole), "app.json")
    assert (found.kind, found.settings.poll_interval) == ("trigger", 5.0)
    assert found.warnings == ("app.json: settings is not known and was passed over.",)


def test_two_files_are_one_too_many(said, refused):
    said("")
    assert "keep one of them" in refused("{}", "app.json")


def test_unknown_keys_are_named_wherever_they_stand(said):
    odd = '[authentication.oauth2.access_token]\nurl = "https://x.example/t"\nbodi = "x"\n'
    where, tail = "app.toml: authentication.oauth2", "is not known and was passed over."
    assert said(f"{REQUEST}hint = 1\n{odd}").warnings == (
        f"{where}.authorization.hint {tail}",
        f"{where}.access_token.bodi {tail} Is body meant?",
    )


def test_numbers_may_stand_where_texts_do(said):
    found = said(
        REQUEST
        + """query = {limit = 5}
[authentication.oauth2.access_token]
url = "{{query.shop}}/t"
method = "put"
body = {n = 7}
[env]
PORT = 80
"""
    )
    assert found.authentication.authorization.query == {"limit": "5"}
    assert found.authentication.access_token.body == {"n": "7"}
    assert found.authentication.access_token.method == "PUT"
    assert found.settings.env == {"PORT": "80"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("title = 5", "title: Input should be a valid string, but 5 came."),
        (
            'kind = "act"',
            "kind: Input should be 'action', 'automation', 'await' or 'trigger', but 'act' came.",
        ),
        ("timeout = 0", "timeout: Input should be greater than 0, but 0 came."),
        ('timeout = "30"', "timeout: Input should be a valid number, but '30' came."),
        ("timeout = inf", "timeout: Input should be a finite number, but inf came."),
        ("memory = 1.5", "memory: Input should be a valid integer, but 1.5 came."),
        ("in_loop = 1", "in_loop: Input should be a valid boolean, but 1 came."),
        ("env = 5", "env: should be a table."),
        (
            '[env]\n"A=B" = 1',
            "env: 'A=B' and its value cannot stand in an environment.",
        ),
        (
            'name = "my app"',
            f"name: should be {RULE}, but 'my app' came.",
        ),
        ("authentication = 1", "authentication: should be a table."),
        (
            "[authentication]",
            "authentication: should have either custom or oauth2.",
        ),
        (
            "[authentication.custom]",
            "authentication.custom.inputs is missing.",
        ),
        (
            'authentication.custom.inputs = [{key = "a", label = "A"}, {key = "a", label = "B"}]',
            "authentication.custom: two of the inputs have the key 'a'.",
        ),
        (
            'authentication.custom.inputs = [{key = " ", label = "x"}]',
            "authentication.custom.inputs.0.key: should not be empty.",
        ),
        (REQUEST, "authentication.oauth2.access_token is missing."),
    ],
)
def test_what_does_not_fit_is_a_sentence_with_the_key(refused, text, sentence):
    assert refused(text) == f"app.toml: {sentence}"


@pytest.mark.parametrize(
    "url", ["ftp://x.example", "javascript:alert(1)", "file:///etc/passwd", "", "x.example"]
)
def test_an_address_is_one_of_the_web(refused, url):
    found = refused(REQUEST.replace("https://x.example/a", url))
    assert "authorization.url: should be an address that begins with http" in found


@pytest.mark.parametrize(
    "bad",
    [
        "client_secret = [1]",
        "client_id = {}",
        "access_token = 'hush'",
        "test = {url = 'https://x.example', headers = {Authorization = ['hush']}}",
        "test = {url = 'https://x.example', body = ['hush']}",
    ],
)
def test_what_came_is_not_repeated_where_it_may_be_a_secret(refused, bad):
    found = refused(
        "[authentication.oauth2]\n" + bad + "\nnote = 's3cret'\n" + "[env]\nTOKEN = ['hush']\n"
    )
    assert "came" not in found
    assert "s3cret" not in found
    assert "hush" not in found


def test_all_that_is_wrong_is_told_at_once(refused):
    found = refused("title = 1\ntimeout = -1\nmemory = 1\n")
    assert all(f"{key}: " in found for key in ("title", "timeout", "memory"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'title = "\xff"', "cannot be read"),
        (b"title = ", "is not valid TOML"),
        (b"\0", "is not valid TOML"),
        (b"a = " + b"[" * 100_000, "is not valid TOML"),
        (b"#" * (2 << 20), "larger than 1 MB"),
    ],
)
def test_a_file_that_is_none_is_a_sentence(refused, data, sentence):
    assert sentence in refused(data)


def test_json_that_is_no_object_is_a_sentence(refused):
    assert "must hold one object" in refused("[1]", "app.json")


def test_a_mark_at_the_beginning_is_no_harm(said):
    assert said(b"\xef\xbb\xbftitle = 'x'").title == "x"


def test_what_is_no_file_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "app.toml")
    with pytest.raises(FunctionAppError, match="is not a file"):
        read_settings(tmp_path)


def test_a_link_that_leads_nowhere_is_told(tmp_path):
    (tmp_path / "app.toml").symlink_to("gone.toml")
    with pytest.raises(FunctionAppError, match="is not a file"):
        read_settings(tmp_path)


def test_what_is_said_can_be_logged_without_its_secrets(said):
    found = said(
        REQUEST
        + """
[authentication.oauth2.access_token]
url = "https://x.example/t"
headers = {Authorization = "Basic s3cret"}
body = "secret=s3cret"
[env]
TOKEN = "s3cret"
"""
    )
    assert found.settings.env == {"TOKEN": "s3cret"}
    assert "s3cret" not in repr(found)


def test_a_plugin_describes_authentication_in_the_same_words():
    found = authentication_from({"custom": {"inputs": [{"key": "k", "label": "Key"}]}})
    assert found == CustomAuthentication((CustomInput("k", "Key"),))
    with pytest.raises(FunctionAppError, match=r"^authentication\.custom\.inputs is missing\.$"):
        authentication_from({"custom": {}})
