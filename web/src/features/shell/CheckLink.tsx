import { useTranslation } from "../../hooks/translation";

/** Beside what says that a connection is lost: in a tab of its own, for the call goes on looking for its way. */
export function CheckLink() {
  const { t } = useTranslation();
  return (
    <a href="/check" target="_blank" rel="noreferrer">
      {t("shell.check")}
    </a>
  );
}
