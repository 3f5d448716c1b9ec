import { useTranslation } from "../../hooks/translation";
import { Spinner } from "../../ui/Spinner";
import "./shell.css";

/** Fills the page while something is on its way; says so only when it takes long enough to wonder. */
export function Waiting({ children }: { children?: string }) {
  const { t } = useTranslation();
  return (
    <main className="waiting">
      <Spinner />
      <p>{children ?? t("common.oneMoment")}</p>
    </main>
  );
}
