/** How a socket proves who it is, attempt after attempt. */
import type { BoxApi } from "../http/BoxApi";
import { ApiError } from "../http/HttpClient";
import type { Authorization, Authorize } from "../signaling/WebSocketService";
import type { GuestSessions } from "./GuestSessions";

/**
 * The cookie speaks. A socket's refusal gives a page no reason, so after a failure HTTP is asked (and renews). But not
 * each time: after an outage browsers go on asking over the connection that died in it, while a new socket gets through.
 */
export function accountAuthorizer(api: BoxApi): Authorize {
  return async (failures) => {
    if (failures % 2 === 0) return { bearer: undefined };
    return api.me().then(() => ({ bearer: undefined }), overIfRefused);
  };
}

/** The stored guest token while it lasts, then a new one for the same name. As above, HTTP is asked after a failure. */
export function guestAuthorizer(
  guests: GuestSessions,
  roomId: string,
  displayName: string,
  inviteToken: string,
): Authorize {
  return (failures) =>
    guests
      .enter(roomId, displayName, inviteToken, failures % 2 === 1)
      .then(({ accessToken }) => ({ bearer: accessToken }), overIfRefused);
}

/** Only a plain no ends the session: a box that is away or busy may say yes later. */
function overIfRefused(error: unknown): Authorization {
  if (error instanceof ApiError && [401, 403, 404, 410].includes(error.status)) return "over";
  throw error;
}
