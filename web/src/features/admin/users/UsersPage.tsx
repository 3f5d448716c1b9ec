import { useCallback, useState } from "react";
import { Link } from "react-router";
import { useTranslation } from "../../../hooks/translation";
import { useLoaded } from "../../../hooks/useLoaded";
import type { ManagedUser } from "../../../protocol";
import { Avatar } from "../../../ui/Avatar";
import { Button } from "../../../ui/Button";
import { useAdminApi } from "../adminApi";
import { Found } from "../parts/Found";
import { SearchField } from "../parts/SearchField";
import { Section } from "../parts/Section";
import { CreateUser } from "./CreateUser";
import { UserBadges } from "./UserBadges";

export function UsersPage() {
  const { t } = useTranslation();
  const api = useAdminApi();
  const [{ search, offset }, setPlace] = useState({ search: "", offset: 0 });
  const [isCreating, setCreating] = useState(false);
  const load = useCallback(() => api.users(search, offset), [api, search, offset]);
  const [users, reload] = useLoaded(load);
  const onSearch = useCallback((text: string) => {
    setPlace((place) => (place.search === text ? place : { search: text, offset: 0 }));
  }, []);
  return (
    <>
      <div className="admin__head">
        <h1>{t("admin.pages.users")}</h1>
        {!isCreating && <Button onClick={() => setCreating(true)}>{t("admin.users.new")}</Button>}
      </div>
      {isCreating && (
        <Section title={t("admin.users.new")}>
          <CreateUser onCreated={reload} onClose={() => setCreating(false)} />
        </Section>
      )}
      <SearchField label={t("admin.users.search")} onSearch={onSearch} />
      <Found
        of={users}
        onRetry={reload}
        list={({ users: found, total }) => ({
          rows: found.map((user) => <UserRow key={user.id} user={user} />),
          total,
        })}
        offset={offset}
        onMove={(next) => setPlace((place) => ({ ...place, offset: next }))}
      />
    </>
  );
}

function UserRow({ user }: { user: ManagedUser }) {
  return (
    <li>
      <Link to={user.id} className="row">
        <Avatar name={user.displayName} />
        <span className="row__what">
          <span className="row__title">
            <bdi>{user.displayName}</bdi>
          </span>
          <span className="row__more" dir="ltr">
            {user.username}
            {user.email !== undefined && ` · ${user.email}`}
          </span>
        </span>
        <UserBadges user={user} />
      </Link>
    </li>
  );
}
