/** Errors that nobody caught, wherever in the page they came from. */
import type { ErrorReporter } from "./ErrorReporter";

/** What browsers report about themselves, which harms nobody and nobody can mend. */
const HARMLESS = /^ResizeObserver loop/;

export function watchErrors(target: Window, reporter: ErrorReporter): void {
  target.addEventListener("error", (event) => {
    if (HARMLESS.test(event.message)) return;
    reporter.report(event.error ?? event.message, "window");
  });
  target.addEventListener("unhandledrejection", (event) => {
    reporter.report(event.reason, "promise");
  });
}
