// The one catalogue of what the page says. Every visible string stands here, by
// sheet; names and sentences come from the case.
import { common } from "./common";
import { frame } from "./frame";
import { mandate } from "./mandate";
import { overview } from "./overview";
import { sentence } from "./sentence";
import { tour } from "./tour";

export const words = { common, frame, mandate, overview, sentence, tour };
