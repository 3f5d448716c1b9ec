import type { ReactNode } from "react";
import { Boundary } from "../../ui/Boundary";
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

/** Keeps a failure inside one page, and offers that page again. */
export function ErrorBoundary({ children, what, onRetry }: ErrorBoundaryProps) {
  return (
    <Boundary name={what} onRetry={onRetry} fallback={(retry) => <Stumbled what={what} onRetry={retry} />}>
      {children}
    </Boundary>
  );
}

function Stumbled({ what, onRetry }: { what: string; onRetry: () => void }) {
  const actions = (
    <>
      <Button onClick={onRetry}>Try again</Button>
      <Button look="secondary" onClick={() => location.reload()}>
        Reload the page
      </Button>
    </>
  );
  return (
    <main className="page" role="alert">
      <EmptyState title={`${what} stumbled`} actions={actions} level={1}>
        Something on this page went wrong. It is not your fault, and nothing was lost on the box.
      </EmptyState>
    </main>
  );
}
