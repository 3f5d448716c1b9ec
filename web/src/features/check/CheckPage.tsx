import { type Level, worstOf } from "../../core/check/findings";
import { useTranslation } from "../../hooks/translation";
import { useCopy } from "../../hooks/useCopy";
import { Button } from "../../ui/Button";
import { CheckIcon } from "../../ui/icons";
import { Spinner } from "../../ui/Spinner";
import { Page } from "../shell/Page";
import { DeviceCheck } from "./DeviceCheck";
import { FindingEntry } from "./FindingEntry";
import { reportText } from "./report";
import { useCheck } from "./useCheck";
import { useDeviceFindings } from "./useDeviceFindings";
import { wordingOf } from "./wording";
import "./check.css";

/** Whether calls will work from here, for everyone; nobody needs to be logged in. */
export function CheckPage() {
  const translation = useTranslation();
  const { t } = translation;
  const { status, findings, box, again } = useCheck();
  const devices = useDeviceFindings();
  const { copied, copy } = useCopy();
  const network = findings.map((finding) => ({
    ...finding,
    title: t(`check.subjects.${finding.subject}`),
    ...wordingOf(translation, finding),
  }));
  const copyReport = () =>
    copy(
      reportText({
        at: new Date(),
        origin: location.origin,
        userAgent: navigator.userAgent,
        box,
        lines: [...network, ...devices].map((finding) => ({ ...finding, subject: finding.title })),
      }),
    );
  const isDone = status === "done";
  return (
    <Page title={t("check.page")}>
      <div className="check-page">
        <div className="check-page__intro">
          <h1>{t("check.title")}</h1>
          <p className="lead">{t("check.lead")}</p>
        </div>
        <Summary level={isDone ? worstOf(findings.map(({ level }) => level)) : null} />
        <section className="card stack" aria-labelledby="check-way">
          <h2 id="check-way">{t("check.way")}</h2>
          <ul className="findings">
            {network.map((finding) => (
              <FindingEntry key={finding.subject} {...finding} />
            ))}
          </ul>
          <div className="check-page__actions">
            <Button look="secondary" isBusy={!isDone} onClick={isDone ? again : undefined}>
              {t("check.again")}
            </Button>
          </div>
        </section>
        <DeviceCheck findings={devices} />
        <section className="card stack" aria-labelledby="check-report">
          <h2 id="check-report">{t("check.report")}</h2>
          <p className="muted">{t("check.reportHint")}</p>
          <div className="check-page__actions">
            <Button look="secondary" onClick={isDone ? copyReport : undefined} aria-disabled={!isDone}>
              {copied && <CheckIcon />}
              {copied ? t("common.copied") : t("check.copy")}
            </Button>
          </div>
        </section>
      </div>
    </Page>
  );
}

/** @param level none while it is being found out */
function Summary({ level }: { level: Exclude<Level, "unknown"> | null }) {
  const { t } = useTranslation();
  return (
    <div className={`summary summary--${level ?? "unknown"}`} role="status" data-level={level ?? "running"}>
      {level === null && <Spinner />}
      <p>{level === null ? t("check.running") : t(`check.summary.${level}`)}</p>
    </div>
  );
}
