package pb

// varHeap is a binary heap of variables, the most active on top. Equal
// activities are ordered by number, so that the order depends on nothing else.
// Variables that have met no conflict yet all have activity 0: they wait outside
// the heap and come after it, in the order of their numbers. In large instances
// they are nearly all.
type varHeap struct {
	activity []float64
	heap     []Var
	index    []int32 // place in heap, or -1
	calm     Var     // no open variable of activity 0 has a smaller number
}

func (h *varHeap) grow() {
	v := Var(len(h.activity))
	h.activity = append(h.activity, 0)
	h.index = append(h.index, -1)
	h.push(v)
}

func (h *varHeap) before(a, b Var) bool {
	x, y := h.activity[a], h.activity[b]
	return x > y || x == y && a < b
}

func (h *varHeap) push(v Var) {
	if h.activity[v] == 0 {
		h.calm = min(h.calm, v)
		return
	}
	if h.index[v] >= 0 {
		return
	}
	h.index[v] = int32(len(h.heap))
	h.heap = append(h.heap, v)
	h.up(len(h.heap) - 1)
}

// pop removes and returns the first variable. It may return one that is not
// open any more.
func (h *varHeap) pop() (Var, bool) {
	if len(h.heap) == 0 {
		for int(h.calm) < len(h.activity) {
			v := h.calm
			h.calm++
			if h.activity[v] == 0 {
				return v, true
			}
		}
		return 0, false
	}
	v := h.heap[0]
	last := h.heap[len(h.heap)-1]
	h.heap = h.heap[:len(h.heap)-1]
	h.index[v] = -1
	if len(h.heap) > 0 {
		h.heap[0] = last
		h.index[last] = 0
		h.down(0)
	}
	return v, true
}

// raise adds to the activity of v and restores the order.
func (h *varHeap) raise(v Var, by float64) {
	calm := h.activity[v] == 0
	h.activity[v] += by
	if i := h.index[v]; i >= 0 {
		h.up(int(i))
	} else if calm {
		h.push(v)
	}
}

func (h *varHeap) up(i int) {
	v := h.heap[i]
	for i > 0 {
		p := (i - 1) / 2
		if !h.before(v, h.heap[p]) {
			break
		}
		h.heap[i] = h.heap[p]
		h.index[h.heap[i]] = int32(i)
		i = p
	}
	h.heap[i] = v
	h.index[v] = int32(i)
}

func (h *varHeap) down(i int) {
	v := h.heap[i]
	for {
		c := 2*i + 1
		if c >= len(h.heap) {
			break
		}
		if c+1 < len(h.heap) && h.before(h.heap[c+1], h.heap[c]) {
			c++
		}
		if !h.before(h.heap[c], v) {
			break
		}
		h.heap[i] = h.heap[c]
		h.index[h.heap[i]] = int32(i)
		i = c
	}
	h.heap[i] = v
	h.index[v] = int32(i)
}
