import { useState } from "react";
import { useTranslation } from "../../../hooks/translation";
import type { ManagedUser, PasswordLink, UpdateUserRequest } from "../../../protocol";
import { useAdminApi } from "../adminApi";
import { Confirm } from "../parts/Confirm";
import { PasswordLinkShown } from "./PasswordLinkShown";

interface UserActionsProps {
  user: ManagedUser;
  isMe: boolean;
  onChanged: () => void;
}

export function UserActions({ user, isMe, onChanged }: UserActionsProps) {
  const { t } = useTranslation();
  const api = useAdminApi();
  const [link, setLink] = useState<PasswordLink | null>(null);
  const name = user.displayName;
  const change = (body: UpdateUserRequest) => async () => {
    await api.updateUser(user.id, body);
    onChanged();
  };
  const offerPassword = async () => {
    const { passwordLink } = await api.makePasswordLink(user.id);
    setLink(passwordLink ?? null);
    onChanged();
  };
  return (
    <>
      {link && <PasswordLinkShown link={link} />}
      <div className="admin__actions">
        {user.role === "admin" ? (
          <Confirm
            label={t("admin.users.makeUser")}
            question={isMe ? t("admin.users.makeUserMe") : t("admin.users.makeUserQuestion", { name })}
            confirm={t("admin.users.makeUser")}
            action={change({ role: "user" })}
          />
        ) : (
          <Confirm
            label={t("admin.users.makeAdmin")}
            question={t("admin.users.makeAdminQuestion", { name })}
            confirm={t("admin.users.makeAdmin")}
            action={change({ role: "admin" })}
          />
        )}
        <Confirm
          label={t("admin.users.makeLink")}
          question={t("admin.users.makeLinkQuestion", { name })}
          confirm={t("admin.users.makeLink")}
          action={offerPassword}
        />
        {user.disabledAt === null ? (
          <Confirm
            label={t("admin.users.disable")}
            question={isMe ? t("admin.users.disableMe") : t("admin.users.disableQuestion", { name })}
            confirm={t("admin.users.disable")}
            action={change({ disabled: true })}
          />
        ) : (
          <Confirm
            label={t("admin.users.enable")}
            question={t("admin.users.enableQuestion", { name })}
            confirm={t("admin.users.enable")}
            action={change({ disabled: false })}
          />
        )}
      </div>
    </>
  );
}
