import { Link, Navigate, useLocation } from "react-router";
import type { CallEnd } from "../../core/call/CallService";
import { useAuth } from "../../hooks/auth";
import { useSignaling } from "../../hooks/signaling";
import { useTranslation } from "../../hooks/translation";
import { sentenceFor } from "../../i18n/sentences";
import { Button, buttonClass } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../shell/Page";

/** Ends that pressing "again" can't mend. */
const FINAL: readonly CallEnd[] = ["room-closed", "room-not-found"];

/** After the call: why it is over, and the way on. */
export function Ended({ end }: { end: CallEnd }) {
  const { isAuthenticated } = useAuth();
  const { call } = useSignaling();
  const translation = useTranslation();
  const { t } = translation;
  const location = useLocation();
  if (end === "left" && isAuthenticated) return <Navigate to="/dashboard" replace />;
  const sentence =
    end === "left" ? { title: t("ended.title"), advice: t("ended.text") } : sentenceFor(translation, end);
  const actions = (
    <>
      {!FINAL.includes(end) && (
        <Button onClick={() => call.reset()}>
          {end === "left" ? t("ended.rejoin") : t("common.tryAgain")}
        </Button>
      )}
      {isAuthenticated ? (
        <Link to="/dashboard" className={buttonClass("secondary")}>
          {t("common.goToRooms")}
        </Link>
      ) : (
        <Link to="/login" state={{ from: location }} className={buttonClass("secondary")}>
          {t("common.logIn")}
        </Link>
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
