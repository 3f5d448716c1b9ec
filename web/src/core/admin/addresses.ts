/** The box's addresses as they are written for people. Pure. */

/** The page about trust: over plain HTTP, for a device that does not trust the box yet. */
export function trustAddress(url: string): string {
  return `http://${new URL(url).host}/trust`;
}

/** Without what browsers add. */
export function typed(url: string): string {
  return url.replace(/\/$/, "");
}
