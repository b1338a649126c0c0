import { ActionIcon, Menu, useMantineColorScheme } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { spotlight } from "@mantine/spotlight";
import { IconArrowBackUp, IconArrowForwardUp, IconDots, IconSearch } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useCase } from "../api/questions";
import { words } from "../words";
import { AsOf } from "./AsOf";
import { canRedo, canUndo, hrefTo, redo, undo, useAddress } from "./address";
import { long } from "./dates";
import { openKeys } from "./Keys";
import { Link } from "./Link";
import classes from "./TopBar.module.css";
import { startTour } from "./Tour";

// TopBar holds what belongs to all sheets: the case, the day, search, undo.
export function TopBar() {
  const c = useCase();
  const a = useAddress();
  const { ref, height } = useElementSize();
  useEffect(() => {
    if (height > 0) document.documentElement.style.setProperty("--m-top", `${Math.round(height) + 1}px`);
  }, [height]);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(location.href);
    setCopied(true);
    setTimeout(() => setCopied(false), 4000);
  };
  return (
    <header className={classes.bar} ref={ref}>
      <div className={classes.row}>
        <Link to={hrefTo("overview")} className={classes.name}>
          {words.frame.name}
        </Link>
        <span className={classes.title}>
          <bdi>{c.data?.title}</bdi>
        </span>
        <div className={classes.tools}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={words.frame.undo}
            title={words.frame.undo}
            disabled={!canUndo()}
            onClick={undo}
          >
            <IconArrowBackUp size={18} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={words.frame.redo}
            title={words.frame.redo}
            disabled={!canRedo()}
            onClick={redo}
          >
            <IconArrowForwardUp size={18} />
          </ActionIcon>
          <button type="button" className={classes.search} onClick={() => spotlight.open()}>
            <IconSearch size={15} aria-hidden="true" />
            <span>{words.frame.search}</span>
            <kbd>{words.frame.searchKey}</kbd>
          </button>
          <Menu position="bottom-end" width={230}>
            <Menu.Target>
              <ActionIcon variant="subtle" color="gray" aria-label={words.frame.more}>
                <IconDots size={18} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={startTour}>{words.frame.tour}</Menu.Item>
              <Menu.Item onClick={openKeys}>{words.frame.keys}</Menu.Item>
              <Menu.Item onClick={() => window.print()}>{words.frame.print}</Menu.Item>
              <Menu.Item closeMenuOnClick={false} onClick={() => void copy()}>
                {copied ? words.frame.copied : words.frame.copyLink}
              </Menu.Item>
              <Menu.Divider />
              <Menu.Label>{words.frame.look}</Menu.Label>
              {(["auto", "light", "dark"] as const).map((x) => (
                <Menu.Item
                  key={x}
                  role="menuitemradio"
                  aria-checked={colorScheme === x}
                  onClick={() => setColorScheme(x)}
                  fw={colorScheme === x ? 650 : 400}
                >
                  {words.frame.looks[x]}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        </div>
      </div>
      <AsOf />
      <Narrowed />
      {(c.data?.problems.length ?? 0) > 0 && c.data?.problems.some((p) => p.severity === "error") && (
        <p role="alert" className={classes.broken}>
          {words.frame.folderBroken}{" "}
          {c.data.problems
            .filter((p) => p.severity === "error")
            .slice(0, 1)
            .map((p) => `${p.file}${p.line ? `:${p.line}:${p.column}` : ""}: ${p.message}${p.hint ? ` (${p.hint})` : ""}`)}
        </p>
      )}
      <p className={classes.printed}>
        {words.frame.name} · {c.data?.title} · {words.frame.asOf} {long(a.get("as_of") || c.data?.as_of)}
      </p>
    </header>
  );
}

// Narrowed says that not the whole record is read, and lets it be restored.
function Narrowed() {
  const a = useAddress();
  const without = a.all("without");
  const says: string[] = [];
  if (without.length > 0) says.push(`${words.frame.withoutEntries(without.length)} (${without.join(", ")})`);
  if (a.get("recorded_by")) says.push(words.frame.recordedBy(long(a.get("recorded_by"))));
  if (a.get("no_assumptions") === "true") says.push(words.frame.noAssumptions);
  if (a.get("min_firmness")) says.push(words.frame.minFirmness(a.get("min_firmness")));
  if (a.get("known_by")) says.push(words.frame.knownBy(long(a.get("known_by"))));
  if (says.length === 0) return null;
  return (
    <output className={classes.narrowed}>
      <span>
        {words.frame.narrowed}
        {": "}
        {says.join("; ")}
      </span>
      <button
        type="button"
        onClick={() => a.update({ without: null, no_assumptions: null, min_firmness: null, known_by: null, recorded_by: null })}
      >
        {words.frame.restore}
      </button>
    </output>
  );
}
