/** The box's own, over HTTP and HTTPS alike: not a route of this client, which may not even load without trust. */
export const TRUST_PAGE = "/trust";
