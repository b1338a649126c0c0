package casefile

import (
	"strconv"
	"strings"
)

// This file holds the wording that more than one check shares. Messages say
// what is wrong in the words of the user, without a capital and a period.

func q(s string) string { return strconv.Quote(s) }

// names lists the names that would be right, shortened.
func names(what string, among []string) string {
	const show = 8
	switch {
	case len(among) == 0:
		return what + ", but the case has none"
	case len(among) > show:
		return what + ": " + strings.Join(among[:show], ", ") + " … (" + strconv.Itoa(len(among)) + " in all)"
	}
	return what + ": " + strings.Join(among, ", ")
}

// or lists alternatives: a, b or c.
func or(list []string) string {
	switch len(list) {
	case 0:
		return ""
	case 1:
		return list[0]
	}
	return strings.Join(list[:len(list)-1], ", ") + " or " + list[len(list)-1]
}

// and lists things: a, b and c.
func and(list []string) string {
	if len(list) < 2 {
		return or(list)
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

func article(s string) string {
	if s != "" && strings.ContainsRune("aeio", rune(s[0])) {
		return "an " + s
	}
	return "a " + s
}
