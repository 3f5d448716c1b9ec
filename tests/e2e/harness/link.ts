/** The way from one person's network to everybody else, in the namespaces that `tests/netns/run` makes. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export class Link {
  readonly #tag: string;

  /** @param tag what the names of the namespaces begin with */
  constructor(tag: string) {
    this.#tag = tag;
  }

  /** As a laptop's Wi-Fi goes: its address stays, its route goes. */
  async goDown(): Promise<void> {
    await run("ip", ["-n", `${this.#tag}-A`, "link", "set", "eth0", "down"]);
  }

  async comeUp(): Promise<void> {
    await run("ip", ["-n", `${this.#tag}-A`, "link", "set", "eth0", "up"]);
    await run("ip", ["-n", `${this.#tag}-A`, "route", "add", "default", "via", "10.1.0.1"]);
  }

  /** Of the datagrams on the way out. */
  async lose(percent: number): Promise<void> {
    const some = `numgen random mod 100 < ${percent}`;
    await this.#atRouter("nft", `add rule ip t out oifname wan meta l4proto udp ${some} drop`);
  }

  /** Lets no more than this out, and keeps a third of a second of it waiting. */
  async carry(kbitPerSecond: number): Promise<void> {
    const shape = `rate ${kbitPerSecond}kbit burst 8k latency 300ms`;
    await this.#atRouter("tc", ...`qdisc add dev wan root tbf ${shape}`.split(" "));
  }

  /** Takes loss and limit away. */
  async mend(): Promise<void> {
    await this.#atRouter("nft", "flush chain ip t out");
    // There is none to delete after a mere loss.
    await this.#atRouter("tc", "qdisc", "replace", "dev", "wan", "root", "pfifo");
  }

  async #atRouter(program: string, ...parameters: string[]): Promise<void> {
    await run("ip", ["netns", "exec", `${this.#tag}-NA`, program, ...parameters]);
  }
}
