import type { ComponentProps } from "react";
import "./button.css";
import { cx } from "./cx";
import { Spinner } from "./Spinner";

export type ButtonLook = "primary" | "secondary" | "quiet" | "danger";

/** For a link that looks like a button. */
export function buttonClass(look: ButtonLook = "primary", wide = false): string {
  return cx("button", `button--${look}`, wide && "button--wide");
}

interface ButtonProps extends ComponentProps<"button"> {
  look?: ButtonLook;
  wide?: boolean;
  /** Shows that its action is under way; the name stays, and a second press does nothing. */
  isBusy?: boolean;
}

export function Button({ look, wide, isBusy = false, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={cx(buttonClass(look, wide), isBusy && "button--busy", className)}
      aria-disabled={isBusy || undefined}
    >
      {isBusy && <Spinner />}
      {children}
    </button>
  );
}
