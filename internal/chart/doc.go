// Package chart draws answers as SVG. A chart is drawn once, here, and used
// twice: the page puts it into its document, where its marks can be pointed at
// and opened, and a report takes it as a file.
//
// Like package report it decides nothing: every mark is something that an
// answer says, and carries the ids of the entries that cause it. What an answer
// does not say is not drawn: where it does not split a sum, the sum is drawn
// whole.
//
// All lengths are whole tenths of a CSS pixel, so the bytes are the same on
// every machine. Text is never scaled: it is measured by a table of widths on
// the safe side, wrapped, or shortened with the whole of it in a <title>.
//
// Colours are the page's tokens (--m-ink, --m-agreed …); a file that stands
// alone falls back to colours of its own, light or dark. Shape and fill carry
// the meaning, colour repeats it: a chart reads the same in greyscale.
package chart
