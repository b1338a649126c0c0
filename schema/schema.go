// Package schema holds the JSON Schemas of the case files and of the answers.
// They are generated: those of the case files from the tables of package
// casefile, those of the answers from package report.
package schema

import "embed"

// Files are the schemas, by name: case.schema.json, record.schema.json …; those
// of answers under answers/.
//
//go:embed *.json
var Files embed.FS
