// The program alone, in an empty folder, serves the real page of a new case.
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { binary, launch, serve, visit } from "./site";

test("the binary in an empty folder serves the page", async () => {
  const dir = mkdtempSync(join(tmpdir(), "mandate-empty-"));
  execFileSync(binary, ["new", "case", "--title", "A new case"], { cwd: dir });
  const site = await serve(join(dir, "case"));
  const browser = await launch();
  const v = await visit(browser, site);
  await v.open("/");
  await v.page.getByRole("navigation", { name: "Sheets" }).getByRole("link", { name: "Matrix" }).click();
  await v.page.getByRole("main").getByRole("heading", { level: 1, name: "Who stands where" }).waitFor();
  expect(await v.page.title()).toContain("A new case");
  expect(v.wrong).toEqual([]);
  await browser.close();
  await site.stop();
});
