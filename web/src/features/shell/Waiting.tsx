import { Spinner } from "../../ui/Spinner";
import "./shell.css";

/** Fills the page while something is on its way; says so only when it takes long enough to wonder. */
export function Waiting({ children }: { children: string }) {
  return (
    <main className="waiting">
      <Spinner />
      <p>{children}</p>
    </main>
  );
}
