// Which goal to ask about: a list, a search for an actor, or a condition.
import { Button, NativeSelect, Select, Textarea } from "@mantine/core";
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from "react";
import { Failed, type Schemas } from "../../api/client";
import { useAddress } from "../../app/address";
import { Link } from "../../app/Link";
import { Glyph } from "../../parts/Mark";
import { useSome } from "../../parts/Some";
import { words } from "../../words";
import classes from "./Ask.module.css";
import { type Asking, consents, type Goals, joins, thePlan } from "./goals";

const w = words.sticking;

interface Props {
  c: Schemas["Case"];
  check: Schemas["Check"];
  goals: Goals;
  error: Error | null;
}

export function Ask({ c, check, goals, error }: Props) {
  return (
    <nav className={classes.ask} aria-label={w.askAbout}>
      <h2 className={classes.title}>{w.askAbout}</h2>
      <Lists goals={goals} />
      <Narrow goals={goals} />
      <Actor c={c} check={check} />
      <Own key={goals.own} c={c} goal={goals.own} error={goals.own ? error : null} />
    </nav>
  );
}

function Lists({ goals }: { goals: Goals }) {
  const a = useAddress();
  return (
    <div className={classes.lists}>
      {goals.plan && (
        <>
          <h3 className={classes.group}>{goals.reachable ? w.notBlocked : w.blocked}</h3>
          <ul>
            <li>
              <Link to={a.href({ goal: thePlan, shown: null })} className={classes.goal} chosen={goals.chosen === ""}>
                <Glyph rung={goals.reachable ? "silent" : "objects"} size={13} /> <span>{w.thePlan}</span>
              </Link>
            </li>
          </ul>
        </>
      )}
      {goals.unreachable.length > 0 && (
        <List title={w.noPlan} name="unreachable" rung="objects" list={goals.unreachable} goals={goals} />
      )}
      {goals.others.length > 0 && (
        <List
          title={goals.reachable ? w.reachable : w.otherGoals}
          name="others"
          rung={goals.reachable ? "silent" : "unknown"}
          list={goals.others}
          goals={goals}
        />
      )}
      {goals.unreachable.length + goals.others.length === 0 && <p className={classes.dim}>{w.noGoals}</p>}
    </div>
  );
}

function List({ title, name, rung, list, goals }: { title: string; name: string; rung: string; list: Asking[]; goals: Goals }) {
  const a = useAddress();
  const { short, toggle } = useSome(name, list.length);
  return (
    <>
      <h3 className={classes.group}>{title}</h3>
      <ul className={short}>
        {list.map((g) => (
          <li key={g.goal}>
            <Link to={a.href({ goal: g.goal, shown: null })} className={classes.goal} chosen={goals.chosen === g.goal}>
              <Glyph rung={rung} size={13} /> <bdi>{g.name}</bdi>
            </Link>
          </li>
        ))}
      </ul>
      {toggle}
    </>
  );
}

// Narrow is the same lists as one field, where there is no room beside the sheet.
function Narrow({ goals }: { goals: Goals }) {
  const a = useAddress();
  const option = (g: Asking) => ({ value: g.goal, label: g.name });
  const data = [
    ...(goals.plan ? [{ value: thePlan, label: w.thePlan }] : []),
    ...(goals.unreachable.length > 0 ? [{ group: w.noPlan, items: goals.unreachable.map(option) }] : []),
    ...(goals.others.length > 0
      ? [{ group: goals.reachable ? w.reachable : w.otherGoals, items: goals.others.map(option) }]
      : []),
  ];
  const known = goals.name(goals.chosen) !== "" || goals.plan;
  if (data.length === 0) return null;
  return (
    <NativeSelect
      className={classes.narrow}
      aria-label={w.askGoal}
      value={known ? goals.chosen || thePlan : "?"}
      onChange={(e) => a.update({ goal: e.currentTarget.value, shown: null })}
      data={known ? data : [{ value: "?", label: w.askGoal, disabled: true }, ...data]}
    />
  );
}

// Actor finds whoever might join or go along, by name.
function Actor({ c, check }: { c: Schemas["Case"]; check: Schemas["Check"] }) {
  const a = useAddress();
  const [text, setText] = useState("");
  const rung = new Map(check.standings.map((s) => [`${s.as} ${s.actor}`, s.rung]));
  const marks = new Map<string, string>();
  const same = new Map(c.goals.map((g) => [g.condition, g.id]));
  const items = (role: "contributor" | "party", condition: (id: string) => string, label: (name: string) => string) =>
    c.actors
      .filter((x) => x.roles.includes(role))
      .map((x) => {
        const value = same.get(condition(x.id)) ?? condition(x.id);
        marks.set(value, rung.get(`${role} ${x.id}`) ?? "unknown");
        return { value, label: label(x.name) };
      })
      .sort((x, y) => x.label.localeCompare(y.label));
  const groups = [
    { group: w.joining, items: items("contributor", joins, w.joins) },
    { group: w.consenting, items: items("party", consents, w.consents) },
  ].filter((g) => g.items.length > 0);
  return (
    <Select
      label={w.anybody}
      placeholder={w.anybodyHint}
      searchable
      data={groups}
      // It asks, and is empty again for the next question.
      value={null}
      searchValue={text}
      onSearchChange={setText}
      onChange={(goal) => {
        if (goal) a.update({ goal, shown: null });
        setText("");
      }}
      nothingFoundMessage={w.nobodyFound}
      maxDropdownHeight={360}
      renderOption={({ option }) => (
        <span className={classes.option}>
          <Glyph rung={marks.get(option.value) ?? "unknown"} size={13} /> <bdi>{option.label}</bdi>
          <span className={classes.dim}>{words.common.rungs[marks.get(option.value) ?? ""]}</span>
        </span>
      )}
    />
  );
}

