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
    <div className={cx("notice", `notice--${tone}`)} role={urgent ? "alert" : undefined}>
      {tone === "info" ? <InfoIcon /> : <AlertIcon />}
      <div>
        <p className="notice__title">{title}</p>
        {children && <div className="notice__body">{children}</div>}
      </div>
    </div>
  );
}
