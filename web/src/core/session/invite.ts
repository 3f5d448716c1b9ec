/** An invite is the room's address with its token behind the `#`, which browsers never send anywhere. */
export function roomPath(roomId: string, accessToken?: string): string {
  const path = `/room/${encodeURIComponent(roomId)}`;
  return accessToken === undefined ? path : `${path}#${encodeURIComponent(accessToken)}`;
}

/** @param hash as in `location.hash` */
export function tokenFromHash(hash: string): string | undefined {
  const token = hash.replace(/^#/, "");
  try {
    return token === "" ? undefined : decodeURIComponent(token);
  } catch {
    return token;
  }
}
