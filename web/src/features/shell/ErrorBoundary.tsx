import type { ReactNode } from "react";
import { useTranslation } from "../../hooks/translation";
import { Boundary } from "../../ui/Boundary";
import { Button } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import "./shell.css";

interface ErrorBoundaryProps {
  children: ReactNode;
  /** What it keeps. */
  what: "app" | "room";
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

function Stumbled({ what, onRetry }: { what: ErrorBoundaryProps["what"]; onRetry: () => void }) {
  const { t } = useTranslation();
  const actions = (
    <>
      <Button onClick={onRetry}>{t("common.tryAgain")}</Button>
      <Button look="secondary" onClick={() => location.reload()}>
        {t("shell.reload")}
      </Button>
    </>
  );
  return (
    <main className="page" role="alert">
      <EmptyState
        title={what === "app" ? t("shell.appStumbled") : t("shell.roomStumbled")}
        actions={actions}
        level={1}
      >
        {t("shell.stumbledText")}
      </EmptyState>
    </main>
  );
}
