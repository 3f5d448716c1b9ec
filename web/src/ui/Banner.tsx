import type { ReactNode } from "react";
import "./banner.css";
import { cx } from "./cx";
import { CloseIcon } from "./icons";

interface BannerProps {
  children: ReactNode;
  tone?: "plain" | "warning";
  action?: { label: string; onSelect: () => void };
  /** Named by `dismissLabel`. */
  onDismiss?: () => void;
  dismissLabel?: string;
}

/** A sentence above the pictures, for as long as it matters. */
export function Banner({ children, tone = "plain", action, onDismiss, dismissLabel }: BannerProps) {
  return (
    <div className={cx("banner", tone === "warning" && "banner--warning")}>
      <p className="banner__text">{children}</p>
      {action && (
        <button type="button" className="banner__action" onClick={action.onSelect}>
          {action.label}
        </button>
      )}
      {onDismiss && (
        <button type="button" className="banner__dismiss" aria-label={dismissLabel} onClick={onDismiss}>
          <CloseIcon />
        </button>
      )}
    </div>
  );
}
