// Search: whatever has the words, and the sheets.
import { Spotlight, spotlight } from "@mantine/spotlight";
import { IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import type { Schemas } from "../api/client";
import { useSearch } from "../api/questions";
import { words } from "../words";
import { go, hrefTo, pages } from "./address";
import { long } from "./dates";

type Hit = Schemas["Hit"];

// where tells where a hit is looked at.
function where(h: Hit): string {
  switch (h.kind) {
    case "entry":
      return hrefTo("record", { open: h.id });
    case "actor":
      return hrefTo("record", { actor: h.id });
    case "issue":
      return hrefTo("record", { issue: h.id });
    case "option":
      return hrefTo("mandate", { why: `${h.issue}=${h.id}` });
    case "goal":
      return hrefTo("sticking-points", { goal: h.id });
    case "step":
      return hrefTo("record", { step: h.id });
    case "source":
      return hrefTo("record", { source: h.id });
    default:
      return hrefTo("mandate", { left: h.id });
  }
}

export function Search() {
  const [text, setText] = useState("");
  const found = useSearch(text);
  const hits = text.trim() === "" ? [] : (found.data?.hits ?? []);
  const rest = (found.data?.total ?? 0) - hits.length;
  // Enter takes the first hit, unless the arrows have chosen another one.
  const enter = (e: KeyboardEvent) => {
    const hit = hits[0];
    if (e.key !== "Enter" || !hit || found.data?.text !== text || document.querySelector("[data-action][data-selected]")) return;
    e.preventDefault();
    spotlight.close();
    go(where(hit));
  };
  const sheets = pages.filter((p) => words.frame.pages[p].toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      shortcut={["mod + K", "/"]}
      scrollable
      maxHeight="min(70vh, 40rem)"
      size={680}
      attributes={{ content: { "aria-label": words.frame.search } }}
    >
      <Spotlight.Search
        onKeyDown={enter}
        placeholder={words.frame.searchHint}
        aria-label={words.frame.search}
        leftSection={<IconSearch size={17} />}
      />
      <Spotlight.ActionsList>
        {hits.map((h) => (
          <Spotlight.Action
            key={`${h.kind} ${h.issue ?? ""} ${h.id}`}
            onClick={() => go(where(h))}
            label={h.kind === "entry" ? `${long(h.day)} · ${h.name}` : h.name}
            description={h.kind === "entry" ? h.text : [words.frame.kinds[h.kind], h.text].filter(Boolean).join(" · ")}
          />
        ))}
        {text.trim() !== "" && rest > 0 && <Spotlight.Empty>{words.frame.moreFound(rest)}</Spotlight.Empty>}
        {sheets.map((p) => (
          <Spotlight.Action key={p} onClick={() => go(hrefTo(p))} label={words.frame.pages[p]} description={words.frame.sheet} />
        ))}
        {text.trim() !== "" && found.data && hits.length === 0 && sheets.length === 0 && (
          <Spotlight.Empty>{words.frame.nothingFound}</Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
