// A chart is drawn once, by the server, as SVG; here it is put into the page so
// that it takes the page's colours, and its marks open their sentences.
import { Menu } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconDownload } from "@tabler/icons-react";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { MouseEvent, KeyboardEvent as ReactKey } from "react";
import { useAddress } from "../app/address";
import { words } from "../words";
import classes from "./Chart.module.css";

export type ChartName = "force" | "timeline" | "strip" | "matrix" | "standings";

function address(name: ChartName, kind: "svg" | "csv", query: object, width?: number): string {
  const p = new URLSearchParams();
  for (const [k, v] of Object.entries(query)) {
    if (Array.isArray(v)) for (const x of v) p.append(k, String(x));
    else if (v !== undefined && v !== "" && v !== false) p.set(k, String(v));
  }
  if (width) p.set("width", String(width));
  return `/api/v1/charts/${name}.${kind}?${p}`;
}

// save hands a file to the reader.
function save(name: string, data: Blob) {
  const url = URL.createObjectURL(data);
  const a = document.createElement("a");
  a.href = url;
  a.download = name;
  a.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

async function asPNG(svg: string): Promise<Blob> {
  const img = new Image();
  img.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  await img.decode();
  const scale = 2;
  const canvas = document.createElement("canvas");
  canvas.width = img.naturalWidth * scale;
  canvas.height = img.naturalHeight * scale;
  const c = canvas.getContext("2d");
  if (!c) throw new Error("no canvas");
  c.fillStyle = "#fff";
  c.fillRect(0, 0, canvas.width, canvas.height);
  c.scale(scale, scale);
  c.drawImage(img, 0, 0);
  URL.revokeObjectURL(img.src);
  return new Promise((done, failed) => canvas.toBlob((b) => (b ? done(b) : failed(new Error("no picture"))), "image/png"));
}

interface Props {
  name: ChartName;
  query: object;
  file: string; // what downloads are called, without ending
  downloads?: boolean;
  onMark?: (data: DOMStringMap) => void; // instead of opening the drawer
}

export function Chart({ name, query, file, downloads = true, onMark }: Props) {
  const { ref, width } = useElementSize();
  // In steps, so that a moving edge of the window does not ask for each pixel.
  const w = Math.max(280, Math.floor(width / 20) * 20);
  const a = useAddress();
  const { data } = useQuery({
    queryKey: ["chart", name, query, w],
    enabled: width > 0,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const r = await fetch(address(name, "svg", query, w), { signal });
      if (!r.ok) throw new Error(r.statusText);
      return r.text();
    },
  });
  const act = (from: EventTarget) => {
    const mark = (from as Element).closest<SVGElement>("[data-entries],[data-day]");
    if (!mark) return;
    if (onMark) onMark(mark.dataset);
    else a.update({ open: mark.dataset.entries ? mark.dataset.entries.split(" ") : ["nothing"] });
  };
  const get = async (kind: "svg" | "csv") =>
    (await fetch(address(name, kind, query, kind === "svg" ? Math.max(w, 760) : undefined))).text();
  return (
    <figure className={classes.figure}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the marks inside are the buttons; this listens for all of them */}
      <div
        ref={ref}
        className={classes.chart}
        onClick={(e: MouseEvent) => act(e.target)}
        onKeyDown={(e: ReactKey) => {
          if ((e.key === "Enter" || e.key === " ") && (e.target as Element).closest('[role="button"]')) {
            e.preventDefault();
            act(e.target);
          }
        }}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: our own server wrote it and escaped what comes from the case
        dangerouslySetInnerHTML={{ __html: data ?? "" }}
      />
      {downloads && data && (
        <div className={classes.downloads}>
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <button type="button" className={classes.button}>
                <IconDownload size="1em" aria-hidden="true" /> {words.common.download}
              </button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={async () => save(`${file}.svg`, new Blob([await get("svg")], { type: "image/svg+xml" }))}>
                {words.common.asSVG}
              </Menu.Item>
              <Menu.Item onClick={async () => save(`${file}.png`, await asPNG(await get("svg")))}>{words.common.asPNG}</Menu.Item>
              <Menu.Item onClick={async () => save(`${file}.csv`, new Blob([await get("csv")], { type: "text/csv" }))}>
                {words.common.asCSV}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      )}
    </figure>
  );
}
