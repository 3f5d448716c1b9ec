import { Component, type ReactNode } from "react";

export interface BoundaryProps {
  /** What it keeps, for whoever reads that it failed. */
  name: string;
  children: ReactNode;
  /** Stands in for what failed; `retry` shows that again. */
  fallback: (retry: () => void) => ReactNode;
  /** Called before the next try, to let go of what the failed part held. */
  onRetry?: (() => void) | undefined;
  /** Tries again a few times by itself, for a part that a passing mishap may have broken. */
  isSelfHealing?: boolean;
}

const HEAL_AFTER_MS = [1_000, 4_000, 15_000];

/** Keeps a failure inside one part of the page. Who hears of it is decided at the root (see `main`). */
export class Boundary extends Component<BoundaryProps, { failed: boolean }> {
  override readonly state = { failed: false };
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidCatch(): void {
    const wait = this.props.isSelfHealing === true ? HEAL_AFTER_MS[this.#attempt] : undefined;
    this.#attempt += 1;
    clearTimeout(this.#timer);
    if (wait !== undefined) this.#timer = setTimeout(this.#retry, wait);
  }

  override componentWillUnmount(): void {
    clearTimeout(this.#timer);
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.fallback(this.#retry) : this.props.children;
  }

  readonly #retry = () => {
    clearTimeout(this.#timer);
    this.props.onRetry?.();
    this.setState({ failed: false });
  };
}
