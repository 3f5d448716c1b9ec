/** Splits a chat text into words and links. The page shows both as text: nothing here ever becomes markup. */
export type TextPart = { kind: "text"; text: string } | { kind: "link"; text: string; href: string };

// Closing punctuation belongs to the sentence, not to the address.
const ADDRESS = /https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]}]/gi;

export function linkify(text: string): TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0];
    const href = parse(address);
    if (href === undefined) continue;
    if (match.index > end) parts.push({ kind: "text", text: text.slice(end, match.index) });
    parts.push({ kind: "link", text: address, href });
    end = match.index + address.length;
  }
  if (end < text.length) parts.push({ kind: "text", text: text.slice(end) });
  return parts;
}

function parse(address: string): string | undefined {
  try {
    return new URL(address).href;
  } catch {
    return undefined;
  }
}
