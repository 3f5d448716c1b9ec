// Writes FILE.br and FILE.gz beside every compressible file of the build, so that the box never compresses
// at run time. Same input, same bytes: highest levels, and Node's gzip writes no time stamp.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const root = new URL("../../web-dist/", import.meta.url).pathname;
const compressible = new Set([".txt", ".css", ".html", ".js", ".json", ".svg", ".webmanifest"]);

for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !compressible.has(extname(path))) continue;
  const bytes = readFileSync(path);
  const variants = {
    br: brotliCompressSync(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
    gz: gzipSync(bytes, { level: 9 }),
  };
  for (const [suffix, packed] of Object.entries(variants)) {
    // A variant that saves nothing would only make the binary bigger.
    if (packed.length < bytes.length) writeFileSync(`${path}.${suffix}`, packed);
    else rmSync(`${path}.${suffix}`, { force: true });
  }
}
