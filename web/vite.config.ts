import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The box under development; its certificate is its own, so the proxy does not check it.
const box = { target: "https://localhost:8443", secure: false, changeOrigin: true };

export default defineConfig({
  plugins: [react()],
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
