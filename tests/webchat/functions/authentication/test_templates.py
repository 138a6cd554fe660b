"""Requests are filled in so that a value stays a value, wherever it stands."""

import json
from urllib.parse import parse_qsl, urlsplit

import pytest

from webchat.errors import AuthenticationError
from webchat.functions.app import RequestTemplate
from webchat.functions.authentication.templates import filled, variables_of

VALUES = {
    "client_id": "id",
    "client_secret": 's/e&c=r+e t"ü%',
    "redirect_uri": "http://127.0.0.1:5000/x?y=z",
    "code": "c0de",
    "access_token": "at",
    "refresh_token": "rt",
}
QUERY = {"realm": "a/b c", "shop": "my.example.com"}


def fill(url="https://example.com/token", **parts):
    return filled(RequestTemplate(url, **parts), VALUES, QUERY, what="The test")


def refusal(*args, **parts):
    with pytest.raises(AuthenticationError) as caught:
        fill(*args, **parts)
    return str(caught.value)


def test_a_request_without_places_is_sent_as_it_is():
    request = fill("https://example.com/a%20b?c=d+e", method="post")
    assert (request.method, request.url) == ("POST", "https://example.com/a%20b?c=d+e")
    assert (request.headers, request.body) == ((), None)


@pytest.mark.parametrize("name", VALUES)
def test_every_variable_is_replaced_in_every_part(name):
    place = f"{{{{ {name} }}}}"
    request = fill(
        f"https://example.com/{place}?q={place}",
        query={"in query": place},
        headers={"X-In": f"a {place} b"},
        body={"in body": place},
    )
    parts = urlsplit(request.url)
    assert parse_qsl(parts.query) == [("q", VALUES[name]), ("in query", VALUES[name])]
    assert parts.path.count("/") == 1
    assert request.headers[0] == ("X-In", f"a {VALUES[name]} b")
    assert request.body is not None
    assert parse_qsl(request.body.decode()) == [("in body", VALUES[name])]


def test_what_the_redirect_brought_along_can_be_asked_for():
    request = fill("https://{{query.shop}}/x/{{query.realm}}")
    assert request.url == "https://my.example.com/x/a%2Fb%20c"


def test_a_value_that_looks_like_a_place_is_not_filled_again():
    request = filled(
        RequestTemplate("https://example.com", body={"a": "{{code}}"}),
        {"code": "{{client_secret}}", "client_secret": "geheim"},
        {},
    )
    assert request.body == b"a=%7B%7Bclient_secret%7D%7D"


FORM = "application/x-www-form-urlencoded"


def body_of(request):
    """The content type and the text of what would be sent."""
    (content_type,) = [value for name, value in request.headers if name.lower() == "content-type"]
    return content_type, request.body.decode()


@pytest.mark.parametrize("headers", [{}, {"content-type": FORM}])
@pytest.mark.parametrize("body", [{"a": "{{client_secret}}"}, "a={{client_secret}}"])
def test_a_form_holds_the_value_as_one_field(headers, body):
    content_type, text = body_of(fill(headers=headers, body=body))
    assert (content_type, parse_qsl(text)) == (FORM, [("a", VALUES["client_secret"])])


@pytest.mark.parametrize("body", [{"a": "{{client_secret}}"}, '{"a": "{{client_secret}}"}'])
@pytest.mark.parametrize("of_type", ["application/json; charset=utf-8", "application/vnd.x+json"])
def test_json_holds_the_value_as_one_text(body, of_type):
    content_type, text = body_of(fill(headers={"Content-Type": of_type}, body=body))
    assert (content_type, json.loads(text)) == (of_type, {"a": VALUES["client_secret"]})


def test_a_text_that_looks_like_json_is_sent_as_json():
    content_type, text = body_of(fill(body=' {"a": {"b": "{{client_secret}}"}}'))
    assert content_type == "application/json"
    assert json.loads(text) == {"a": {"b": VALUES["client_secret"]}}


def test_any_other_text_is_sent_as_it_is():
    plain = {"Content-Type": "text/plain"}
    _type, text = body_of(fill(headers=plain, body="a {{client_secret}}"))
    assert text == "a " + VALUES["client_secret"]


def test_fields_cannot_be_sent_as_just_anything():
    sentence = refusal(headers={"Content-Type": "multipart/form-data"}, body={"a": "b"})
    assert sentence.endswith("but not as multipart/form-data.")


@pytest.mark.parametrize("name", ["clientid", "query.", "query", "Code", "state", ""])
def test_an_unknown_variable_is_named_with_its_place(name):
    sentence = refusal(headers={"X-A": f"{{{{{name}}}}}"})
    assert sentence.startswith(
        f"The test has {{{{{name}}}}} in its header “X-A”, which is no variable. There are "
        "{{client_id}}, {{client_secret}}, "
    )
    assert sentence.endswith("{{refresh_token}}, {{query.NAME}}.")


def test_a_variable_without_a_value_is_named():
    with pytest.raises(AuthenticationError, match=r"needs \{\{code\}\} in its query “c”, but"):
        filled(RequestTemplate("https://example.com", query={"c": "{{code}}"}), {}, {})


def test_a_query_that_did_not_come_is_named():
    assert refusal(body="x={{query.team}}") == (
        "The test needs {{query.team}} in its body, but the server came back with "
        "“realm”, “shop” only."
    )


@pytest.mark.parametrize("end", ["\n", "\r\nX-Evil: 1", "\0"])
def test_a_header_takes_no_line_break_from_a_value(end):
    template = RequestTemplate("https://example.com", headers={"X-A": "{{client_secret}}"})
    with pytest.raises(AuthenticationError, match="“X-A” would have a line break") as caught:
        filled(template, {"client_secret": f"geheim{end}"}, {})
    assert "geheim" not in str(caught.value)


def test_a_header_needs_a_name_that_is_one():
    assert "a header named 'X A', which is no name" in refusal(headers={"X A": "1"})


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com/token",
        "ftp://example.com",
        "javascript:alert(1)",
        "https://",
        "http://a b/",
    ],
)
def test_an_address_that_is_none_is_shown(url):
    assert refusal(url) == (
        f"The test should go to an http or https address, but its template is {url!r}."
    )


@pytest.mark.parametrize("shop", ["evil.example/x?", "evil.example#", "me@evil.example", "a\\b"])
def test_a_value_cannot_lead_to_another_server(shop):
    template = RequestTemplate("https://{{query.shop}}.shops.example/token")
    with pytest.raises(AuthenticationError, match=r"its template is 'https://\{\{query.shop\}\}"):
        filled(template, {}, {"shop": shop})


def test_a_method_must_be_one():
    assert "'ge t' as its method" in refusal(method="ge t")


def test_the_fragment_stays_here():
    assert (
        fill("https://example.com/a#{{code}}", query={"b": "c"}).url == "https://example.com/a?b=c"
    )


def test_what_no_encoding_holds_is_replaced():
    request = filled(RequestTemplate("https://example.com/{{code}}"), {"code": "a\ud800"}, {})
    assert request.url == "https://example.com/a%3F"


def test_the_variables_of_a_request_are_known():
    template = RequestTemplate(
        "https://{{query.shop}}/",
        query={"a": "{{code}}"},
        headers={"b": "{{ access_token }}"},
        body="{{client_id}}",
    )
    fields = RequestTemplate("https://example.com", body={"a": "{{client_secret}}"})
    assert variables_of(template, None) == {"query.shop", "code", "access_token", "client_id"}
    assert variables_of(fields) == {"client_secret"}
