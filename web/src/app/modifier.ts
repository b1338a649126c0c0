// The key that goes with a letter, as this machine's keyboard has it.
const apple = typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.platform);

export const withKey = (letter: string) => (apple ? `⌘${letter}` : `Ctrl-${letter}`);
export const withShift = (letter: string) => (apple ? `⇧⌘${letter}` : `Ctrl-Shift-${letter}`);
