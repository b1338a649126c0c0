// Names may run from right to left. Between these two marks (FSI and PDI of
// Unicode) a name keeps its own direction and leaves that of the text around it
// alone; where an element can be had, <bdi> does the same.
export const isolate = (name: string) => `\u2068${name}\u2069`;

export const names = (of: readonly string[], between = ", ") => of.map(isolate).join(between);
