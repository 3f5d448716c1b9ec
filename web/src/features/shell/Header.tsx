import { Link, NavLink } from "react-router";
import { useAuth } from "../../hooks/auth";
import { useTranslation } from "../../hooks/translation";
import { useBoxName } from "../../hooks/useBoxName";
import { Logo } from "../../ui/Logo";
import "./shell.css";

export function Header() {
  const { user, service } = useAuth();
  const { t } = useTranslation();
  const name = useBoxName();
  return (
    <header className="header">
      <Link
        to={user === null ? "/" : "/dashboard"}
        className={user === null ? "header__home" : "header__home header__home--member"}
      >
        <Logo name={name} />
      </Link>
      {user !== null && (
        <nav className="header__nav" aria-label={t("shell.nav")}>
          <NavLink to="/dashboard">{t("shell.rooms")}</NavLink>
          {user.role === "admin" && <NavLink to="/admin">{t("shell.admin")}</NavLink>}
          <NavLink to="/settings">{t("shell.account")}</NavLink>
          <button type="button" className="header__action" onClick={() => void service.logout()}>
            {t("shell.logOut")}
          </button>
        </nav>
      )}
    </header>
  );
}
