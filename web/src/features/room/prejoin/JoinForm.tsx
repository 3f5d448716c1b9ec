import { useCallback } from "react";
import { Link, useLocation } from "react-router";
import { accountAuthorizer, guestAuthorizer } from "../../../core/session/authorize";
import { useAuth } from "../../../hooks/auth";
import { useServices } from "../../../hooks/services";
import { useSignaling } from "../../../hooks/signaling";
import { type FormFields, useSubmit } from "../../../hooks/useSubmit";
import { Button } from "../../../ui/Button";
import { TextField } from "../../../ui/Field";
import { Notice } from "../../../ui/Notice";
import type { RoomAddress } from "../roomAddress";

const NAME_LIMIT = 50;

/** The account's own name, or a name asked for. */
export function JoinForm({ address }: { address: RoomAddress }) {
  const { roomId, inviteToken, relayOnly } = address;
  const { user } = useAuth();
  const { api, guests } = useServices();
  const { call, phase } = useSignaling();
  const location = useLocation();
  const join = useCallback(
    async (fields: FormFields) => {
      const request = { roomId, accessToken: inviteToken, relayOnly };
      if (user !== null) {
        call.join({
          ...request,
          authorize: accountAuthorizer(api),
          refreshIceServers: () => api.iceServers(undefined),
        });
        return;
      }
      const name = fields.text("name");
      // Asked for here, so that a refusal is shown beside the name and not after the door.
      const enter = () => guests.enter(roomId, name, inviteToken);
      await enter();
      call.join({
        ...request,
        authorize: guestAuthorizer(guests, roomId, name, inviteToken),
        refreshIceServers: async () => api.iceServers((await enter()).accessToken),
      });
    },
    [roomId, inviteToken, relayOnly, user, api, guests, call],
  );
  const { isBusy, problem, onSubmit } = useSubmit(join);
  return (
    <form className="stack" onSubmit={onSubmit}>
      {problem && (
        <Notice title={problem.title} tone="danger" urgent>
          {problem.advice}
        </Notice>
      )}
      {user === null ? (
        <TextField
          label="Your name"
          name="name"
          defaultValue={guests.rememberedName(roomId)}
          autoComplete="name"
          maxLength={NAME_LIMIT}
          required
          hint="What the others will see."
        />
      ) : (
        <p className="lead">
          You join as <strong>{user.displayName}</strong>.
        </p>
      )}
      <Button type="submit" wide isBusy={isBusy || phase === "joining"}>
        Join
      </Button>
      {user === null && (
        <p className="prejoin__aside">
          Have an account here?{" "}
          <Link to="/login" state={{ from: location }}>
            Log in
          </Link>
        </p>
      )}
    </form>
  );
}
