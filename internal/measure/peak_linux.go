package main

import (
	"os"
	"syscall"
)

// peak is the most memory that a finished process held, in MB.
func peak(p *os.ProcessState) float64 {
	if u, ok := p.SysUsage().(*syscall.Rusage); ok {
		return float64(u.Maxrss) / 1024
	}
	return 0
}
