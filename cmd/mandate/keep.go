package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"mandate"
	"mandate/internal/diag"
	"mandate/internal/edit"
	"mandate/internal/report"
	"mandate/schema"
)

func (m *Main) lint() *cobra.Command {
	c := &cobra.Command{
		Use: "lint CASE", Short: "Report every mistake in a case folder, with its place",
		Args: exactly(1, "a case folder"),
		RunE: func(c *cobra.Command, args []string) error {
			cs, pos, list, err := readCase(args[0])
			if err != nil {
				return err
			}
			errs, warns := list.Count()
			if errs > 0 {
				m.code = exitUsage
			}
			if m.json {
				l := report.Lint{Schema: "mandate/lint/1", Case: filepath.Base(filepath.Clean(args[0])), Errors: errs, Warnings: warns, Diagnostics: list}
				if l.Diagnostics == nil {
					l.Diagnostics = diag.List{}
				}
				if cs != nil {
					l.Entries, l.Sources = len(cs.Entries), len(cs.Sources)
				}
				return m.printJSON(l)
			}
			p := m.printer(args[0])
			if pos != nil {
				p.Source = pos.Source
			}
			if err := p.Print(m.Out, list); err != nil {
				return err
			}
			word := "clean"
			if errs+warns > 0 {
				word = plural(errs, "error") + ", " + plural(warns, "warning")
			}
			if cs != nil {
				_, err = fmt.Fprintf(m.Out, "%s: %s; %s, %s, %d with effects\n", args[0], word, plural(len(cs.Sources), "source"), plural(len(cs.Entries), "entry"), withEffects(cs))
			} else {
				_, err = fmt.Fprintf(m.Out, "%s: %s\n", args[0], word)
			}
			return err
		},
	}
	c.Flags().BoolVar(&m.json, "json", false, "print JSON")
	return c
}

func withEffects(c *mandate.Case) (n int) {
	for _, e := range c.Entries {
		if len(e.Effects) > 0 {
			n++
		}
	}
	return n
}

func (m *Main) format() *cobra.Command {
	var check bool
	c := &cobra.Command{
		Use: "fmt CASE", Short: "Write the files of a case in canonical form",
		Long: "fmt rewrites the YAML files of a case folder in one canonical form. Comments and the\norder of items are kept; a file that could not be kept whole is refused.",
		Args: exactly(1, "a case folder"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := isCase(args[0]); err != nil {
				return err
			}
			changed, err := edit.FormatDir(args[0], !check)
			var fe *edit.FileError
			if errors.As(err, &fe) {
				return &mandate.Error{Code: mandate.ErrCase, Err: err, Hint: "`mandate lint " + args[0] + "` shows what is wrong; nothing was written"}
			}
			if err != nil {
				return err
			}
			if m.json {
				l := report.Formatted{Schema: "mandate/fmt/1", Case: filepath.Base(filepath.Clean(args[0])), Changed: append([]string{}, changed...), Written: !check}
				if err := m.printJSON(l); err != nil {
					return err
				}
			} else {
				for _, f := range changed {
					if _, err := fmt.Fprintln(m.Out, filepath.ToSlash(filepath.Join(args[0], f))); err != nil {
						return err
					}
				}
			}
			if check && len(changed) > 0 {
				m.code = exitNegative
			}
			return nil
		},
	}
	c.Flags().BoolVar(&check, "check", false, "list what is not canonical, write nothing, exit with 1 if there is any")
	c.Flags().BoolVar(&m.json, "json", false, "print JSON")
	return c
}

func (m *Main) new() *cobra.Command {
	var title string
	c := &cobra.Command{
		Use: "new FOLDER", Short: "Start a case that explains itself",
		Args: exactly(1, "a folder that does not exist or is empty"),
		RunE: func(c *cobra.Command, args []string) error {
			files := map[string][]byte{}
			err := fs.WalkDir(schema.Files, ".", func(p string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() || strings.Contains(p, "/") {
					return err
				}
				b, err := schema.Files.ReadFile(p)
				files[p] = b
				return err
			})
			if err != nil {
				return err
			}
			if err := edit.New(args[0], title, files); err != nil {
				var me *mandate.Error
				if errors.As(err, &me) {
					return err
				}
				return &mandate.Error{Code: mandate.ErrUsage, Op: "new", Err: err}
			}
			if m.json {
				return m.printJSON(report.Started{Schema: "mandate/new/1", Folder: args[0]})
			}
			_, err = fmt.Fprintf(m.Out, "%[1]s: a small invented case to change into yours\nnext: mandate check %[1]s\n", args[0])
			return err
		},
	}
	c.Flags().StringVar(&title, "title", "", "the case's `TITLE`")
	c.Flags().BoolVar(&m.json, "json", false, "print JSON")
	return c
}

