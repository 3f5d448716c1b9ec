/**
 * What two clients tell each other about their media, beside it on the same connection: which quality each wishes to
 * receive. A data channel that both sides know of (id 0), so it needs no signal of the box's and no negotiation of
 * its own. `docs/quality.md` has the message.
 */
import { QUALITY_CHOICES, type ReceiveQuality } from "./budget";

export const CONTROL_CHANNEL: { label: string; init: RTCDataChannelInit } = {
  label: "control",
  init: { negotiated: true, id: 0 },
};

export class ControlChannel {
  readonly #channel: RTCDataChannel;
  #wish: ReceiveQuality;

  constructor(channel: RTCDataChannel, wish: ReceiveQuality, onWish: (wish: ReceiveQuality) => void) {
    this.#channel = channel;
    this.#wish = wish;
    channel.onopen = () => this.#tell();
    channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const theirs = decodeWish(data);
      if (theirs !== undefined) onWish(theirs);
    };
  }

  setWish(wish: ReceiveQuality): void {
    if (wish === this.#wish) return;
    this.#wish = wish;
    this.#tell();
  }

  #tell(): void {
    if (this.#channel.readyState !== "open") return;
    this.#channel.send(JSON.stringify({ type: "receive-quality", quality: this.#wish }));
  }
}

/** `undefined` for anything else: another version may say more. */
export function decodeWish(data: unknown): ReceiveQuality | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const message = JSON.parse(data) as { type?: unknown; quality?: unknown } | null;
    if (message?.type !== "receive-quality" || message.quality === "auto") return undefined;
    return QUALITY_CHOICES.find((choice) => choice === message.quality) as ReceiveQuality | undefined;
  } catch {
    return undefined;
  }
}