// Own is a condition as the language of the case has it. What is wrong with it
// stands under the field, at the place where it is wrong.
function Own({ c, goal, error }: { c: Schemas["Case"]; goal: string; error: Error | null }) {
  const a = useAddress();
  const [text, setText] = useState(goal);
  const field = useRef<HTMLTextAreaElement>(null);
  const places = error instanceof Failed ? (error.problem.diagnostics ?? []) : [];
  const wrong = error instanceof Failed && error.problem.status < 500 ? error.problem : null;
  const column = places[0]?.column ?? 0;
  useEffect(() => {
    if (column > 0 && field.current) {
      field.current.focus({ preventScroll: true });
      field.current.setSelectionRange(column - 1, column - 1);
    }
  }, [column]);
  const ask = (e: FormEvent | KeyboardEvent) => {
    e.preventDefault();
    if (text.trim()) a.update({ goal: text.trim(), shown: null });
  };
  return (
    <form className={classes.own} onSubmit={ask}>
      <Textarea
        autosize
        minRows={1}
        maxRows={8}
        ref={field}
        label={w.own}
        value={text}
        onChange={(e) => setText(e.currentTarget.value)}
        onKeyDown={(e) => e.key === "Enter" && !e.shiftKey && ask(e)}
        placeholder={examples(c)[0]?.text ?? ""}
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        dir="ltr"
        classNames={{ input: classes.code ?? "" }}
        error={wrong ? <Wrong text={goal} problem={wrong} /> : undefined}
      />
      <Button type="submit" size="compact-sm" variant="default" className={classes.submit}>
        {w.ownAsk}
      </Button>
      <details className={classes.how}>
        <summary>{w.ownHow}</summary>
        <p className={classes.dim}>{w.ownHowMore}</p>
        <ul>
          {examples(c).map((x) => (
            <li key={x.text}>
              <button
                type="button"
                className={classes.example}
                onClick={() => {
                  setText(x.text);
                  field.current?.focus();
                }}
              >
                <code>{x.text}</code>
              </button>
            </li>
          ))}
        </ul>
      </details>
    </form>
  );
}

function Wrong({ text, problem }: { text: string; problem: Schemas["Problem"] }) {
  const places = problem.diagnostics ?? [];
  if (places.length === 0) return <>{problem.detail}</>;
  return (
    <>
      {places.map((p) => (
        <span key={`${p.line} ${p.column} ${p.message}`} className={classes.place}>
          {p.column !== undefined && (
            // Read out as a number; seen as a mark under the character.
            <>
              <span className={classes.caret} dir="ltr" aria-hidden="true">
                {around(text, p.column)}
              </span>
              <span className="hidden">{w.caret(p.column)}</span>
            </>
          )}
          <span>{[p.message, p.hint].filter(Boolean).join("; ")}</span>
          {p.expected && <span className={classes.dim}>{w.expected(p.expected)}</span>}
        </span>
      ))}
    </>
  );
}

// around is the text near a column with a mark under it, as the terminal shows it.
function around(text: string, column: number): string {
  const room = 26;
  const from = Math.max(0, column - 1 - Math.floor(room / 2));
  const cut = from > 0 ? `…${text.slice(from + 1, from + room)}` : text.slice(0, room);
  const tail = text.length > from + room ? "…" : "";
  return `${cut}${tail}\n${" ".repeat(column - 1 - from)}^`;
}

// examples are conditions that hold names of this case.
function examples(c: Schemas["Case"]): { text: string }[] {
  const out: string[] = [];
  const joiner = c.actors.find((x) => x.roles.includes("contributor"));
  if (joiner) out.push(joins(joiner.id));
  const party = c.actors.find((x) => x.roles.includes("party"));
  if (party) out.push(consents(party.id));
  const issue = c.issues.find((x) => !x.set && x.options.length > 1);
  if (issue) out.push(`${issue.id} == "${issue.options[0]?.id}"`);
  const many = c.issues.find((x) => x.set && x.options.length > 0);
  if (many) out.push(`!("${many.options[0]?.id}" in ${many.id})`);
  const what = c.capabilities[0];
  if (what) out.push(`force("${what.id}") >= 1000`);
  const step = c.steps.find((x) => x.id !== c.aim && !x.stage_of);
  if (step) out.push(`done("${step.id}")`, `before("${step.id}", "${c.aim}")`);
  return out.map((text) => ({ text }));
}
