import type { ReactNode } from "react";
import { cx } from "./cx";
import { AlertIcon, InfoIcon } from "./icons";
import "./notice.css";

interface NoticeProps {
  title: string;
  children?: ReactNode;
  tone?: "info" | "warning" | "danger";
  /** Read out when it appears: for what just went wrong. */
  urgent?: boolean;
}

/** What happened, and what to do about it. */
export function Notice({ title, children, tone = "info", urgent = false }: NoticeProps) {
  return (
    <div
      ref={urgent ? bringIntoView : undefined}
      className={cx("notice", `notice--${tone}`)}
      role={urgent ? "alert" : undefined}
    >
      {tone === "info" ? <InfoIcon /> : <AlertIcon />}
      <div>
        <p className="notice__title">{title}</p>
        {children && <div className="notice__body">{children}</div>}
      </div>
    </div>
  );
}

/** A form may be longer than the window, and its button far from where the answer is. */
function bringIntoView(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: "nearest" });
}
