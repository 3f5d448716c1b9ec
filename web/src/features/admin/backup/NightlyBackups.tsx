import { useTranslation } from "../../../hooks/translation";
import type { BackupsAnswer } from "../../../protocol";
import { Notice } from "../../../ui/Notice";
import { Badge } from "../parts/Badge";
import { Facts } from "../parts/Facts";
import { Time } from "../parts/Time";
import { useUnits } from "../parts/units";

/** Those that the box makes by itself. */
export function NightlyBackups({
  backups: { at, next, keep, directory, encrypted, last, backups },
}: {
  backups: BackupsAnswer;
}) {
  const { t } = useTranslation();
  const { bytes } = useUnits();
  return (
    <>
      {at === null && <Notice title={t("admin.backup.off")} tone="warning" />}
      {last?.error && (
        <Notice title={t("admin.backup.failed")} tone="danger">
          <Time at={last.at} />{" "}
          <span lang="en" dir="ltr">
            {last.error}
          </span>
        </Notice>
      )}
      <Facts
        rows={[
          [t("admin.backup.at"), at === null ? undefined : <bdi key="at">{at}</bdi>],
          [t("admin.backup.next"), next === null ? undefined : <Time key="next" at={next} />],
          [t("admin.backup.keep"), t("admin.backup.kept", { count: keep })],
          [t("admin.backup.encryption"), t(encrypted ? "admin.file.yes" : "admin.file.no")],
          [t("admin.backup.directory"), <bdi key="directory">{directory}</bdi>],
        ]}
      />
      {backups.length === 0 && <p className="muted">{t("admin.backup.none")}</p>}
      <ul className="entries">
        {backups.map((backup) => (
          <li key={backup.name} className="entry">
            <div className="entry__what">
              <p className="entry__text" dir="ltr">
                {backup.name}
              </p>
              <p className="entry__facts">
                <Time at={backup.at} /> · <bdi>{bytes(backup.bytes)}</bdi>
              </p>
            </div>
            {backup.encrypted && <Badge tone="good">{t("admin.backup.encrypted")}</Badge>}
          </li>
        ))}
      </ul>
    </>
  );
}
