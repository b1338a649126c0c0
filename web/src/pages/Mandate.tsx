import { words } from "../words";

export function MandateSheet() {
  return <h1>{words.frame.pages.mandate}</h1>;
}
