"""Servers that are busy, slow, broken, wrong, or want to send the client elsewhere."""

from __future__ import annotations

import gzip
import random
import zlib

import pytest
from loopback import JSON, ROWS, reply, serving

from wenmai.errors import EndpointError, InputError
from wenmai.sources.endpoint import Limits, connect
from wenmai.sources.endpoint.columns import number, term
from wenmai.sources.endpoint.dataset import Dataset
from wenmai.sources.endpoint.requests.transport import Client, Refused, TimedOut

QUICK = Limits(timeout=5, deadline=10, retries=3, wait=2)
COUNTED = b"""{"head": {"vars": ["c"]}, "results": {"bindings": [{"c": {"type": "literal", "value": "7"}}]}}"""
SECRET = "pa:ss@word/7"


def ask(server, limits=QUICK, address=None):
    return Client(address or server.address, limits).ask("ASK {}")


@pytest.mark.slow
@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_busy_server_is_asked_again(status):
    with serving(reply(status, b""), reply(status, b""), reply()) as server:
        assert ask(server).body == ROWS
        assert len(server.asked) == 3


@pytest.mark.slow
def test_retry_after_is_honoured_and_bounded():
    with serving(reply(503, b"", Retry_After="1"), reply()) as server:
        assert ask(server).body == ROWS
    with serving(reply(503, b"", Retry_After="86400")) as server:
        with pytest.raises(EndpointError, match="asks to wait 86400 s") as error:
            ask(server)
        assert len(server.asked) == 1
        assert not isinstance(error.value, TimedOut)
    with serving(reply(503, b"", Retry_After="next week"), reply()) as server:
        assert ask(server).body == ROWS


@pytest.mark.slow
def test_a_server_that_stays_busy_is_given_up():
    with serving(reply(503, b"")) as server, pytest.raises(EndpointError, match=r"busy \(HTTP 503\) \(tried 4 times\)"):
        ask(server)
    assert len(server.asked) == QUICK.retries + 1


def test_pauses_double_with_the_same_jitter_on_every_run():
    first, second = (Client("http://localhost/"), Client("http://localhost/"))
    from wenmai.sources.endpoint.requests.transport import _Again

    pauses = [[one._pause(attempt, _Again("")) for attempt in range(4)] for one in (first, second)]
    assert pauses[0] == pauses[1]
    for attempt, pause in enumerate(pauses[0]):
        assert 0.125 * 2**attempt <= pause <= 0.375 * 2**attempt
    dice = random.Random(0)
    assert pauses[0][0] == 0.25 * (0.5 + dice.random())


def hang(handler):
    handler.stopped.wait(20)


