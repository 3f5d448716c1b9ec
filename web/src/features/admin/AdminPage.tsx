import { useState } from "react";
import { useServices } from "../../hooks/services";
import { useTranslation } from "../../hooks/translation";
import { useLoaded } from "../../hooks/useLoaded";
import { type Sentence, sentenceForError } from "../../i18n/sentences";
import type { Settings } from "../../protocol";
import { CheckField } from "../../ui/Field";
import { Notice } from "../../ui/Notice";
import { Spinner } from "../../ui/Spinner";
import { Page } from "../shell/Page";
import { ClientErrors } from "./ClientErrors";

export function AdminPage() {
  const { api } = useServices();
  const translation = useTranslation();
  const { t } = translation;
  const [settings] = useLoaded(api.settings);
  const failed = settings.status === "failed" ? sentenceForError(translation, settings.error) : null;
  return (
    <Page title={t("admin.page")} narrow>
      <div className="stack">
        <h1>{t("admin.title")}</h1>
        <section className="card stack" aria-labelledby="accounts">
          <h2 id="accounts">{t("admin.accounts")}</h2>
          {settings.status === "loading" && <Spinner />}
          {failed && (
            <Notice title={failed.title} tone="danger" urgent>
              {failed.advice}
            </Notice>
          )}
          {settings.status === "ready" && <Registration initial={settings.value} />}
        </section>
        <section className="card stack" aria-labelledby="errors">
          <h2 id="errors">{t("admin.errors")}</h2>
          <ClientErrors />
        </section>
      </div>
    </Page>
  );
}

function Registration({ initial }: { initial: Settings }) {
  const { api } = useServices();
  const translation = useTranslation();
  const { t } = translation;
  const [isOpen, setOpen] = useState(initial.registrationOpen);
  const [problem, setProblem] = useState<Sentence | null>(null);
  const change = (registrationOpen: boolean) => {
    setOpen(registrationOpen);
    setProblem(null);
    api.updateSettings({ registrationOpen }).then(
      (settings) => {
        setOpen(settings.registrationOpen);
        if (settings.registrationOpen === registrationOpen) return;
        setProblem({ title: t("admin.fixedTitle"), advice: t("admin.fixedText") });
      },
      (error: unknown) => {
        setOpen(!registrationOpen);
        setProblem(sentenceForError(translation, error));
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
        label={t("admin.openRegistration")}
        hint={t("admin.openRegistrationHint")}
        checked={isOpen}
        onChange={(event) => change(event.target.checked)}
      />
    </>
  );
}
