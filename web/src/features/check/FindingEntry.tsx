import type { Level } from "../../core/check/findings";
import { useTranslation } from "../../hooks/translation";
import { AlertIcon, CheckIcon, CloseIcon, InfoIcon } from "../../ui/icons";
import { TRUST_PAGE } from "../shell/trustPage";

export interface FindingEntryProps {
  title: string;
  code: string;
  level: Level;
  found: string;
  advice?: string | undefined;
  leadsToTrust?: boolean | undefined;
}

const ICONS = { good: CheckIcon, warning: AlertIcon, broken: CloseIcon, unknown: InfoIcon };

/** One thing that was looked at: how it is by sign, word and colour; then why, and what to do. */
export function FindingEntry({ title, code, level, found, advice, leadsToTrust }: FindingEntryProps) {
  const { t } = useTranslation();
  const Sign = ICONS[level];
  return (
    <li className={`finding finding--${level}`} data-finding={code} data-level={level}>
      <span className="finding__sign">
        <Sign />
      </span>
      <div className="finding__words">
        <h3 className="finding__title">
          {title} <span className="finding__level">{t(`check.levels.${level}`)}</span>
        </h3>
        <p>{found}</p>
        {advice !== undefined && <p className="muted">{advice}</p>}
        {leadsToTrust && (
          <p>
            <a href={TRUST_PAGE}>{t("shell.trust")}</a>
          </p>
        )}
      </div>
    </li>
  );
}
