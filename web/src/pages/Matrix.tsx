import { words } from "../words";

export function MatrixSheet() {
  return <h1>{words.frame.pages.matrix}</h1>;
}
