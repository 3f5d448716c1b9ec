import { createRoot, type RootOptions } from "react-dom/client";
import { App } from "./App";
import type { ErrorReporter } from "./core/errors/ErrorReporter";
import { watchErrors } from "./core/errors/watchErrors";
import { registerServiceWorker } from "./core/registerServiceWorker";
import { createServices } from "./core/services";
import { LanguageService } from "./i18n/LanguageService";
import { loadCatalogue } from "./i18n/loadCatalogue";
import type { BoundaryProps } from "./ui/Boundary";
import "./styles/tokens.css";
import "./styles/base.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
const services = createServices(new URL(import.meta.url).pathname);
watchErrors(window, services.errors);
registerServiceWorker(navigator, window);
// A part of the page that is loaded when it is needed may be one that the box no longer has.
window.addEventListener("vite:preloadError", () => {
  void services.upgrade.check().then(() => {
    const isInCall = services.call.state.get().phase !== "idle";
    if (services.upgrade.isDue.get() && !isInCall) location.reload();
  });
});
LanguageService.start({
  preferences: services.preferences,
  preferred: navigator.languages,
  ofBox: services.box.language,
  load: loadCatalogue,
}).then(
  (language) =>
    createRoot(root, { onCaughtError: reportTo(services.errors) }).render(
      <App services={services} language={language} />,
    ),
  // Without a catalogue there is no other word to say.
  () => root.append("The box does not answer. Reload the page when you are in its network."),
);

/** What a boundary kept from the rest of the page is known to nobody else; what none kept reaches the window. */
function reportTo(errors: ErrorReporter): NonNullable<RootOptions["onCaughtError"]> {
  return (error, { errorBoundary }) => {
    const { name } = (errorBoundary?.props ?? {}) as Partial<BoundaryProps>;
    errors.report(error, name);
  };
}
