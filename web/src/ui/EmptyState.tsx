import type { ReactNode } from "react";
import "./empty-state.css";
import { Mark } from "./Logo";

interface EmptyStateProps {
  title: string;
  children: ReactNode;
  /** What to press. */
  actions?: ReactNode;
  /** The title's place among the page's headings. */
  level?: 1 | 2;
}

/** A page or a list with nothing in it, and the way on. */
export function EmptyState({ title, children, actions, level = 2 }: EmptyStateProps) {
  const Heading = level === 1 ? "h1" : "h2";
  return (
    <div className="empty">
      <Mark className="empty__mark" />
      <Heading className="empty__title">{title}</Heading>
      <div className="empty__text">{children}</div>
      {actions && <div className="empty__actions">{actions}</div>}
    </div>
  );
}
