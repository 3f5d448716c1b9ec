import { Link, useLocation } from "react-router";
import type { Sentence } from "../../../core/sentences";
import { useAuth } from "../../../hooks/auth";
import { Button, buttonClass } from "../../../ui/Button";
import { EmptyState } from "../../../ui/EmptyState";
import { Page } from "../../shell/Page";

interface ObstacleProps {
  sentence: Sentence;
  /** Where asking again could help. */
  onRetry?: () => void;
}

/** Why this room can't be entered, and the way on. */
export function Obstacle({ sentence, onRetry }: ObstacleProps) {
  const { isAuthenticated } = useAuth();
  const location = useLocation();
  const actions = (
    <>
      {isAuthenticated ? (
        <Link to="/dashboard" className={buttonClass()}>
          Go to your rooms
        </Link>
      ) : (
        <Link to="/login" state={{ from: location }} className={buttonClass()}>
          Log in
        </Link>
      )}
      {onRetry && (
        <Button look="secondary" onClick={onRetry}>
          Try again
        </Button>
      )}
    </>
  );
  return (
    <Page title={sentence.title}>
      <EmptyState title={sentence.title} actions={actions} level={1}>
        {sentence.advice}
      </EmptyState>
    </Page>
  );
}
