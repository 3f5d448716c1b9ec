import { type ComponentProps, type ReactNode, useId } from "react";
import "./field.css";

interface TextFieldProps extends ComponentProps<"input"> {
  label: string;
  hint?: ReactNode;
}

/** The label alone is the accessible name; the hint describes. */
export function TextField({ label, hint, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <input
        type="text"
        {...rest}
        id={id}
        className="field__input"
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      {hint && (
        <p className="field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface SelectFieldProps extends ComponentProps<"select"> {
  label: string;
}

export function SelectField({ label, children, ...rest }: SelectFieldProps) {
  const id = useId();
  return (
    <div className="field">
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <select {...rest} id={id} className="field__input field__input--select">
        {children}
      </select>
    </div>
  );
}

interface CheckFieldProps extends ComponentProps<"input"> {
  label: string;
  hint?: ReactNode;
}

export function CheckField({ label, hint, ...rest }: CheckFieldProps) {
  const id = useId();
  return (
    <div className="check">
      <input
        {...rest}
        type="checkbox"
        id={id}
        className="check__box"
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      <label className="check__label" htmlFor={id}>
        {label}
      </label>
      {hint && (
        <p className="field__hint check__hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
