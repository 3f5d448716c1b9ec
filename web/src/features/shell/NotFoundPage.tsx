import { Link } from "react-router";
import { useTranslation } from "../../hooks/translation";
import { buttonClass } from "../../ui/Button";
import { EmptyState } from "../../ui/EmptyState";
import { Page } from "./Page";

export function NotFoundPage() {
  const { t } = useTranslation();
  const actions = (
    <Link to="/" className={buttonClass()}>
      {t("notFound.home")}
    </Link>
  );
  return (
    <Page title={t("notFound.page")}>
      <EmptyState title={t("notFound.title")} actions={actions} level={1}>
        {t("notFound.text")}
      </EmptyState>
    </Page>
  );
}
