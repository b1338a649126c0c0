// The one catalogue of what the page says. Every visible string stands here, by
// sheet; names and sentences come from the case.
import { changed } from "./changed";
import { common } from "./common";
import { force } from "./force";
import { frame } from "./frame";
import { mandate } from "./mandate";
import { matrix } from "./matrix";
import { overview } from "./overview";
import { record } from "./record";
import { roadmap } from "./roadmap";
import { sentence } from "./sentence";
import { sticking } from "./sticking";
import { tour } from "./tour";

export const words = { changed, common, force, frame, mandate, matrix, overview, record, roadmap, sentence, sticking, tour };
