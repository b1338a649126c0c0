// Names may run from right to left. Between these two marks (FSI and PDI of
// Unicode) such a name keeps its own direction and leaves that of the text around
// it alone; where an element can be had, <bdi> does the same. Other names stay
// as they are, so that what is copied holds no marks that nobody sees.
const fromTheRight = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

export const isolate = (name: string) => (fromTheRight.test(name) ? `\u2068${name}\u2069` : name);

export const names = (of: readonly string[], between = ", ") => of.map(isolate).join(between);
