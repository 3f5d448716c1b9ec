import type { ComponentProps, ReactNode } from "react";
import "./control-button.css";
import { cx } from "./cx";

interface ControlButtonProps extends Omit<ComponentProps<"button">, "children"> {
  /** Accessible name, shown below the icon where there is room. */
  label: string;
  icon: ReactNode;
  /** What it controls is off: it stands out, because the others can't see or hear. */
  isOff?: boolean;
  tone?: "plain" | "active" | "danger";
  /** A count that is no part of the name. */
  badge?: number;
  /** The letter that does the same, told to whoever points at it. */
  shortcut?: string | undefined;
  /** Label beside or below the icon on wide screens. */
  withLabel?: boolean;
}

export function ControlButton({
  label,
  icon,
  isOff = false,
  tone = "plain",
  badge = 0,
  shortcut,
  withLabel = false,
  ...rest
}: ControlButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      aria-label={label}
      title={shortcut === undefined ? label : `${label} (${shortcut})`}
      aria-keyshortcuts={shortcut}
      className={cx("control", isOff && "control--off", `control--${tone}`, withLabel && "control--labelled")}
    >
      <span className="control__face">
        {icon}
        {badge > 0 && (
          <span className="control__badge" aria-hidden="true">
            {badge > 99 ? "99+" : badge}
          </span>
        )}
      </span>
      {withLabel && (
        <span className="control__label" aria-hidden="true">
          {label}
        </span>
      )}
    </button>
  );
}
