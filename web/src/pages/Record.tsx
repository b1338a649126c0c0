import { words } from "../words";

export function RecordSheet() {
  return <h1>{words.frame.pages.record}</h1>;
}
