// The one catalogue of what the page says. Every visible string stands here, by
// sheet; names and sentences come from the case.
import { common } from "./common";
import { frame } from "./frame";
import { matrix } from "./matrix";
import { overview } from "./overview";
import { record } from "./record";
import { sentence } from "./sentence";
import { tour } from "./tour";

export const words = { common, frame, matrix, overview, record, sentence, tour };
