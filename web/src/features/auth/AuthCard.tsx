import type { ReactNode } from "react";
import type { Sentence } from "../../i18n/sentences";
import { Notice } from "../../ui/Notice";
import { Page } from "../shell/Page";
import "./auth.css";

interface AuthCardProps {
  title: string;
  lead: ReactNode;
  problem: Sentence | null;
  children: ReactNode;
  /** Below the card: the other way in. */
  aside?: ReactNode;
}

export function AuthCard({ title, lead, problem, children, aside }: AuthCardProps) {
  return (
    <Page title={title} narrow>
      <div className="auth">
        <div className="auth__intro">
          <h1>{title}</h1>
          <p className="lead">{lead}</p>
        </div>
        <div className="card stack">
          {problem && (
            <Notice title={problem.title} tone="danger" urgent>
              {problem.advice}
            </Notice>
          )}
          {children}
        </div>
        {aside && <p className="auth__aside">{aside}</p>}
      </div>
    </Page>
  );
}