def drip(handler):
    """An answer that never pauses for long and never ends."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    while not handler.stopped.wait(0.05):
        handler.wfile.write(b" ")
        handler.wfile.flush()


def drip_headers(handler):
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not handler.stopped.wait(0.05):
        handler.wfile.write(b"X-More: 1\r\n")
        handler.wfile.flush()


@pytest.mark.slow
@pytest.mark.parametrize("slow", [hang, drip, drip_headers])
def test_an_answer_must_come_in_time(slow):
    with serving(slow) as server, pytest.raises(TimedOut, match=r"did not answer within 0\.3 s \(tried 2 times\)"):
        ask(server, Limits(timeout=0.3, deadline=5, retries=1))
    assert len(server.asked) == 2


def test_the_deadline_bounds_all_tries_together():
    with serving(hang) as server:
        with pytest.raises(TimedOut):
            ask(server, Limits(timeout=0.4, deadline=0.5, retries=50))
        assert len(server.asked) <= 2


def raw_deflate(data):
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def cut_short(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", str(len(ROWS) + 100))
    handler.end_headers()
    handler.wfile.write(ROWS)
    handler.close_connection = True


def cut_chunks(handler):
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"40\r\n" + ROWS[:30])
    handler.close_connection = True


def cut_packed(handler):
    reply(200, gzip.compress(ROWS * 100)[:-20], Content_Encoding="gzip")(handler)


def drop(handler):
    handler.close_connection = True


def babble(handler):
    handler.wfile.write(b"\x16\x03\x01 what?\r\n\r\n")
    handler.close_connection = True


@pytest.mark.slow
@pytest.mark.parametrize("broken", [cut_short, cut_chunks, cut_packed, drop, babble])
def test_a_broken_answer_is_asked_for_again_then_told(broken):
    with serving(broken, reply()) as server:
        assert ask(server).body == ROWS
    with serving(broken) as server, pytest.raises(EndpointError, match="broke off its answer"):
        ask(server, QUICK._replace(retries=1))


def test_a_packed_answer_is_unpacked():
    with serving(reply(body=gzip.compress(ROWS, mtime=0), Content_Encoding="gzip")) as server:
        assert ask(server).body == ROWS
        assert server.asked[0].headers["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(ROWS, mtime=0), "GZIP"),
        (gzip.compress(ROWS, mtime=0), ""),
        (gzip.compress(ROWS[:50], mtime=0) + gzip.compress(ROWS[50:], mtime=0) + b"\0" * 9, "gzip"),
        (zlib.compress(ROWS), "deflate"),
        (raw_deflate(ROWS), "deflate"),
        (ROWS, "gzip"),
        (ROWS, "deflate"),
    ],
)
def test_a_body_is_unpacked_as_it_was_packed(body, encoding):
    with serving(reply(body=body, Content_Encoding=encoding)) as server:
        assert ask(server).body == ROWS


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_an_answer_has_a_largest_size(packed):
    body, more = b" " * (5 << 20), {}
    if packed:
        body, more = gzip.compress(body, mtime=0), {"Content_Encoding": "gzip"}
    with serving(reply(body=body, **more)) as server, pytest.raises(EndpointError, match="more than 1 MB"):
        ask(server, QUICK._replace(most_bytes=1 << 20))


def test_an_idle_connection_that_was_closed_is_opened_again():
    def last(handler):
        reply()(handler)
        handler.close_connection = True

    with serving(last, reply()) as server:
        client = Client(server.address, QUICK._replace(retries=0))
        assert client.ask("ASK {}").body == client.ask("ASK {}").body == ROWS


def test_a_connection_is_kept():
    ports = []

    def note(handler):
        ports.append(handler.client_address)
        reply()(handler)

    with serving(note) as server:
        client = Client(server.address)
        for _ in range(3):
            client.ask("ASK {}")
    assert len(set(ports)) == 1


# Redirects ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_on_the_same_host_is_followed(status):
    with serving(reply(status, b"", Location="/other/sparql"), reply()) as server:
        client = Client(server.address, QUICK)
        assert client.ask("ASK {}").body == client.ask("ASK {}").body == ROWS
        assert [asked.path for asked in server.asked] == ["/sparql", "/other/sparql", "/other/sparql"]
        assert server.asked[1].body == server.asked[0].body


@pytest.mark.parametrize(
    "target", ["http://localhost:{port}/sparql", "//example.org/sparql", "https://127.0.0.1:{port}/", ""]
)
def test_a_redirect_elsewhere_is_refused_and_nothing_is_sent_there(target, monkeypatch):
    monkeypatch.setenv("WENMAI_TOKEN", "t0ken")
    with serving(reply()) as elsewhere:
        port = elsewhere.address.split(":")[2].split("/")[0]
        with serving(reply(307, b"", Location=target.format(port=port))) as server:
            with pytest.raises(EndpointError, match="followed on the same host and port only") as error:
                ask(server)
            assert "t0ken" not in str(error.value)
        assert elsewhere.asked == []


def test_redirects_in_circles_end():
    with serving(reply(307, b"", Location="/sparql")) as server, pytest.raises(EndpointError, match="in circles"):
        ask(server)


# Credentials ----------------------------------------------------------------------------------------------------------


def only_for(wanted):
    def check(handler):
        known = handler.headers.get("Authorization") == wanted
        (reply() if known else reply(401, b"who?", "text/plain", WWW_Authenticate="Basic"))(handler)

    return check


def test_credentials_come_from_the_environment(monkeypatch):
    from base64 import b64encode

    with serving(only_for("Basic " + b64encode(f"阿文:{SECRET}".encode()).decode())) as server:
        with pytest.raises(EndpointError, match="set WENMAI_USER and WENMAI_PASSWORD, WENMAI_TOKEN, or WENMAI_HEADER"):
            ask(server)
        monkeypatch.setenv("WENMAI_USER", "阿文")
        monkeypatch.setenv("WENMAI_PASSWORD", SECRET)
        assert ask(server).body == ROWS
    with serving(only_for("Bearer abc.def")) as server:
        with pytest.raises(EndpointError, match="does not accept the credentials given"):
            ask(server)
        monkeypatch.delenv("WENMAI_USER")
        monkeypatch.setenv("WENMAI_TOKEN", "abc.def")
        assert ask(server).body == ROWS


def test_header_fields_of_ones_own_are_sent_and_never_shown(monkeypatch, notices):
    def check(handler):
        known = handler.headers.get("X-API-Key") == "s3cret-key" and handler.headers.get("X-Team") == "a: b"
        (reply() if known else reply(403, b"you sent s3cret-key", "text/plain"))(handler)

    with serving(check) as server:
        monkeypatch.setenv("WENMAI_HEADER", "X-API-Key: s3cret-key")
        with pytest.raises(EndpointError) as error:
            ask(server)
        assert "s3cret" not in str(error.value)
        monkeypatch.setenv("WENMAI_HEADER", "\nX-API-Key: s3cret-key\r\nX-Team:a: b\n")
        assert ask(server).body == ROWS
    odd = reply(500, b"your s3cret-key is odd", "text/plain")
    with serving(odd) as server, pytest.raises(EndpointError, match=r"your \*\*\* is odd"):
        ask(server)
    connect("http://example.org/sparql")
    assert "unencrypted" in notices[0]


def test_a_server_is_told_who_asks_and_that_is_no_secret(monkeypatch, wenmai):
    """As Wikimedia's policy has it: a name, and how to reach a person."""

    def check(handler):
        words = b"Forbidden: please set a User-Agent that follows our policy"
        (reply() if "@" in handler.headers["User-Agent"] else reply(403, words, "text/plain"))(handler)

    with serving(check) as server:
        ran = wenmai("search", "北京", "-g", server.address)
        assert ran.status == 6
        assert "wants to know who asks (HTTP 403" in ran.err
        assert "WENMAI_HEADER='User-Agent: …'" in ran.err
        monkeypatch.setenv("WENMAI_HEADER", "user-agent: Somebody/1 (somebody@example.org)")
        assert ask(server).body == ROWS
        assert not Client(server.address, QUICK).secret
        assert {name.lower() for name in server.asked[-1].headers} >= {"user-agent", "accept"}
        assert server.asked[-1].headers["User-Agent"].startswith("Somebody/1")
    assert server.asked[0].headers["User-Agent"].startswith("wenmai")


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("s3cret-key", "line 1 of WENMAI_HEADER is not a header field"),
        ("X-A: b\nX B: s3cret-key", "line 2 of WENMAI_HEADER is not a header field"),
        ("X-A: s3cret-key\x0bé", "line 1 of WENMAI_HEADER is not a header field"),
        ("Host: s3cret-key", "may not set Host"),
        ("content-LENGTH: 5", "may not set content-LENGTH"),
    ],
)
def test_a_header_field_that_cannot_be_sent_is_refused(monkeypatch, field, sentence):
    monkeypatch.setenv("WENMAI_HEADER", field)
    with pytest.raises(InputError, match=sentence) as error:
        Client("http://localhost/")
    assert "s3cret" not in str(error.value)


