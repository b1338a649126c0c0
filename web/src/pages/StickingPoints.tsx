import { words } from "../words";

export function StickingPoints() {
  return <h1>{words.frame.pages["sticking-points"]}</h1>;
}
