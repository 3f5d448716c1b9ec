/** Which React components render, told by the places in the page that they draw: the names are gone in the build. */
import type { BrowserContext, Page } from "@playwright/test";

interface RenderLog {
  commits: number;
  /** The outermost element of each component that rendered: the path to it, by tag and class. */
  places: string[];
}

declare global {
  interface Window {
    renderLog: RenderLog;
  }
}

export class Renders {
  readonly #page: Page;

  private constructor(page: Page) {
    this.#page = page;
  }

  /** Before the page is opened. */
  static async of(context: BrowserContext, page: Page): Promise<Renders> {
    await context.addInitScript(watchCommits);
    return new Renders(page);
  }

  /** Forgets what was until now. */
  async restart(): Promise<void> {
    await this.#page.evaluate(() => {
      window.renderLog = { commits: 0, places: [] };
    });
  }

  log(): Promise<RenderLog> {
    return this.#page.evaluate(() => window.renderLog);
  }
}

/** Runs in the page, before React, which tells its developer tools of every commit. */
function watchCommits(): void {
  interface Fiber {
    tag: number;
    flags: number;
    child: Fiber | null;
    sibling: Fiber | null;
    return: Fiber | null;
    alternate: Fiber | null;
    stateNode: unknown;
  }
  // Of React: class, function, forwarded and memoized components; and "this one's render ran".
  const COMPONENTS = [0, 1, 11, 14, 15];
  const PERFORMED_WORK = 1;
  window.renderLog = { commits: 0, places: [] };
  const hook = {
    isDisabled: false,
    supportsFiber: true,
    renderers: new Map(),
    inject: () => 1,
    onCommitFiberUnmount: () => undefined,
    onPostCommitFiberRoot: () => undefined,
    onCommitFiberRoot: (_: number, root: { current: Fiber }) => {
      window.renderLog.commits += 1;
      visit(root.current, root.current.alternate);
    },
  };
  Object.assign(window, { __REACT_DEVTOOLS_GLOBAL_HOOK__: hook });

  /** Down to wherever this commit changed anything: what it left alone has the same children as before. */
  function visit(fiber: Fiber, before: Fiber | null): void {
    const hasRendered = before === null || (fiber.flags & PERFORMED_WORK) !== 0;
    if (COMPONENTS.includes(fiber.tag) && hasRendered) window.renderLog.places.push(placeOf(fiber));
    if (before !== null && fiber.child === before.child) return;
    for (let child = fiber.child; child !== null; child = child.sibling) visit(child, child.alternate);
  }

  function placeOf(fiber: Fiber): string {
    let drawn: Fiber | null = fiber;
    while (drawn !== null && !(drawn.stateNode instanceof Element)) drawn = drawn.child;
    // What draws nothing is told by what it is in.
    for (let parent: Fiber | null = fiber; drawn === null && parent !== null; parent = parent.return) {
      if (parent.stateNode instanceof Element) drawn = parent;
    }
    let path = "";
    for (let element = drawn?.stateNode as Element | null; element; element = element.parentElement) {
      path = `${element.localName}${[...element.classList].map((name) => `.${name}`).join("")} ${path}`;
    }
    return path.trim();
  }
}
