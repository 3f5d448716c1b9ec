import { type ReactNode, useCallback } from "react";
import { Link, useLocation } from "react-router";
import { accountAuthorizer, guestAuthorizer } from "../../../core/session/authorize";
import { useServices } from "../../../hooks/services";
import { useSignaling } from "../../../hooks/signaling";
import { type FormFields, useSubmit } from "../../../hooks/useSubmit";
import type { User } from "../../../protocol";
import { Button } from "../../../ui/Button";
import { TextField } from "../../../ui/Field";
import { Notice } from "../../../ui/Notice";
import type { RoomAddress } from "../roomAddress";

const NAME_LIMIT = 64;

/** The door for whoever is logged in: the account has the name. */
export function MemberJoin({ address, user }: { address: RoomAddress; user: User }) {
  const { api } = useServices();
  const { call } = useSignaling();
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
        You join as <strong>{user.displayName}</strong>.
      </p>
    </JoinForm>
  );
}

/** The door for everybody else: the invite lets them in under a name of their choice. */
export function GuestJoin({ address, inviteToken }: { address: RoomAddress; inviteToken: string }) {
  const { api, guests } = useServices();
  const { call } = useSignaling();
  const location = useLocation();
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
      Have an account here?{" "}
      <Link to="/login" state={{ from: location }}>
        Log in
      </Link>
    </p>
  );
  return (
    <JoinForm action={join} aside={aside}>
      <TextField
        label="Your name"
        name="name"
        defaultValue={guests.rememberedName(roomId)}
        autoComplete="name"
        maxLength={NAME_LIMIT}
        required
        hint="What the others will see."
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
  const { isBusy, problem, onSubmit } = useSubmit(action);
  return (
    <form className="stack" onSubmit={onSubmit}>
      {problem && (
        <Notice title={problem.title} tone="danger" urgent>
          {problem.advice}
        </Notice>
      )}
      {children}
      <Button type="submit" wide isBusy={isBusy || phase === "joining"}>
        Join
      </Button>
      {aside}
    </form>
  );
}
