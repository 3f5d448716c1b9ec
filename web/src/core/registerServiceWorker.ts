/** Installs `public/sw.js`, once the page has what it needs itself. */
export function registerServiceWorker(
  { serviceWorker }: { readonly serviceWorker: ServiceWorkerContainer | undefined },
  window: Pick<EventTarget, "addEventListener">,
): void {
  window.addEventListener("load", () => {
    // Refused where the box's authority is not trusted yet: the page works without.
    serviceWorker?.register("/sw.js").catch(() => undefined);
  });
}
