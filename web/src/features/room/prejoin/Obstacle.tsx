import { Link, useLocation } from "react-router";
import { useAuth } from "../../../hooks/auth";
import { useTranslation } from "../../../hooks/translation";
import type { Sentence } from "../../../i18n/sentences";
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
  const { t } = useTranslation();
  const actions = (
    <>
      {isAuthenticated ? (
        <Link to="/dashboard" className={buttonClass()}>
          {t("common.goToRooms")}
        </Link>
      ) : (
        <Link to="/login" state={{ from: location }} className={buttonClass()}>
          {t("common.logIn")}
        </Link>
      )}
      {onRetry && (
        <Button look="secondary" onClick={onRetry}>
          {t("common.tryAgain")}
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
