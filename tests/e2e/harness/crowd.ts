/**
 * Many people in one page, for a room that is full: each has a seat, a camera and a connection to one other. Among
 * themselves they have none, which is what makes them cheap.
 */
import type { Person } from "./person.ts";

interface CrowdRequest {
  invite: string;
  /** Connection id of whom they talk to. */
  audience: string;
  names: readonly string[];
}

/** @param page somebody's who is on any page of the box */
export async function bringCrowd({ page }: Person, request: CrowdRequest): Promise<void> {
  await page.evaluate(enterAll, request);
}

/** Runs in the page. */
async function enterAll({ invite, audience, names }: CrowdRequest): Promise<void> {
  const { pathname, hash } = new URL(invite);
  const [roomId, accessToken] = [pathname.split("/").at(-1), hash.slice(1)];
  // The rate is the fake camera's own: another one could freeze it for everybody.
  const video = { width: 160, height: 120, frameRate: 5 };
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video });
  for (const name of names) await enter(name);

  async function enter(displayName: string): Promise<void> {
    const answer = await fetch(`/api/rooms/${roomId}/guests`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ accessToken, displayName }),
    });
    if (!answer.ok) throw new Error(`${displayName}: ${answer.status} ${await answer.text()}`);
    const guest = await answer.json();
    const socket = new WebSocket(`wss://${location.host}/ws`, ["neko.v1", `bearer.${guest.accessToken}`]);
    const send = (message: object) => socket.send(JSON.stringify(message));
    await new Promise<void>((seated) => {
      const receive = receiver(send, seated);
      let chain = Promise.resolve();
      socket.onmessage = ({ data }) => {
        chain = chain.then(() => receive(JSON.parse(data)));
      };
    });
  }

  function receiver(send: (message: object) => void, seated: () => void) {
    const pc = new RTCPeerConnection();
    pc.onicecandidate = ({ candidate }) => send({ type: "ice-candidate", to: audience, candidate });
    const answer = async (sdp: string) => {
      await pc.setRemoteDescription({ type: "offer", sdp });
      for (const track of stream.getTracks()) {
        const slot = pc.getTransceivers().find(
          ({
            receiver: {
              track: { kind },
            },
          }) => kind === track.kind,
        );
        if (slot === undefined) continue;
        slot.direction = "sendrecv";
        await slot.sender.replaceTrack(track);
      }
      await pc.setLocalDescription();
      send({ type: "answer", to: audience, sdp: pc.localDescription?.sdp });
    };
    return async (message: { type: string; from?: string; sdp: string; candidate: RTCIceCandidateInit }) => {
      if (message.type === "connected") send({ type: "join-room", roomId, accessToken });
      if (message.type === "room-joined") {
        send({ type: "media-state", audio: true, video: true, screen: false });
        seated();
      }
      if (message.from !== audience) return;
      if (message.type === "offer") await answer(message.sdp);
      if (message.type === "ice-candidate" && message.candidate !== null)
        await pc.addIceCandidate(message.candidate);
    };
  }
}
