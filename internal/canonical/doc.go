// Package canonical writes the YAML files of a case folder in one form, so that
// a diff shows what was said and not how it was typed (`mandate fmt`).
//
// A worked example: Format turns
//
//	entries:
//	- effects: [{accepts: "roe == \"defence\""}]   # as read out
//	  id: "usa-2025-12-19-1"
//
// into
//
//	entries:
//	  - id: usa-2025-12-19-1
//	    effects:
//	      - {accepts: roe == "defence"} # as read out
//
// The form: block style, two spaces, lists indented under their key; lists of
// ids as [a, b] up to 100 columns; a map that was written as {…} stays so up to
// 120 columns; keys in the order of docs/format.md, unknown ones after them;
// quotes only where needed, single ones first; prose (summary, quote, why …)
// that would pass 120 columns folded with >-; one blank line between top-level
// keys, unless both are one-liners, and between the items of top-level lists
// that take several lines; LF line ends, no byte-order mark, one final newline.
// A single blank line that sets apart a comment or an item of a list is kept.
//
// # Comments
//
// The comments do not come from the YAML library, whose attachment loses or
// moves some of them, but from a scan of the text: outside of quoted and block
// scalars, whose places the library reports exactly, a # after white space
// begins a comment. Each is given to one item (a key with its value, or an
// element of a list):
//
//	# head: stands above the item
//	item: # line: ends the line on which the item begins
//	  # inner: below an item that holds nothing
//	# foot: follows the item without a blank line and is followed by one,
//	# or stands at the end of a list or map, indented like its items
//
// and moves with it when keys change places. Comments at the head of the file,
// set apart by a blank line, and the line for editors (yaml-language-server)
// stay at its head; comments set apart at the end of the file stay there.
//
// # Invariants
//
// Format(Format(x)) is Format(x). Before returning, Format reads its result
// back and compares it with the input: the data with its types, the comments as
// a bag of lines, and the item and slot that each comment has. On any
// difference it returns an error, "refusing to format: …".
//
// # What it does not do
//
// It does not check that the file is a valid case file; package casefile does.
// What the format refuses (anchors, aliases, merge keys, tags, several
// documents, keys that are no scalars) it refuses too.
package canonical
