import { words } from "../words";

export function ForceSheet() {
  return <h1>{words.frame.pages.force}</h1>;
}
