import { Link, NavLink } from "react-router";
import { useAuth } from "../../hooks/auth";
import { Logo } from "../../ui/Logo";
import "./shell.css";

export function Header() {
  const { user, status, service } = useAuth();
  return (
    <header className="header">
      <Link to={user === null ? "/" : "/dashboard"} className="header__home">
        <Logo />
      </Link>
      <nav className="header__nav" aria-label="Main">
        {user !== null && (
          <>
            <NavLink to="/dashboard">Rooms</NavLink>
            {user.role === "admin" && <NavLink to="/admin">Admin</NavLink>}
            <NavLink to="/settings">Account</NavLink>
            <button type="button" className="header__action" onClick={() => void service.logout()}>
              Log out
            </button>
          </>
        )}
        {status === "anonymous" && <NavLink to="/login">Log in</NavLink>}
      </nav>
    </header>
  );
}