func (m *Main) add() *cobra.Command {
	var e edit.NewEntry
	var src edit.NewSource
	var opt edit.Options
	var speaker, office, speakerActor string
	c := &cobra.Command{
		Use: "add CASE", Short: "Append an entry to the record, by prompts or by flags",
		Long: `add appends one entry. Without --actor it asks, and checks each answer at once;
with flags it asks nothing. Nothing is written unless the whole case stays free
of errors.`,
		Example: `  mandate add . 
  mandate add . --actor egypt --said 2026-01-10 --source s12 --voice quote --firmness stated \
      --summary 'Says it will train police.' --effect 'interested: true'`,
		Args: exactly(1, "a case folder"),
		RunE: func(c *cobra.Command, args []string) error {
			cs, err := m.load(args[0])
			if err != nil {
				return err
			}
			e.Speaker = mandate.Speaker{Name: speaker, Office: office, Actor: speakerActor}
			if src.ID != "" {
				e.Source = &src
			}
			if len(e.Actors) == 0 {
				if e, err = edit.Prompt(m.In, m.Err, cs, e); err != nil {
					return err
				}
			}
			file, id, err := edit.Append(args[0], e, opt)
			var inv *edit.InvalidError
			if errors.As(err, &inv) {
				te := m.caseError(args[0], inv.Diagnostics)
				te.message = "add: nothing was written: " + te.message
				te.printer.Source = func(file string) []byte {
					b, err := fs.ReadFile(inv.Files, file)
					if err != nil {
						return nil
					}
					return b
				}
				return te
			}
			if err != nil {
				return err
			}
			if m.json {
				return m.printJSON(report.Added{Schema: "mandate/add/1", Case: cs.Name, File: file, Entry: id})
			}
			_, err = fmt.Fprintf(m.Out, "%s in %s\n", id, filepath.ToSlash(filepath.Join(args[0], file)))
			return err
		},
	}
	fl := c.Flags()
	fl.SortFlags = false
	fl.StringSliceVar(&e.Actors, "actor", nil, "`ACTOR` (several for a joint statement, or one group)")
	fl.StringVar(&e.Said, "said", "", "`DATE` it was said or done")
	fl.StringVar(&e.Reported, "reported", "", "`DATE` it became public")
	fl.StringVar(&e.Recorded, "recorded", "", "`DATE` it is recorded")
	fl.StringVar(&e.Expires, "expires", "", "last `DATE` it holds")
	fl.StringSliceVar(&e.Sources, "source", nil, "`SOURCE` (several: it stands as long as one does)")
	fl.StringVar(&e.At, "at", "", "`PLACE` in the source")
	fl.StringVar(&speaker, "speaker", "", "`NAME` of who spoke")
	fl.StringVar(&office, "office", "", "`OFFICE` of the speaker")
	fl.StringVar(&speakerActor, "speaker-actor", "", "`ACTOR` the speaker speaks for")
	fl.StringVar(&e.Voice, "voice", "", "`VOICE`: quote attributed narrated anonymous")
	fl.StringVar(&e.Firmness, "firmness", "", "`FIRMNESS`: decided stated reported inferred")
	fl.IntVar(&e.Credibility, "credibility", 0, "Admiralty `1-6`")
	fl.StringVar(&e.Handling, "handling", "", "`LEVEL`: public internal restricted")
	fl.StringVar(&e.Summary, "summary", "", "`TEXT` in your own words")
	fl.StringVar(&e.Quote, "quote", "", "spoken or official `WORDS`, at most 15")
	fl.StringArrayVar(&e.Effects, "effect", nil, "`EFFECT` as in docs/format.md; repeat for more")
	fl.StringVar(&e.Context, "context", "", "`REASON` why there is no effect")
	fl.StringSliceVar(&e.Supersedes, "supersedes", nil, "`ENTRY` that this one ends")
	fl.StringSliceVar(&e.Suspends, "suspends", nil, "`ENTRY` that this one suspends")
	fl.StringSliceVar(&e.Disputes, "disputes", nil, "`ENTRY` that this one disputes")
	fl.StringVar(&e.ID, "id", "", "`ID` (default: actor, date, number)")
	fl.StringVar(&opt.File, "file", "", "record `FILE` (default: of the year)")
	fl.StringVar(&src.ID, "new-source", "", "`ID` of a source to add with it")
	fl.StringVar(&src.Title, "source-title", "", "`TITLE` of the new source")
	fl.StringVar(&src.Publisher, "source-publisher", "", "`NAME` of its publisher")
	fl.StringVar(&src.Date, "source-date", "", "its `DATE`")
	fl.StringVar(&src.URL, "source-url", "", "its `URL`")
	fl.StringVar(&src.Reliability, "source-reliability", "", "its Admiralty `LETTER` A-F")
	fl.BoolVar(&m.json, "json", false, "print JSON")
	return c
}
