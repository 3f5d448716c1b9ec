import { Component, type ReactNode } from "react";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import "./shell.css";

interface ErrorBoundaryProps {
  children: ReactNode;
  /** What failed, as the person would call it: "Neko", "The room". */
  what: string;
  /** Called before the next try, to let go of what the failed part held. */
  onRetry?: () => void;
}

/** Keeps a failure inside one part of the page, and offers that part again. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { failed: boolean }> {
  override readonly state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    const actions = (
      <>
        <Button onClick={this.#retry}>Try again</Button>
        <Button look="secondary" onClick={() => location.reload()}>
          Reload the page
        </Button>
      </>
    );
    return (
      <main className="page" role="alert">
        <EmptyState title={`${this.props.what} stumbled`} actions={actions} level={1}>
          Something on this page went wrong. It is not your fault, and nothing was lost on the box.
        </EmptyState>
      </main>
    );
  }

  readonly #retry = () => {
    this.props.onRetry?.();
    this.setState({ failed: false });
  };
}
