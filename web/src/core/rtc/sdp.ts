/** The little that must be read out of a session description. */

/**
 * The DTLS fingerprint: one for the life of an RTCPeerConnection, kept over ICE restarts. So another one means
 * that the far side has made a new connection.
 */
export function fingerprintOf(sdp: string): string | undefined {
  return /^a=fingerprint:\S+ (\S+)/m.exec(sdp)?.[1]?.toUpperCase();
}

/** Whether it has room for data channels. */
export function hasDataSection(sdp: string): boolean {
  return /^m=application /m.test(sdp);
}
