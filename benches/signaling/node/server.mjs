// A signaling server as one writes it for Node.js: the box's messages, over `ws`, `jsonwebtoken` and `bcrypt`, all in
// memory. Tuned: no compression, native masking, no list of clients inside `ws`, each broadcast serialised once, hashing on
// libuv's threads.
//
//     node server.mjs CERTIFICATE KEY
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import bcrypt from "bcrypt";
import jwt from "jsonwebtoken";
import { WebSocketServer } from "ws";

const BCRYPT_ROUNDS = 10;
const MAX_FRAME_BYTES = 65_536;
const MAX_CHAT_CHARACTERS = 2_000;
const CHAT_LINES_KEPT = 200;
const RELAYED = new Map([
  ["offer", "sdp"],
  ["answer", "sdp"],
  ["ice-candidate", "candidate"],
]);

const token = (bytes) => randomBytes(bytes).toString("base64url");
const secret = token(32);
const users = new Map();
const rooms = new Map();
const clients = new Map();

const [certificate, key] = process.argv.slice(2);
const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) }, (request, response) => {
  let body = "";
  request.on("data", (chunk) => (body += chunk));
  request.on("end", () => answer(request, body, response));
});

async function answer(request, body, response) {
  const reply = (status, value) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(JSON.stringify(value));
  };
  try {
    const given = JSON.parse(body);
    switch (request.url) {
      case "/api/auth/register": {
        const user = { id: token(12), username: given.username, displayName: given.username };
        users.set(given.username, { ...user, password: await bcrypt.hash(given.password, BCRYPT_ROUNDS) });
        return reply(201, { user, accessToken: sign(user) });
      }
      case "/api/auth/login": {
        const { password, ...user } = users.get(given.username) ?? {};
        if (!password || !(await bcrypt.compare(given.password, password))) {
          return reply(401, { code: "bad-credentials" });
        }
        return reply(200, { user, accessToken: sign(user) });
      }
      case "/api/rooms": {
        const { sub } = jwt.verify(request.headers.authorization.slice("Bearer ".length), secret);
        const room = { roomId: token(9), name: given.name, createdBy: sub, maxParticipants: given.maxParticipants };
        rooms.set(room.roomId, { ...room, seats: new Map(), chat: [] });
        return reply(201, { room });
      }
      default:
        return reply(404, { code: "not-found" });
    }
  } catch {
    return reply(400, { code: "invalid-input" });
  }
}

function sign({ id, username }) {
  return jwt.sign({ sub: id, username }, secret, { expiresIn: "10h" });
}

const sockets = new WebSocketServer({
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  maxPayload: MAX_FRAME_BYTES,
  handleProtocols: () => "neko.v1",
});

server.on("upgrade", (request, socket, head) => {
  let claims;
  try {
    const protocols = request.headers["sec-websocket-protocol"].split(",").map((name) => name.trim());
    claims = jwt.verify(protocols.find((name) => name.startsWith("bearer.")).slice("bearer.".length), secret);
  } catch {
    socket.end("HTTP/1.1 401 Unauthorized\r\n\r\n");
    return;
  }
  sockets.handleUpgrade(request, socket, head, (ws) => connect(ws, claims));
});

function connect(ws, claims) {
  const { password: _, ...user } = users.get(claims.username);
  const client = { ws, id: token(16), user, room: null, seat: null };
  clients.set(client.id, client);
  ws.on("message", (data, isBinary) => handle(client, data, isBinary));
  ws.on("error", () => ws.terminate());
  ws.on("close", () => {
    leave(client, "disconnected");
    clients.delete(client.id);
  });
  say(client, { type: "connected", connectionId: client.id, user, resumeToken: token(32) });
}

function handle(client, data, isBinary) {
  let message;
  try {
    if (isBinary) throw new Error("binary");
    message = JSON.parse(data.toString());
  } catch {
    return fail(client, "bad-message");
  }
  const { type } = message;
  const field = RELAYED.get(type);
  if (field) return relay(client, type, message.to, field, message[field]);
  switch (type) {
    case "join-room":
      return join(client, message.roomId);
    case "leave-room":
      return leave(client, "left");
    case "chat-message":
      return chat(client, message.text);
    case "media-state":
      return setMedia(client, message);
    case "ping":
      return say(client, { type: "pong" });
    default:
      return fail(client, "unknown-type");
  }
}

function join(client, roomId) {
  const room = rooms.get(roomId);
  if (!room) return fail(client, "room-not-found");
  if (client.room) return fail(client, "already-in-room");
  if (room.seats.size >= room.maxParticipants) return fail(client, "room-full");
  const { id, displayName } = client.user;
  client.seat = {
    connectionId: client.id,
    userId: id,
    displayName,
    joinedAt: new Date().toISOString(),
    media: { audio: false, video: false, screen: false },
  };
  const { seats, chat, ...shown } = room;
  const participants = [...seats.values()].map((other) => other.seat);
  say(client, {
    type: "room-joined",
    room: { ...shown, currentParticipants: seats.size + 1 },
    self: client.seat,
    participants,
    chat,
    iceServers: [{ urls: ["stun:127.0.0.1:3478"] }],
    mode: "mesh",
  });
  seats.set(client.id, client);
  client.room = room;
  broadcast(room, { type: "user-joined", participant: client.seat }, client);
}

function leave(client, reason) {
  const { room } = client;
  if (!room) return;
  client.room = null;
  room.seats.delete(client.id);
  broadcast(room, { type: "user-left", connectionId: client.id, reason });
}

function relay(client, type, to, field, payload) {
  if (!client.room) return fail(client, "not-in-room");
  const peer = client.room.seats.get(to);
  if (!peer || peer === client) return fail(client, "peer-not-found");
  const isWhole = field === "sdp" ? typeof payload === "string" : typeof payload === "object";
  if (!isWhole) return fail(client, "bad-message");
  say(peer, { type, from: client.id, [field]: payload });
}

function chat(client, text) {
  if (!client.room) return fail(client, "not-in-room");
  if (typeof text !== "string" || !text.trim() || text.length > MAX_CHAT_CHARACTERS) return fail(client, "bad-message");
  const line = {
    messageId: token(12),
    from: client.id,
    displayName: client.user.displayName,
    text: text.trim(),
    sentAt: new Date().toISOString(),
  };
  client.room.chat.push(line);
  if (client.room.chat.length > CHAT_LINES_KEPT) client.room.chat.shift();
  broadcast(client.room, { type: "chat-message", ...line });
}

function setMedia(client, { audio, video, screen }) {
  if (!client.room) return fail(client, "not-in-room");
  client.seat.media = { audio, video, screen };
  broadcast(client.room, { type: "media-state", from: client.id, audio, video, screen }, client);
}

function broadcast(room, message, except) {
  const text = JSON.stringify(message);
  for (const client of room.seats.values()) {
    if (client !== except) client.ws.send(text);
  }
}

function fail(client, code) {
  say(client, { type: "error", code, message: code, correlationId: token(9) });
}

function say(client, message) {
  client.ws.send(JSON.stringify(message));
}

server.listen({ port: 0, host: "127.0.0.1", backlog: 4096 }, () => {
  console.log(`ready ${server.address().port}`);
});
