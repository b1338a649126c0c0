// Live reload: when a file of the case changes, all answers are asked again;
// what is on the screen stays until the new ones are there.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { Schemas } from "./client";

export function useLiveReload() {
  const client = useQueryClient();
  useEffect(() => {
    const stream = new EventSource("/api/v1/events");
    let known = "";
    stream.addEventListener("changed", (e) => {
      const { revision } = JSON.parse((e as MessageEvent<string>).data) as { revision: string };
      // The first one tells whether the folder has changed since the first answers.
      const was = known || client.getQueryData<Schemas["Case"]>(["case", {}])?.revision || revision;
      if (was !== revision) void client.invalidateQueries();
      known = revision;
    });
    return () => stream.close();
  }, [client]);
}
