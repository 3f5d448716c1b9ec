import { type ReactNode, useEffect, useRef } from "react";
import { NavLink, useLocation } from "react-router";
import { useTranslation } from "../../hooks/translation";
import { Page } from "../shell/Page";
import "./admin.css";

const PAGES = ["overview", "users", "rooms", "settings", "network", "backup", "log", "about"] as const;
type PageName = (typeof PAGES)[number];

/** The way from each page for admins to the others, and the title of the one that is open. */
export function AdminFrame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const open = pageAt(pathname);
  const list = useRef<HTMLUListElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a phone the open page's link may be out of sight
  useEffect(() => {
    list.current?.querySelector(".active")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [open]);
  return (
    <Page title={t(`admin.pages.${open}`)}>
      <div className="admin">
        <nav className="admin__nav" aria-label={t("admin.nav")}>
          <ul ref={list} className="admin__links">
            {PAGES.map((page) => (
              <li key={page}>
                <NavLink to={pathOf(page)} end={page === "overview"}>
                  {t(`admin.pages.${page}`)}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
        <div className="admin__page">{children}</div>
      </div>
    </Page>
  );
}

function pathOf(page: PageName): string {
  return page === "overview" ? "/admin" : `/admin/${page}`;
}

function pageAt(pathname: string): PageName {
  return PAGES.find((page) => page === pathname.split("/")[2]) ?? "overview";
}
