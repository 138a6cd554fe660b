import asyncio
import socket
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import aiohttp
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support.raw_server import raw_server, sends
from tests.support.starts import start_server, text_answer
from webchat.exchange import body_of, failure, shown_url, status_text


async def said_of(url: str) -> str:
    """Return what is said of a GET that fails, with URL for its address."""
    try:
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            await response.read()
    except (aiohttp.ClientError, OSError) as error:
        return failure(error, "URL")
    raise AssertionError("It did not fail.")


async def said_of_answer(*pieces: bytes) -> str:
    async with raw_server(sends(*pieces)) as address:
        return await said_of(f"http://{address}/?key=secret")


def own_certificate(folder) -> ssl.SSLContext:
    """Return the TLS of a server whose certificate nobody has signed but itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "nobody")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = folder / "own.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://x.org/a/b", "https://x.org/a/b"),
        ("https://me:secret@x.org:8443/a?key=secret#secret", "https://x.org:8443/a"),
        ("https://x.org?key=secret", "https://x.org"),
        ("nonsense?secret", "nonsense"),
    ],
)
def test_an_address_is_shown_without_its_secrets(url, shown):
    assert shown_url(url) == shown


def test_a_status_is_named_with_its_reason_but_not_with_a_novel():
    assert status_text(404, "Not Found") == "404 Not Found"
    assert status_text(299, None) == "299"
    assert len(status_text(500, "x" * 5000)) < 80


async def test_who_refuses_a_connection_cannot_be_reached():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        said = await said_of(f"http://127.0.0.1:{taken.getsockname()[1]}/")
    assert said == "URL cannot be reached: connection refused. Is the server running?"


async def test_a_name_that_nobody_has_cannot_be_reached():
    said = await said_of("http://nobody.invalid/")
    assert said.startswith("URL cannot be reached: ")
    assert "nobody.invalid" not in said


async def test_https_where_there_is_only_http_is_no_matter_of_permission():
    async with start_server(text_answer("")) as server:
        said = await said_of(server.url.replace("http:", "https:"))
    assert said == "URL cannot be reached: no secure connection came about. Is it http?"


@pytest.mark.filterwarnings("ignore:.*_SSLProtocolTransport:ResourceWarning")
async def test_a_certificate_that_nobody_has_signed_is_not_trusted(tmp_path):
    asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # the server's half of it
    async with raw_server(sends(b""), tls=own_certificate(tmp_path)) as address:
        said = await said_of(f"https://{address}/")
    assert said == "URL is not trusted: self-signed certificate."


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"", "the server closed the connection"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc", "the answer ended too early"),
        (b"I am not HTTP\r\n\r\n", "the answer is no valid HTTP"),
    ],
)
async def test_an_answer_that_is_none_breaks_the_exchange_off(answer, why):
    said = await said_of_answer(answer)
    assert said.startswith(f"The exchange with URL broke off: {why}")
    assert "secret" not in said


async def test_a_connection_that_is_torn_down_breaks_the_exchange_off():
    async def tear_down(_head, writer):
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc")
        await writer.drain()
        end = writer.get_extra_info("socket")
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        writer.transport.abort()

    async with raw_server(tear_down) as address:
        said = await said_of(f"http://{address}/")
    assert said.startswith("The exchange with URL broke off: ")
    assert "None" not in said


@pytest.mark.parametrize(("size", "came"), [(0, b""), (10, b"x" * 10), (11, None), (200_000, None)])
async def test_an_answer_is_read_to_a_limit(size, came):
    async with (
        start_server(text_answer("x" * size)) as server,
        aiohttp.ClientSession() as session,
        session.post(server.url, json={}) as response,
    ):
        assert await body_of(response, 10) == came
