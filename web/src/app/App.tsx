import { useEffect, useRef } from "react";
import { useLiveReload } from "../api/events";
import { useCase } from "../api/questions";
import { ForceSheet } from "../pages/Force";
import { MandateSheet } from "../pages/Mandate";
import { MatrixSheet } from "../pages/Matrix";
import { Overview } from "../pages/Overview";
import { RecordSheet } from "../pages/Record";
import { RoadmapSheet } from "../pages/Roadmap";
import { StickingPoints } from "../pages/StickingPoints";
import { Answered } from "../parts/Answered";
import { words } from "../words";
import classes from "./App.module.css";
import { hrefTo, type PageId, pages, useAddress } from "./address";
import { Drawer } from "./Drawer";
import { Keys, useKeys } from "./Keys";
import { Link } from "./Link";
import { Search } from "./Search";
import { TopBar } from "./TopBar";
import { Tour } from "./Tour";

const sheets: Record<PageId, () => React.ReactNode> = {
  overview: Overview,
  matrix: MatrixSheet,
  mandate: MandateSheet,
  "sticking-points": StickingPoints,
  roadmap: RoadmapSheet,
  force: ForceSheet,
  record: RecordSheet,
};

export function App() {
  useLiveReload();
  useKeys();
  const a = useAddress();
  const c = useCase();
  const open = a.has("open");
  const Sheet = a.page ? sheets[a.page] : NotThere;
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    const name = a.page ? words.frame.pages[a.page] : words.frame.notThere;
    document.title = c.data ? `${name} · ${c.data.title}` : words.frame.name;
  }, [a.page, c.data]);
  const shown = useRef(a.page);
  useEffect(() => {
    if (shown.current !== a.page) {
      shown.current = a.page;
      window.scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
    // On a narrow screen the sheets are a row that scrolls.
    const here = document.querySelector("nav [aria-current=page]");
    const row = here?.closest("nav");
    if (here && row && row.scrollWidth > row.clientWidth) {
      const at = here.getBoundingClientRect();
      row.scrollBy({ left: at.left + at.width / 2 - row.clientWidth / 2 });
    }
  }, [a.page]);
  return (
    <div className={`${classes.window} ${open ? classes.withDrawer : ""}`}>
      {/* biome-ignore lint/a11y/useValidAnchor: it goes to a place on the page; the address, which holds the state, stays as it is */}
      <a
        className={classes.skip}
        href="#sheet"
        onClick={(e) => {
          e.preventDefault(); // the address is the page's own
          main.current?.focus();
        }}
      >
        {words.frame.skip}
      </a>
      <TopBar />
      <nav className={classes.rail} aria-label={words.frame.sheets}>
        <ul>
          {pages.map((p) => (
            <li key={p}>
              <Link to={hrefTo(p)} className={classes.railLink} current={a.page === p}>
                {words.frame.pages[p]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main id="sheet" ref={main} className={classes.sheet} tabIndex={-1}>
        <Answered of={c} lines={8}>
          {() => <Sheet />}
        </Answered>
      </main>
      {open && <Drawer />}
      <Search />
      <Keys />
      <Tour />
    </div>
  );
}

function NotThere() {
  return (
    <>
      <h1>{words.frame.notThere}</h1>
      <p>{words.frame.notThereMore}</p>
      <Link to={hrefTo("overview")}>{words.frame.toOverview}</Link>
    </>
  );
}
