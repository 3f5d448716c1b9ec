import { useState } from "react";
import { type Sentence, sentenceForError } from "../../core/sentences";
import { useServices } from "../../hooks/services";
import { useLoaded } from "../../hooks/useLoaded";
import type { Settings } from "../../protocol";
import { CheckField } from "../../ui/Field";
import { Notice } from "../../ui/Notice";
import { Spinner } from "../../ui/Spinner";
import { Page } from "../shell/Page";
import { ClientErrors } from "./ClientErrors";

export function AdminPage() {
  const { api } = useServices();
  const [settings] = useLoaded(api.settings);
  const failed = settings.status === "failed" ? sentenceForError(settings.error) : null;
  return (
    <Page title="Admin" narrow>
      <div className="stack">
        <h1>This box</h1>
        <section className="card stack" aria-labelledby="accounts">
          <h2 id="accounts">Accounts</h2>
          {settings.status === "loading" && <Spinner />}
          {failed && (
            <Notice title={failed.title} tone="danger" urgent>
              {failed.advice}
            </Notice>
          )}
          {settings.status === "ready" && <Registration initial={settings.value} />}
        </section>
        <section className="card stack" aria-labelledby="errors">
          <h2 id="errors">Errors in people's pages</h2>
          <ClientErrors />
        </section>
      </div>
    </Page>
  );
}

const FIXED: Sentence = {
  title: "This is fixed where the box was started",
  advice:
    "It runs with --open-registration, which stands above this switch. Start it without, and the switch decides.",
};

function Registration({ initial }: { initial: Settings }) {
  const { api } = useServices();
  const [isOpen, setOpen] = useState(initial.registrationOpen);
  const [problem, setProblem] = useState<Sentence | null>(null);
  const change = (registrationOpen: boolean) => {
    setOpen(registrationOpen);
    setProblem(null);
    api.updateSettings({ registrationOpen }).then(
      (settings) => {
        setOpen(settings.registrationOpen);
        if (settings.registrationOpen !== registrationOpen) setProblem(FIXED);
      },
      (error: unknown) => {
        setOpen(!registrationOpen);
        setProblem(sentenceForError(error));
      },
    );
  };
  return (
    <>
      {problem && (
        <Notice title={problem.title} tone="danger" urgent>
          {problem.advice}
        </Notice>
      )}
      <CheckField
        label="Anyone in this network may create an account"
        hint="New accounts are plain ones: they can make rooms and invite others. Guests need no account either way."
        checked={isOpen}
        onChange={(event) => change(event.target.checked)}
      />
    </>
  );
}
