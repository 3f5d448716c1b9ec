import { reportText } from "../../../core/admin/report";
import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import type { DoctorReport, Finding } from "../../../protocol";
import { Button } from "../../../ui/Button";
import { AlertIcon, CheckIcon } from "../../../ui/icons";
import { Notice } from "../../../ui/Notice";
import { useAdminApi } from "../adminApi";
import { Answer } from "../parts/Answer";
import { CopyButton } from "../parts/CopyButton";
import { Time } from "../parts/Time";
import "./health.css";

/** What the box finds when it examines itself, the worst first, in its own words. */
export function Health() {
  const { t } = useTranslation();
  const [report, examine] = useLoaded(useAdminApi().doctor);
  return (
    <Answer of={report} onRetry={examine}>
      {(value) => (
        <>
          <Report report={value} />
          <div className="admin__actions">
            <Button look="secondary" onClick={examine}>
              {t("admin.health.again")}
            </Button>
            <CopyButton text={reportText(value)} label={t("admin.health.copy")} />
          </div>
        </>
      )}
    </Answer>
  );
}

function Report({ report }: { report: DoctorReport }) {
  const { t } = useTranslation();
  const bad = report.findings.filter(({ level }) => level !== "good");
  const good = report.findings.filter(({ level }) => level === "good");
  const tone = !report.works ? "danger" : bad.length > 0 ? "warning" : "info";
  return (
    <>
      <div role="status">
        <Notice title={t("admin.health.summary", { count: bad.length })} tone={tone}>
          <Time at={report.at} />
        </Notice>
      </div>
      {bad.length > 0 && <Findings of={bad} />}
      <details>
        <summary className="findings__more">{t("admin.health.good", { count: good.length })}</summary>
        <Findings of={good} />
      </details>
    </>
  );
}

/** In the box's words, which are English. */
function Findings({ of }: { of: readonly Finding[] }) {
  return (
    <ul className="findings" lang="en" dir="ltr">
      {of.map(({ code, level, found, cause, cure }) => (
        <li key={code + found} className={`finding finding--${level}`}>
          {level === "good" ? <CheckIcon /> : <AlertIcon />}
          <div>
            <p className="finding__found">{found}</p>
            {cause !== undefined && <p>{cause}</p>}
            {cure !== undefined && (
              <p className="finding__cure">
                <span aria-hidden="true">→</span> {cure}
              </p>
            )}
            <p className="finding__code">{code}</p>
          </div>
        </li>
      ))}
    </ul>
  );
}