def test_credentials_in_the_address_are_used_and_never_shown(notices):
    from base64 import b64encode
    from urllib.parse import quote

    with serving(only_for("Basic " + b64encode(f"me:{SECRET}".encode()).decode())) as server:
        address = server.address.replace("//", f"//me:{quote(SECRET, safe='')}@")
        source = connect(address)
        assert source.client.ask("ASK {}").body == ROWS
        assert source.locations == (server.address,)
    with pytest.raises(EndpointError) as error:
        connect(address).client.ask("ASK {}")
    for text in (str(error.value), repr(source.locations), *notices):
        assert "ss" not in text


@pytest.mark.parametrize(
    "address", ["http://me:pa/ss@host/", "http://me:pa ss@host/", "ftp://me:pass@host/", "http://me:pass@:80/"]
)
def test_an_address_that_cannot_be_used_hides_its_password(address):
    with pytest.raises(InputError) as error:
        Client(address)
    assert "ss" not in str(error.value).replace("address", "")


def test_a_token_cannot_smuggle_a_header(monkeypatch):
    monkeypatch.setenv("WENMAI_TOKEN", "a\r\nX-Evil: 1")
    with pytest.raises(InputError, match="WENMAI_TOKEN is not a token"):
        Client("http://localhost/")


def test_credentials_over_an_open_network_are_noticed(monkeypatch, notices):
    monkeypatch.setenv("WENMAI_USER", "me")
    connect("https://example.org/sparql")
    connect("http://127.0.0.1:7878/")
    assert notices == []
    connect("http://example.org/sparql")
    assert "unencrypted" in notices[0]


