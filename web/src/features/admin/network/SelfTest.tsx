import { useState } from "react";
import { useTranslation } from "../../../hooks/translation";
import type { RelayCheckAnswer } from "../../../protocol";
import { Button } from "../../../ui/Button";
import { useAdminApi } from "../adminApi";
import { Badge } from "../parts/Badge";
import { Problem } from "../parts/Problem";
import { useAction } from "../parts/useAction";

/** Has the box call itself through its own relay. */
export function SelfTest() {
  const { t } = useTranslation();
  const api = useAdminApi();
  const { isBusy, problem, run } = useAction();
  const [result, setResult] = useState<RelayCheckAnswer | null>(null);
  const test = () => run(async () => setResult(await api.testRelay()));
  return (
    <>
      <p className="muted">{t("admin.relay.testText")}</p>
      <Problem of={problem} />
      <ul className="entries" aria-live="polite">
        {result?.checks.map(({ transport, works, detail }) => (
          <li key={transport} className="entry">
            <div className="entry__what">
              <p className="entry__text" dir="ltr">
                {transport.toUpperCase()}
              </p>
              <p className="entry__facts" lang="en" dir="ltr">
                {detail}
              </p>
            </div>
            <Badge tone={works ? "good" : "danger"}>
              {t(works ? "admin.relay.works" : "admin.relay.broken")}
            </Badge>
          </li>
        ))}
      </ul>
      <div className="admin__actions">
        <Button look="secondary" isBusy={isBusy} onClick={test}>
          {t("admin.relay.run")}
        </Button>
      </div>
    </>
  );
}
