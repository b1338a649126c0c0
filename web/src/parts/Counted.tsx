// How what is missing is counted where a coalition is shown, and why the Overview
// may say otherwise.
import { hrefTo } from "../app/address";
import { Link } from "../app/Link";
import { words } from "../words";
import classes from "./Counted.module.css";

export function Counted() {
  return (
    <p className={classes.counted}>
      {words.common.countedMost} <Link to={hrefTo("overview")}>{words.common.toOverview}</Link>
    </p>
  );
}
