import { Link } from "react-router";
import { useTranslation } from "../../hooks/translation";
import { GlobeIcon } from "../../ui/icons";
import { LanguagePicker } from "./LanguagePicker";
import { TRUST_PAGE } from "./trustPage";
import "./shell.css";

export function Footer() {
  const { t } = useTranslation();
  return (
    <footer className="footer">
      <p>
        {t("shell.footer")} <a href={TRUST_PAGE}>{t("shell.trust")}</a> ·{" "}
        <Link to="/check">{t("shell.check")}</Link>
      </p>
      <div className="footer__language">
        <GlobeIcon />
        <LanguagePicker />
      </div>
    </footer>
  );
}
