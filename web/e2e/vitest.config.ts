import { defineConfig } from "vitest/config";

// Tests in a real browser against the built program.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: [process.env.SHOTS ? "shots.ts" : "*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    fileParallelism: false, // two cores, and one test measures
    reporters: ["default"],
  },
});
