import type { ReactNode } from "react";

interface IconProps {
  children: ReactNode;
  /** Points along the line of text: mirrored where that goes from right to left. */
  isDirectional?: boolean;
}

/** The frame of every icon. */
export function Icon({ children, isDirectional = false }: IconProps) {
  return (
    <svg
      className={isDirectional ? "icon--directional" : undefined}
      width="22"
      height="22"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.9"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

/** What is off is struck through. */
export const SLASH = <path d="M4 4l16 16" />;
