import createClient from "openapi-fetch";
import type { components, operations, paths } from "./types";

export type Schemas = components["schemas"];
export type Params<Op extends keyof operations> = NonNullable<operations[Op]["parameters"]["query"]>;

// Failed is an answer that is a problem document.
export class Failed extends Error {
  constructor(readonly problem: Schemas["Problem"]) {
    super(problem.detail);
  }
}

export const api = createClient<paths>({
  baseUrl: "",
  querySerializer: { array: { style: "form", explode: true } },
});

export function unwrap<T>(x: { data?: T; error?: unknown; response: Response }): T {
  if (x.data !== undefined) return x.data;
  const p = x.error as Schemas["Problem"] | undefined;
  throw new Failed(
    p?.detail ? p : { title: x.response.statusText, status: x.response.status, detail: x.response.statusText, code: "internal" },
  );
}
