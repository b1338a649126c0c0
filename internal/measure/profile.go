package main

import (
	"os"
	"runtime/pprof"

	"mandate"
	"mandate/internal/casefile"
	"mandate/internal/record"
	"mandate/internal/report"
)

// profile answers check on a folder five times and writes where the time goes.
func profile(folder, file string) (err error) {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() {
		if e := f.Close(); err == nil {
			err = e
		}
	}()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	for range 5 {
		c, _, _ := casefile.LoadDir(folder)
		st, err := record.At(c, mandate.Query{})
		if err != nil {
			return err
		}
		if _, err := report.BuildCheck(st, report.Options{}); err != nil {
			return err
		}
	}
	return nil
}
