import { cx } from "../../../ui/cx";

export type BadgeTone = "plain" | "good" | "warning" | "danger";

/** A word about the state of something. */
export function Badge({ children, tone = "plain" }: { children: string; tone?: BadgeTone }) {
  return <span className={cx("badge", `badge--${tone}`)}>{children}</span>;
}
