/** Looks at everything that a call needs from where this browser is, and says what it found. Asks for no device. */
import type { CheckAnswer, IceServer } from "../../protocol";
import type { Clock } from "../clock";
import { Store } from "../store";
import {
  boxAway,
  type Finding,
  inOrder,
  judgeClock,
  judgeDirect,
  judgePage,
  judgePaths,
  judgeSocket,
  judgeSpeed,
  judgeTrust,
} from "./findings";
import { type Credentials, type PathTools, probePaths, transportOf } from "./paths";
import { measureRelay } from "./relaySpeed";

export interface CheckParts {
  clock: Clock;
  isSecure: boolean;
  createConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  /** One that the box closes as soon as it is open. */
  openSocket: () => WebSocket;
  check: () => Promise<CheckAnswer>;
  /** Of whoever is logged in or a guest; `undefined` for everybody else. */
  iceServers: () => Promise<IceServer[] | undefined>;
}

export interface CheckState {
  status: "idle" | "running" | "done";
  /** Those that are there by now, in the order of `SUBJECTS`. */
  findings: readonly Finding[];
  /** What the box said of itself and of this device's place. */
  box: CheckAnswer | null;
}

const SOCKET_PATIENCE_MS = 8_000;
const GATHER_PATIENCE_MS = 5_000;

export class CheckService {
  readonly state = new Store<CheckState>({ status: "idle", findings: [], box: null });
  readonly #parts: CheckParts;

  constructor(parts: CheckParts) {
    this.#parts = parts;
  }

  /** Once at a time. Never throws. */
  async run(): Promise<void> {
    if (this.state.get().status === "running") return;
    this.state.set({ status: "running", findings: [], box: null });
    const asked = this.#parts.clock.now();
    const box = await this.#parts.check().catch(() => null);
    if (box === null) {
      this.state.set({ status: "done", findings: [boxAway()], box: null });
      return;
    }
    const halfway = (asked + this.#parts.clock.now()) / 2;
    this.state.patch({ box });
    this.#found(judgePage(this.#parts.isSecure), judgeClock(halfway - Date.parse(box.serverTime)));
    await Promise.all([this.#lookAtSocket(), this.#lookAtRelay(box), this.#lookAround()]);
    this.state.patch({ status: "done" });
  }

  async #lookAtSocket(): Promise<void> {
    const { clock, openSocket } = this.#parts;
    const opens = await new Promise<boolean>((settle) => {
      const socket = openSocket();
      socket.onopen = () => settle(true);
      socket.onerror = () => settle(false);
      socket.onclose = () => settle(false);
      clock.after(SOCKET_PATIENCE_MS, () => settle(false));
    });
    this.#found(judgeSocket(opens));
  }

  async #lookAtRelay(box: CheckAnswer): Promise<void> {
    const iceServers = await this.#parts.iceServers().catch(() => undefined);
    const paths = await probePaths(box.relayUrls, credentialsIn(iceServers), this.#tools());
    this.#found(...judgePaths(paths), judgeTrust(box, paths));
    // After the paths: what goes over them would be measured too.
    this.#found(judgeSpeed(iceServers === undefined ? null : await measureRelay(iceServers, this.#tools())));
  }

  /** What this browser tells others in the same network of where it is. */
  async #lookAround(): Promise<void> {
    const { clock, createConnection } = this.#parts;
    const connection = createConnection({});
    const addresses: string[] = [];
    await new Promise<void>((settle) => {
      connection.onicecandidate = ({ candidate }) => {
        const [, , , , address, , , type] = candidate?.candidate.split(" ") ?? [];
        if (address !== undefined && type === "host") addresses.push(address);
      };
      connection.onicegatheringstatechange = () => {
        if (connection.iceGatheringState === "complete") settle();
      };
      clock.after(GATHER_PATIENCE_MS, settle);
      connection.createDataChannel("check");
      connection.setLocalDescription().catch(() => settle());
    });
    connection.close();
    this.#found(judgeDirect(addresses));
  }

  #tools(): PathTools {
    return { clock: this.#parts.clock, createConnection: this.#parts.createConnection };
  }

  #found(...findings: Finding[]): void {
    this.state.patch({ findings: inOrder([...this.state.get().findings, ...findings]) });
  }
}

function credentialsIn(servers: readonly IceServer[] | undefined): Credentials | undefined {
  const relay = servers?.find(({ urls }) => urls.some((url) => transportOf(url) !== undefined));
  if (relay?.username === undefined || relay.credential === undefined) return undefined;
  return { username: relay.username, credential: relay.credential };
}
