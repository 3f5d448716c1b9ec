import { useTranslation } from "../../hooks/translation";
import { GlobeIcon } from "../../ui/icons";
import { LanguagePicker } from "./LanguagePicker";
import "./shell.css";

export function Footer() {
  const { t } = useTranslation();
  return (
    <footer className="footer">
      <p>{t("shell.footer")}</p>
      <div className="footer__language">
        <GlobeIcon />
        <LanguagePicker />
      </div>
    </footer>
  );
}
