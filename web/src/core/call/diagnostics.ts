/**
 * A deliberate handle for tests and for whoever helps somebody by telephone: in a room, `window.__neko.peers()` gives
 * the live connections, so that getStats and the like can be asked in the console. Read only by intent; documented
 * in `docs/client.md`.
 */
export interface Diagnostics {
  peers(): Array<{ connectionId: string; pc: RTCPeerConnection }>;
}

declare global {
  interface Window {
    __neko?: Diagnostics;
  }
}

/** Puts the handle in place; the returned function takes it away. */
export function exposeDiagnostics(target: { __neko?: Diagnostics }, diagnostics: Diagnostics): () => void {
  target.__neko = diagnostics;
  return () => {
    delete target.__neko;
  };
}
