import type { Location } from "react-router";

/** Where to go after logging in: back to the page that asked for it, invite token and all. */
export function returnPath(state: unknown): string {
  const from = (state as { from?: Partial<Location> } | null)?.from;
  if (typeof from?.pathname !== "string") return "/dashboard";
  return `${from.pathname}${from.search ?? ""}${from.hash ?? ""}`;
}
