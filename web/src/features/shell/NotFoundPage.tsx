import { Link } from "react-router";
import { buttonClass } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "./Page";

export function NotFoundPage() {
  const actions = (
    <Link to="/" className={buttonClass()}>
      Go to the start page
    </Link>
  );
  return (
    <Page title="Page not found">
      <EmptyState title="Nothing lives at this address" actions={actions} level={1}>
        The link may be cut short or out of date. An invite link has a long code behind a # at its end.
      </EmptyState>
    </Page>
  );
}
