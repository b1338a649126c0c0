package report

import "fmt"

// gradeWords are those of the Peace Accords Matrix.
var gradeWords = [...]string{"not initiated", "minimal", "intermediate", "full"}

// GradeWord writes an implementation grade with its word: 1 minimal.
func GradeWord(g int) string { return fmt.Sprintf("%d %s", g, gradeWords[g]) }
