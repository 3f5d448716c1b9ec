import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compileCatalogues } from "./scripts/compileCatalogues.ts";

// The box under development. Its certificate is its own, so the proxy does not check it; and it takes changes from
// its own pages alone, so the proxy says that it is one.
const origin = "https://localhost:8443";
const box = { target: origin, secure: false, changeOrigin: true, headers: { Origin: origin } };

export default defineConfig({
  plugins: [react(), compileCatalogues()],
  build: {
    outDir: "../web-dist",
    emptyOutDir: true,
    target: "es2022",
    // The content security policy forbids data: scripts and fonts, and a file caches better.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: {
    proxy: { "/api": box, "/ws": { ...box, target: "wss://localhost:8443", ws: true } },
  },
});
