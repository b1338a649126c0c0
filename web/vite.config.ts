import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  build: {
    target: "es2023",
    license: { fileName: "licences.md" },
    chunkSizeWarningLimit: 900,
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
  // `npm run dev` shows the page while it is being written; MANDATE_API is the
  // server's address, and its cookie has to be in the browser already.
  server: { host: "127.0.0.1", proxy: { "/api": process.env.MANDATE_API ?? "http://127.0.0.1:8080" } },
});
