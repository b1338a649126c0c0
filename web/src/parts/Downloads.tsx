// A chart as a file: the picture that stands alone, with its title, the case and
// the day, or the table behind it. It needs no chart on the screen.
import { Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { Failed } from "../api/client";
import { words } from "../words";
import classes from "./Chart.module.css";

export type ChartName =
  | "force"
  | "timeline"
  | "strip"
  | "matrix"
  | "standings"
  | "roadmap"
  | "circle"
  | "schedule"
  | "curve"
  | "tornado";

function chartAddress(name: ChartName, kind: "svg" | "csv", query: object): string {
  const p = new URLSearchParams();
  for (const [k, v] of Object.entries(query)) {
    if (Array.isArray(v)) for (const x of v) p.append(k, String(x));
    else if (v !== undefined && v !== "" && v !== false) p.set(k, String(v));
  }
  return `/api/v1/charts/${name}.${kind}?${p}`;
}

// getChart asks for a chart; a problem of the server is one of the page.
export async function getChart(name: ChartName, kind: "svg" | "csv", query: object, signal?: AbortSignal): Promise<string> {
  const r = await fetch(chartAddress(name, kind, query), signal ? { signal } : {});
  if (r.ok) return r.text();
  throw new Failed(await r.json());
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
  width?: number; // of the picture
}

export function Downloads({ name, query, file, width = 760 }: Props) {
  const get = async (kind: "svg" | "csv") => {
    const more = kind === "svg" ? { width, file: true } : {};
    return getChart(name, kind, { ...query, ...more });
  };
  const [failed, setFailed] = useState(false);
  const hand = (kind: string, make: () => Promise<Blob>) => async () => {
    setFailed(false);
    try {
      save(`${file}.${kind}`, await make());
    } catch {
      setFailed(true);
    }
  };
  return (
    <div className={classes.downloads}>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <button type="button" className={classes.button}>
            <IconDownload size="1em" aria-hidden="true" /> {words.common.download}
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={hand("svg", async () => new Blob([await get("svg")], { type: "image/svg+xml" }))}>
            {words.common.asSVG}
          </Menu.Item>
          <Menu.Item onClick={hand("png", async () => asPNG(await get("svg")))}>{words.common.asPNG}</Menu.Item>
          <Menu.Item onClick={hand("csv", async () => new Blob([await get("csv")], { type: "text/csv" }))}>
            {words.common.asCSV}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {failed && <span role="alert">{words.common.failed}</span>}
    </div>
  );
}
