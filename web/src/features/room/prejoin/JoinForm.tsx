import { type ReactNode, useCallback } from "react";
import { Link, useLocation } from "react-router";
import { accountAuthorizer, guestAuthorizer } from "../../../core/session/authorize";
import { useServices } from "../../../hooks/services";
import { useSignaling } from "../../../hooks/signaling";
import { useTranslation } from "../../../hooks/translation";
import { type FormFields, useSubmit } from "../../../hooks/useSubmit";
import type { User } from "../../../protocol";
import { Button } from "../../../ui/Button";
import { TextField } from "../../../ui/Field";
import { Notice } from "../../../ui/Notice";
import { TRUST_PAGE } from "../../shell/trustPage";
import type { RoomAddress } from "../roomAddress";
import { useSocketRefused } from "./useSocketRefused";

const NAME_LIMIT = 64;

/** The door for whoever is logged in: the account has the name. */
export function MemberJoin({ address, user }: { address: RoomAddress; user: User }) {
  const { api } = useServices();
  const { call } = useSignaling();
  const { t } = useTranslation();
  const { roomId, inviteToken, relayOnly } = address;
  const join = useCallback(async () => {
    call.join({
      roomId,
      accessToken: inviteToken,
      relayOnly,
      authorize: accountAuthorizer(api),
      refreshIceServers: () => api.iceServers(undefined),
    });
  }, [roomId, inviteToken, relayOnly, api, call]);
  return (
    <JoinForm action={join}>
      <p className="lead">
        {t.rich("prejoin.joinAs", {
          name: () => (
            <strong>
              <bdi>{user.displayName}</bdi>
            </strong>
          ),
        })}
      </p>
    </JoinForm>
  );
}

/** The door for everybody else: the invite lets them in under a name of their choice. */
export function GuestJoin({ address, inviteToken }: { address: RoomAddress; inviteToken: string }) {
  const { api, guests } = useServices();
  const { call } = useSignaling();
  const location = useLocation();
  const { t } = useTranslation();
  const { roomId, relayOnly } = address;
  const join = useCallback(
    async (fields: FormFields) => {
      const name = fields.text("name");
      const enter = () => guests.enter(roomId, name, inviteToken);
      // Asked for here, so that a refusal is shown beside the name and not behind the door.
      await enter();
      call.join({
        roomId,
        accessToken: inviteToken,
        relayOnly,
        authorize: guestAuthorizer(guests, roomId, name, inviteToken),
        refreshIceServers: async () => api.iceServers((await enter()).accessToken),
      });
    },
    [roomId, inviteToken, relayOnly, api, guests, call],
  );
  const aside = (
    <p className="prejoin__aside">
      {t.rich("prejoin.haveAccount", {
        link: (label) => (
          <Link to="/login" state={{ from: location }}>
            {label}
          </Link>
        ),
      })}
    </p>
  );
  return (
    <JoinForm action={join} aside={aside}>
      <TextField
        label={t("prejoin.yourName")}
        name="name"
        dir="auto"
        defaultValue={guests.rememberedName(roomId)}
        autoComplete="name"
        maxLength={NAME_LIMIT}
        required
        hint={t("prejoin.yourNameHint")}
      />
    </JoinForm>
  );
}

interface JoinFormProps {
  action: (fields: FormFields) => Promise<void>;
  children: ReactNode;
  aside?: ReactNode;
}

function JoinForm({ action, children, aside }: JoinFormProps) {
  const { phase } = useSignaling();
  const { t } = useTranslation();
  const { isBusy, problem, onSubmit } = useSubmit(action);
  const isRefused = useSocketRefused();
  return (
    <form className="stack" onSubmit={onSubmit}>
      {problem && (
        <Notice title={problem.title} tone="danger" urgent>
          {problem.advice}
        </Notice>
      )}
      {isRefused && (
        <Notice title={t("prejoin.notTrustedTitle")} tone="warning" urgent>
          {t.rich("prejoin.notTrustedAdvice", { link: (label) => <a href={TRUST_PAGE}>{label}</a> })}
        </Notice>
      )}
      {children}
      <Button type="submit" wide isBusy={isBusy || phase === "joining"}>
        {t("prejoin.join")}
      </Button>
      {aside}
      <p className="prejoin__aside">
        <Link to="/check">{t("shell.check")}</Link>
      </p>
    </form>
  );
}
