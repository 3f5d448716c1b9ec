/** The real binary on a free port and a data directory of its own. */
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

type Process = ChildProcessByStdio<null, Readable, Readable>;

const BINARY = process.env["NEKO_BIN"] ?? resolve(import.meta.dirname, "../../../target/debug/neko");
const START_DEADLINE_MS = 30_000;
const STOP_DEADLINE_MS = 15_000;
const READY = /^neko ready (\S+)$/m;
const SETUP_LINK = /^Set up the first admin: (\S+)$/m;

export interface BoxOptions {
  /** Whether anybody may create an account. */
  openRegistration: boolean;
}

export class Box {
  /** `https://127.0.0.1:PORT` */
  origin = "";
  /** The one-time link that a box without an admin prints. */
  setupLink = "";
  /** Everything it has said until now. */
  log = "";
  readonly #dataDir: string;
  readonly #options: BoxOptions;
  #process: Process | undefined;

  private constructor(dataDir: string, options: BoxOptions) {
    this.#dataDir = dataDir;
    this.#options = options;
  }

  static async start(options: BoxOptions): Promise<Box> {
    const box = new Box(await mkdtemp(join(tmpdir(), "neko-e2e-")), options);
    const output = await box.#run("127.0.0.1:0", [READY, SETUP_LINK]);
    box.origin = READY.exec(output)?.[1] ?? "";
    box.setupLink = SETUP_LINK.exec(output)?.[1] ?? "";
    return box;
  }

  /** Where it keeps its keys and all it knows. */
  get dataDir(): string {
    return this.#dataDir;
  }

  get setupToken(): string {
    return new URL(this.setupLink).hash.slice(1);
  }

  /** Comes back at the same address with the same data. */
  async startAgain(): Promise<void> {
    await this.#run(new URL(this.origin).host, [READY]);
  }

  /** The same for a box that has nobody yet, which prints another link. From here on it stays at its address. */
  async startAgainNew(): Promise<void> {
    const output = await this.#run(new URL(this.origin).host, [READY, SETUP_LINK]);
    this.setupLink = SETUP_LINK.exec(output)?.[1] ?? "";
  }

  /** Asks it to go down, and waits until it has. */
  async stop(): Promise<void> {
    await this.#end("SIGTERM");
  }

  /** As a power cut would. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** Stops it and takes its data away. */
  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.#dataDir, { recursive: true, force: true });
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, "exit");
    child.kill(signal);
    const killer = setTimeout(() => child.kill("SIGKILL"), STOP_DEADLINE_MS);
    await exited;
    clearTimeout(killer);
  }

  /** @returns what it printed until it had said all of `lines` */
  async #run(listen: string, lines: readonly RegExp[]): Promise<string> {
    const flags = ["--data-dir", this.#dataDir, "--listen", listen, "--log-level", "debug"];
    // Everybody in these tests lives on one machine.
    flags.push("--relay-allow-loopback");
    if (this.#options.openRegistration) flags.push("--open-registration");
    const child = spawn(BINARY, ["serve", ...flags], {
      stdio: ["ignore", "pipe", "pipe"],
      env: ownEnvironment(),
    });
    this.#process = child;
    createInterface({ input: child.stderr }).on("line", (line) => {
      this.log += `${line}\n`;
    });
    return new Promise((ready, reject) => {
      let output = "";
      const fail = (why: string) => reject(new Error(`${BINARY} ${why}\n${this.log}`));
      const deadline = setTimeout(() => fail("was not ready in time"), START_DEADLINE_MS);
      child.once("error", ({ message }) => fail(`can't be started: ${message}. Build it, or set NEKO_BIN.`));
      child.once("exit", (code, signal) => {
        clearTimeout(deadline);
        fail(`ended with ${code ?? signal}`);
      });
      createInterface({ input: child.stdout }).on("line", (line) => {
        output += `${line}\n`;
        this.log += `${line}\n`;
        if (!lines.every((expected) => expected.test(output))) return;
        clearTimeout(deadline);
        ready(output);
      });
    });
  }
}

/** The settings of whoever runs the tests are not the box's. */
function ownEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("NEKO_")));
}
