/** Takes out of a text whatever could open a door, before it is written down anywhere. */

// Invites stand behind the # of an address; what stands behind a ? is nobody's business either.
const ADDRESS_TAIL = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s?#"'<>)]*|\/room\/[^\s?#"'<>)]*)[?#][^\s"'<>):]*/gi;
const JWT = /\beyJ[\w-]*\.[\w-]+(?:\.[\w-]*)?/g;
/** Long runs of random letters: tokens, keys, fingerprints. Real words have no digits in them, or end before. */
const SECRET = /\b(?=[\w-]*\d)(?=[\w-]*[a-z])[\w-]{20,}\b/gi;
const EMAIL = /[^\s@<>"'()]+@[^\s@<>"'()]+\.[a-z]{2,}/gi;
const IP_ADDRESS = /\b\d{1,3}(?:\.\d{1,3}){3}\b/g;

export function scrub(text: string): string {
  return text
    .replace(ADDRESS_TAIL, "$1")
    .replace(JWT, "[token]")
    .replace(EMAIL, "[email]")
    .replace(IP_ADDRESS, "[address]")
    .replace(SECRET, "[secret]");
}
