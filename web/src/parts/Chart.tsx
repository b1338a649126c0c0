// A chart is drawn once, by the server, as SVG; here it is put into the page so
// that it takes the page's colours, and its marks open their sentences.
import { useElementSize } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type MouseEvent, type KeyboardEvent as ReactKey, useLayoutEffect, useRef } from "react";
import { useAddress } from "../app/address";
import { Problem } from "./Answered";
import classes from "./Chart.module.css";
import { type ChartName, Downloads, getChart } from "./Downloads";

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
  const chart = useQuery({
    queryKey: ["chart", name, query, w],
    enabled: width > 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => getChart(name, "svg", { ...query, width: w }, signal),
  });
  const data = chart.data;
  // A chart that is drawn anew, as its width has changed, keeps the focus on its mark.
  const figure = useRef<HTMLElement>(null);
  const at = useRef("");
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time it is drawn
  useLayoutEffect(() => {
    if (!at.current || document.activeElement !== document.body) return;
    for (const mark of figure.current?.querySelectorAll<SVGElement>('[role="button"]') ?? [])
      if (mark.getAttribute("aria-label") === at.current) return mark.focus({ preventScroll: true });
  }, [data]);
  const act = (from: EventTarget) => {
    const mark = (from as Element).closest<SVGElement>("[data-entries],[data-day]");
    if (!mark) return;
    if (onMark) onMark(mark.dataset);
    else a.update({ open: mark.dataset.entries ? mark.dataset.entries.split(" ") : ["nothing"] });
  };
  return (
    <figure ref={figure} className={classes.figure}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the marks inside are the buttons; this listens for all of them */}
      <div
        ref={ref}
        className={classes.chart}
        onClick={(e: MouseEvent) => act(e.target)}
        onFocus={(e) => {
          at.current = e.target.getAttribute("aria-label") ?? "";
        }}
        onBlur={(e) => {
          if (e.relatedTarget) at.current = "";
        }}
        onKeyDown={(e: ReactKey) => {
          if ((e.key === "Enter" || e.key === " ") && (e.target as Element).closest('[role="button"]')) {
            e.preventDefault();
            act(e.target);
          }
        }}
        // biome-ignore lint/security/noDangerouslySetInnerHtml: our own server wrote it and escaped what comes from the case
        dangerouslySetInnerHTML={{ __html: data ?? "" }}
      />
      {chart.isError && <Problem error={chart.error} again={() => void chart.refetch()} />}
      {downloads && data && <Downloads name={name} query={query} file={file} width={Math.max(w, 760)} />}
    </figure>
  );
}
