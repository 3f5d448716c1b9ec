import { Link, NavLink } from "react-router";
import { useAuth } from "../../hooks/auth";
import { Logo } from "../../ui/Logo";
import "./shell.css";

export function Header() {
  const { user, service } = useAuth();
  return (
    <header className="header">
      <Link
        to={user === null ? "/" : "/dashboard"}
        className={user === null ? "header__home" : "header__home header__home--member"}
      >
        <Logo />
      </Link>
      {user !== null && (
        <nav className="header__nav" aria-label="Main">
          <NavLink to="/dashboard">Rooms</NavLink>
          {user.role === "admin" && <NavLink to="/admin">Admin</NavLink>}
          <NavLink to="/settings">Account</NavLink>
          <button type="button" className="header__action" onClick={() => void service.logout()}>
            Log out
          </button>
        </nav>
      )}
    </header>
  );
}
