import { Link, Navigate, useLocation } from "react-router";
import type { CallEnd } from "../../core/call/CallService";
import { sentenceFor } from "../../core/sentences";
import { useAuth } from "../../hooks/auth";
import { useSignaling } from "../../hooks/signaling";
import { Button, buttonClass } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "../shell/Page";

/** Ends that pressing "again" can't mend. */
const FINAL: readonly CallEnd[] = ["room-closed", "room-not-found"];

/** After the call: why it is over, and the way on. */
export function Ended({ end }: { end: CallEnd }) {
  const { isAuthenticated } = useAuth();
  const { call } = useSignaling();
  const location = useLocation();
  if (end === "left" && isAuthenticated) return <Navigate to="/dashboard" replace />;
  const sentence =
    end === "left"
      ? { title: "You left the call", advice: "You can come back as long as the room is open." }
      : sentenceFor(end);
  const actions = (
    <>
      {!FINAL.includes(end) && (
        <Button onClick={() => call.reset()}>{end === "left" ? "Rejoin" : "Try again"}</Button>
      )}
      {isAuthenticated ? (
        <Link to="/dashboard" className={buttonClass("secondary")}>
          Go to your rooms
        </Link>
      ) : (
        <Link to="/login" state={{ from: location }} className={buttonClass("secondary")}>
          Log in
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
