"""Two people in a call on an installed box, from outside, as a browser would: over TLS, trusting the box's own CA alone.

    call.py first SET-UP-TOKEN     makes the admin and a room, and keeps the admin's session in a file
    call.py again                  finds both, and comes in by the session that was kept
    call.py restored               finds both, and logs in: the session went on after the backup

Prints a line for each thing that was seen; ends with an error at the first that is not as it should be.
"""

import asyncio
import http.client
import http.cookiejar
import json
import pathlib
import ssl
import sys
import urllib.request

import websockets

HOST = "10.0.2.15"
ORIGIN = f"https://{HOST}"
CA = "/var/lib/neko/tls/ca.pem"
COOKIES, ROOM = pathlib.Path("/root/cookies"), pathlib.Path("/root/room.json")
PASSWORD = "correct horse battery"
LOG_IN = {"username": "root", "password": PASSWORD, "rememberMe": True}
PATIENCE = 60


def saw(what):
    print(f"saw {what}", flush=True)


class Caller:
    """Someone with a session: in a jar of cookies as a browser keeps it, or as a token."""

    def __init__(self, jar=None, token=None):
        self.token = token
        self.tls = ssl.create_default_context(cafile=CA)
        handlers = [urllib.request.HTTPSHandler(context=self.tls)]
        if jar is not None:
            handlers.append(urllib.request.HTTPCookieProcessor(jar))
        self.opener = urllib.request.build_opener(*handlers)

    def ask(self, method, path, body=None):
        """The JSON that the box answers; anything but a success is an error."""
        headers = {"Origin": ORIGIN}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        data = None if body is None else json.dumps(body).encode()
        if data is not None:
            headers["Content-Type"] = "application/json"
        request = urllib.request.Request(ORIGIN + path, data, headers, method=method)
        with self.opener.open(request, timeout=PATIENCE) as answer:
            text = answer.read()
        return json.loads(text) if text else {}

    async def connect(self):
        """The signaling socket, greeted."""
        protocols = ["neko.v1", f"bearer.{self.token}"]
        socket = await websockets.connect(f"wss://{HOST}/ws", ssl=self.tls, subprotocols=protocols, open_timeout=PATIENCE)
        greeting = await hear(socket, "connected")
        return socket, greeting["connectionId"]


async def hear(socket, kind):
    """The next message, which must be of this kind."""
    message = json.loads(await asyncio.wait_for(socket.recv(), PATIENCE))
    assert message["type"] == kind, message
    return message


async def say(socket, **message):
    await socket.send(json.dumps(message))


async def call(room, host, guest):
    """Both take a seat; offer, answer and candidate cross, and a line of chat reaches both."""
    (one, one_id), (two, two_id) = await host.connect(), await guest.connect()
    await say(one, type="join-room", roomId=room["roomId"])
    assert (await hear(one, "room-joined"))["participants"] == []
    await say(two, type="join-room", roomId=room["roomId"], accessToken=room["accessToken"])
    joined = await hear(two, "room-joined")
    assert [other["connectionId"] for other in joined["participants"]] == [one_id], joined
    assert joined["iceServers"], joined
    assert (await hear(one, "user-joined"))["participant"]["connectionId"] == two_id
    saw("two people in a room")
    candidate = {"candidate": "candidate:1 1 udp 2130706431 10.0.2.15 50000 typ host", "sdpMid": "0", "sdpMLineIndex": 0}
    for sender, receiver, to, came_from, message in [
        (one, two, two_id, one_id, {"type": "offer", "sdp": "v=0\r\n"}),
        (two, one, one_id, two_id, {"type": "answer", "sdp": "v=0\r\n"}),
        (one, two, two_id, one_id, {"type": "ice-candidate", "candidate": candidate}),
    ]:
        await say(sender, to=to, **message)
        heard = await hear(receiver, message["type"])
        expected = {**message, "from": came_from}
        assert {key: heard.get(key) for key in expected} == expected, heard
    await say(two, type="chat-message", text="meow")
    for socket in (one, two):
        assert (await hear(socket, "chat-message"))["text"] == "meow"
    saw("offer, answer, candidate and chat cross")
    await two.close()
    assert (await hear(one, "user-left"))["connectionId"] == two_id
    await one.close()


def check_box(admin):
    health = admin.ask("GET", "/api/health")
    assert health["status"] == "ok", health
    saw(f"health ok, version {health['version']}, over TLS with the box's own CA")

    plain = http.client.HTTPConnection(HOST, 80, timeout=PATIENCE)
    plain.request("GET", "/dashboard")
    answer = plain.getresponse()
    assert (answer.status, answer.getheader("location")) == (308, f"{ORIGIN}/dashboard"), answer.headers
    saw("port 80 leads to HTTPS")

    urls = [url for server in admin.ask("GET", "/api/ice")["iceServers"] for url in server["urls"]]
    assert any(url.startswith("turn:") and HOST in url for url in urls), urls
    saw(f"ICE servers {' '.join(urls)}")
    check = admin.ask("POST", "/api/admin/relay/self-test")
    assert check["works"] and {one["transport"] for one in check["checks"]} == {"udp", "tcp", "tls"}, check
    saw("a TURN allocation and an echo through it over UDP, TCP and TLS")


def main():
    jar = http.cookiejar.LWPCookieJar(COOKIES)
    admin = Caller(jar)
    if sys.argv[1] == "first":
        account = {"username": "root", "email": "root@box.lan", "password": PASSWORD, "displayName": "Root"}
        admin.ask("POST", "/api/setup", {"setupToken": sys.argv[2], **account})
        saw("the first admin made by the set-up link")
        session = admin.ask("POST", "/api/auth/login", LOG_IN)
        room = admin.ask("POST", "/api/rooms", {"name": "Staff"})["room"]
        ROOM.write_text(json.dumps(room))
        saw("a log-in, and a room made")
    else:
        room = json.loads(ROOM.read_text())
        if sys.argv[1] == "again":
            jar.load(ignore_discard=True)
            assert admin.ask("GET", "/api/auth/me")["user"]["username"] == "root"
            session = admin.ask("POST", "/api/auth/refresh")
            saw("the session from before holds and is renewed")
        else:
            session = admin.ask("POST", "/api/auth/login", LOG_IN)
            saw("the admin's password opens the box")
        found = admin.ask("GET", "/api/rooms")["rooms"]
        assert [one["roomId"] for one in found] == [room["roomId"]], found
        saw("the room is there")
    jar.save(ignore_discard=True)
    check_box(admin)
    path, invite = f"/api/rooms/{room['roomId']}/guests", {"accessToken": room["accessToken"], "displayName": "Guest"}
    guest = Caller().ask("POST", path, invite)
    asyncio.run(call(room, Caller(token=session["accessToken"]), Caller(token=guest["accessToken"])))


main()