# Wrong answers --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (
            reply(body=b"<html><h1>Welcome</h1></html>", media_type="text/html"),
            "answered with a web page (text/html), not with SPARQL",
        ),
        (reply(body=ROWS[:-20]), "cannot be read: it ends early"),
        (reply(body=b'{"head": {}, "boolean": true}'), "yes or no where rows were asked for"),
        (reply(body=b"[" * 100_000), "cannot be read"),
        (reply(body=b"\xff\xfe{"), "cannot be read"),
        (reply(body=b'{"results": {"bindings": [{"n": {"type": "uri"}}]}}'), "is not a table"),
        (reply(body=b"<sparql", media_type="application/sparql-results+xml"), "cannot be read"),
        (reply(404, b"no such page", "text/plain"), "HTTP 404: no such page"),
        (reply(500, b"<b>Oops\x1b[31m</b>" + b"x" * 1000, "text/html"), "HTTP 500: Oops"),
    ],
)
def test_a_wrong_answer_is_one_sentence(answer, sentence, wenmai):
    with serving(answer) as server:
        ran = wenmai("search", "北京", "-g", server.address)
    assert ran.status == 6
    assert sentence in ran.err
    assert ran.err.count("\n") == 1
    assert "\x1b" not in ran.err
    assert len(ran.err) < 500


def test_a_refused_query_is_told_in_the_servers_words():
    with serving(reply(400, b"line 1: syntax error", "text/plain")) as server, pytest.raises(Refused) as error:
        ask(server)
    assert error.value.words == "line 1: syntax error"
    assert [asked.method for asked in server.asked] == ["POST", "GET"]


def test_a_server_that_takes_no_post_is_asked_by_get():
    with serving(reply(405, b""), reply()) as server:
        client = Client(server.address + "?default-graph-uri=urn:g", QUICK)
        client.ask("ASK { ?北 ?p ?o }")
        client.ask("ASK {}")
    assert [asked.method for asked in server.asked] == ["POST", "GET", "GET"]
    assert server.asked[1].path == "/sparql?default-graph-uri=urn:g&query=ASK+%7B+%3F%E5%8C%97+%3Fp+%3Fo+%7D"


@pytest.mark.parametrize("headers", [{"X_SQL_State": "S1TAT"}, {"X_SPARQL_MaxRows": "10000"}])
def test_a_part_of_an_answer_is_said_to_be_one(headers, notices):
    with serving(reply(**headers)) as server:
        source = connect(server.address)
        dataset = Dataset(source.client)
        dataset.select(dataset.query("SELECT ?n {}"), term("n"))
    assert notices == [f"{source.client.shown} gave only a part of its answer to one question, by a limit of its own"]


@pytest.mark.parametrize("broken_off", [reply(206, COUNTED), reply(200, COUNTED, X_SQL_State="S1TAT")])
def test_what_was_counted_in_part_is_no_count(broken_off, notices):
    """Virtuoso gives what it counted until its time was up, with status 206 or a field that says so."""
    with serving(broken_off) as server:
        dataset = Dataset(connect(server.address).client)
        query = dataset.query("SELECT ?c {}")
        with pytest.raises(EndpointError, match="counted a part only, by a limit of its own"):
            dataset.select(query, number("c"))
        assert dataset.select(query, term("c"))
    assert len(notices) == 1


def test_nobody_is_there(wenmai):
    with serving(reply()) as server:
        address = server.address
    ran = wenmai("search", "北京", "-g", address)
    assert (ran.status, ran.out) == (6, "")
    assert ran.err == f"wenmai: {address} cannot be reached: Connection refused\n"
