package crosscheck_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"sort"
	"strings"
	"testing"
	"time"
)

var (
	cases    = flag.Int("cases", 60, "small random cases to compare with clingo")
	first    = flag.Uint64("first", 1, "seed of the first of them")
	large    = flag.Bool("large", false, "compare generated cases of the sizes M and L, too")
	required = flag.Bool("required", false, "fail if clingo is not installed")
)

// need skips the test if clingo is not there, and says so.
func need(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("clingo"); err == nil {
		return
	}
	if *required {
		t.Fatal("clingo is required and not installed")
	}
	fmt.Println("clingo: NOT CHECKED, it is not installed")
	t.Skip("clingo: NOT CHECKED, it is not installed")
}

// answer is what clingo says.
type answer struct {
	sat   bool
	best  bool       // an optimum was proven
	sets  [][]string // the atoms of the answer sets shown, each sorted
	costs []int64    // of the last one
}

// last lists the atoms of the last answer set.
func (a answer) last() []string {
	if len(a.sets) == 0 {
		return nil
	}
	return a.sets[len(a.sets)-1]
}

// patience bounds one question to clingo.
const patience = 300 * time.Second

// errPatience says that clingo was not done in time.
var errPatience = errors.New("not answered in time")

// clingo runs clingo on a program.
func clingo(program string, args ...string) (answer, error) {
	cmd := exec.Command("clingo", append([]string{"--outf=2", "-"}, args...)...)
	cmd.Stdin = strings.NewReader(program)
	var out, msg bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &msg
	if err := cmd.Start(); err != nil {
		return answer{}, err
	}
	timer := time.AfterFunc(patience, func() { cmd.Process.Signal(os.Interrupt) })
	err := cmd.Wait()
	timer.Stop()
	// clingo tells its answer by exit code, too: 10 and 30 satisfiable, 20 not.
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return answer{}, err
	}
	n := cmd.ProcessState.ExitCode()
	if n == 1 || n == 11 { // it was interrupted
		return answer{}, fmt.Errorf("clingo %v: %w", args, errPatience)
	}
	if n != 10 && n != 20 && n != 30 {
		return answer{}, fmt.Errorf("clingo %v ends with %d: %s", args, n, msg.String())
	}
	// No warning is expected but that a question has nothing to choose from.
	for _, l := range strings.Split(msg.String(), "\n") {
		if l != "" && !strings.Contains(l, "domRec ignored") {
			return answer{}, fmt.Errorf("clingo %v warns: %s", args, msg.String())
		}
	}
	var j struct {
		Result string
		Call   []struct {
			Witnesses []struct {
				Value []string
				Costs []int64
			}
		}
		Models struct{ More, Optimum string }
	}
	if err := json.Unmarshal(out.Bytes(), &j); err != nil {
		return answer{}, fmt.Errorf("clingo %v: %w in %.200q", args, err, out.String())
	}
	a := answer{sat: j.Result != "UNSATISFIABLE", best: j.Models.Optimum == "yes"}
	switch j.Result {
	case "SATISFIABLE", "UNSATISFIABLE", "OPTIMUM FOUND":
	default:
		return answer{}, fmt.Errorf("clingo %v says %q", args, j.Result)
	}
	for _, c := range j.Call {
		for _, w := range c.Witnesses {
			sort.Strings(w.Value)
			for _, v := range w.Value {
				if strings.HasPrefix(v, "unknown_") {
					return answer{}, fmt.Errorf("clingo %v: %s", args, v)
				}
			}
			a.sets = append(a.sets, w.Value)
			a.costs = w.Costs
		}
	}
	return a, nil
}

// args takes an atom such as p("a","b") apart.
func args(atom string) (name string, list []string) {
	name, rest, ok := strings.Cut(atom, "(")
	if !ok {
		return name, nil
	}
	for _, x := range strings.Split(strings.TrimSuffix(rest, ")"), ",") {
		list = append(list, strings.Trim(x, `"`))
	}
	return name, list
}

// of lists the arguments of the atoms with the name, as words.
func of(atoms []string, name string) (out []string) {
	for _, a := range atoms {
		if n, list := args(a); n == name {
			out = append(out, strings.Join(list, " "))
		}
	}
	sort.Strings(out)
	return out
}
