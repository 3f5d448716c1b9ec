/**
 * Tells the box what went wrong in this page, for its administrator to read: nothing leaves the building. Scrubbed,
 * each failure once in a while, and few in all, because what fails in a loop would fill the box. Reporting never fails.
 */
import type { ClientErrorReport } from "../../protocol";
import type { Clock } from "../clock";
import { scrub } from "./scrub";

export interface ErrorReporterOptions {
  send: (report: ClientErrorReport) => Promise<void>;
  clock: Clock;
  /** The page's path, without what stands behind it. */
  path: () => string;
}

const MOST_PER_PAGE = 20;
const SAME_AGAIN_AFTER_MS = 60_000;
const MESSAGE_LIMIT = 500;
/** The box keeps no more. */
const STACK_LIMIT = 2_000;

export class ErrorReporter {
  readonly #options: ErrorReporterOptions;
  readonly #lastSent = new Map<string, number>();
  #sent = 0;

  constructor(options: ErrorReporterOptions) {
    this.#options = options;
  }

  /** @param component where in the page, as the framework tells it */
  report(error: unknown, component?: string): void {
    const { send, clock, path } = this.#options;
    const { message, stack } = describe(error);
    const scrubbed: ClientErrorReport = {
      message: scrub(message).slice(0, MESSAGE_LIMIT),
      path: scrub(path()),
      ...(stack === undefined ? {} : { stack: scrub(stack).slice(0, STACK_LIMIT) }),
      ...(component === undefined ? {} : { component }),
    };
    const same = `${scrubbed.message}\n${scrubbed.stack?.slice(0, 300)}`;
    const last = this.#lastSent.get(same);
    if (last !== undefined && clock.now() - last < SAME_AGAIN_AFTER_MS) return;
    if (this.#sent >= MOST_PER_PAGE) return;
    this.#sent += 1;
    this.#lastSent.set(same, clock.now());
    send(scrubbed).catch(() => undefined);
  }
}

function describe(error: unknown): { message: string; stack: string | undefined } {
  if (error instanceof Error) return { message: `${error.name}: ${error.message}`, stack: error.stack };
  return { message: String(error), stack: undefined };
}
