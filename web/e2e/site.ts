// A program that serves a case, and a browser that was let in. Whatever a test
// does, the page must log no error and ask nothing of another host.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";

export const root = resolve(import.meta.dirname, "../..");
export const binary = process.env.MANDATE_BIN ? resolve(root, process.env.MANDATE_BIN) : join(root, "bin/mandate");
export const gaza = join(root, "cases/gaza-isf");

export interface Served {
  origin: string;
  link: string;
  log: string[];
  stop: () => Promise<void>;
}

// serve starts the program in a folder of its own, so that nothing beside the
// binary can help it.
export async function serve(dir: string, ...flags: string[]): Promise<Served> {
  if (!existsSync(binary)) throw new Error(`${binary} is not there: make build`);
  const cwd = mkdtempSync(join(tmpdir(), "mandate-cwd-"));
  const p: ChildProcess = spawn(binary, ["serve", dir, "--open=false", ...flags], { cwd, stdio: ["ignore", "pipe", "pipe"] });
  const log: string[] = [];
  if (!p.stdout || !p.stderr) throw new Error("no output");
  createInterface({ input: p.stderr }).on("line", (l) => log.push(l));
  const link = await new Promise<string>((done, failed) => {
    createInterface({ input: p.stdout as NodeJS.ReadableStream }).once("line", done);
    p.once("exit", (code) => failed(new Error(`the program ended with ${code}: ${log.join("\n")}`)));
  });
  return {
    origin: new URL(link).origin,
    link,
    log,
    stop: () =>
      new Promise((done) => {
        p.removeAllListeners("exit");
        p.once("exit", () => {
          rmSync(cwd, { recursive: true, force: true });
          done();
        });
        p.kill("SIGINT");
      }),
  };
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

// Visitor is a window with what went wrong in it.
export interface Visitor {
  page: Page;
  context: BrowserContext;
  wrong: string[];
  open: (path: string) => Promise<void>;
  close: () => Promise<void>;
}

const states = new Map<string, Awaited<ReturnType<BrowserContext["storageState"]>>>();

export async function visit(browser: Browser, site: Served, options: BrowserContextOptions = {}): Promise<Visitor> {
  if (!states.has(site.link)) {
    const first = await browser.newContext();
    await (await first.newPage()).goto(site.link);
    states.set(site.link, await first.storageState());
    await first.close();
  }
  const context = await browser.newContext({
    viewport: { width: 1400, height: 950 },
    storageState: states.get(site.link),
    ...options,
  });
  const wrong: string[] = [];
  context.on("request", (r) => {
    const u = new URL(r.url());
    if (u.protocol.startsWith("http") && u.origin !== site.origin) wrong.push(`asks another host: ${r.url()}`);
  });
  context.on("weberror", (e) => wrong.push(`error: ${e.error().message}`));
  context.on("console", (m) => {
    if (m.type() === "error" || m.type() === "warning") wrong.push(`${m.type()}: ${m.text()}`);
  });
  const page = await context.newPage();
  return {
    page,
    context,
    wrong,
    open: async (path) => {
      await page.goto(site.origin + path);
      await page.getByRole("main").getByRole("heading", { level: 1 }).waitFor();
    },
    close: () => context.close(),
  };
}

// copyOf copies a case to a folder that a test may change.
export function copyOf(dir: string): string {
  const to = join(mkdtempSync(join(tmpdir(), "mandate-case-")), "case");
  cpSync(dir, to, { recursive: true });
  return to;
}

// generated writes a case of size S, M or L.
export function generated(size: string, seed = 1): string {
  const to = join(mkdtempSync(join(tmpdir(), "mandate-gen-")), `case-${size.toLowerCase()}`);
  execFileSync("go", ["run", "./internal/generate/gencase", "-size", size, "-seed", String(seed), to], {
    cwd: root,
    stdio: "inherit",
  });
  return to;
}
