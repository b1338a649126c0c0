// The saved plans and the texts of the case: to load, to save, to compare.
import { Button, Checkbox, NativeSelect, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { api, Failed, type Schemas, unwrap } from "../../api/client";
import { useCase } from "../../api/questions";
import { useAddress } from "../../app/address";
import { Dialog } from "../../parts/Dialog";
import { words } from "../../words";
import { useSheetActions } from "./actions";
import { type Choices, count, same } from "./choices";
import { followed } from "./State";
import classes from "./Variants.module.css";

const w = words.mandate;

export function Variants({ now, says }: { now: Choices; says: readonly Schemas["WhatIfChoice"][] }) {
  const c = useCase();
  const [saving, setSaving] = useState(false);
  const plans = c.data?.plans ?? [];
  const texts = c.data?.texts ?? [];
  return (
    <div className={classes.variants}>
      <Current says={says} onSave={() => setSaving(true)} />
      <section>
        <h2>{w.saved}</h2>
        {plans.length === 0 && <p className={classes.dim}>{w.savedNone}</p>}
        <ul className={classes.list}>
          {plans.map((p) => (
            <li key={p.id}>
              <PlanButton p={p} shown={same(p, now)} />
            </li>
          ))}
        </ul>
      </section>
      {texts.length > 0 && (
        <section>
          <h2>{w.texts}</h2>
          <p className={classes.dim}>{w.textsNote}</p>
          <ul className={classes.list}>
            {texts.map((t) => (
              <li key={t.id}>
                <TextButton t={t} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {plans.length + texts.length > 1 && <ComparePick />}
      <Dialog opened={saving} onClose={() => setSaving(false)} title={w.saveTitle}>
        <SaveForm now={now} plans={plans} done={() => setSaving(false)} />
      </Dialog>
    </div>
  );
}

function Current({ says, onSave }: { says: readonly Schemas["WhatIfChoice"][]; onSave: () => void }) {
  const act = useSheetActions();
  return (
    <section>
      <h2>{w.current}</h2>
      {says.length === 0 ? (
        <p className={classes.dim}>{w.currentNone}</p>
      ) : (
        <ul className={classes.current}>
          {says.map((c) => (
            <li key={`${c.kind} ${c.choice}`}>
              <bdi>{c.says}</bdi>{" "}
              <button type="button" className={classes.back} aria-label={w.takeBackLabel(c.says)} onClick={() => act.giveUp([c])}>
                {w.takeBack}
              </button>
            </li>
          ))}
        </ul>
      )}
      <Button className={classes.save ?? ""} variant="default" size="xs" disabled={says.length === 0} onClick={onSave}>
        {w.save}
      </Button>
    </section>
  );
}

function PlanButton({ p, shown }: { p: Schemas["CasePlan"]; shown: boolean }) {
  const act = useSheetActions();
  const name = p.title || p.id;
  return (
    <button
      type="button"
      className={classes.variant}
      aria-pressed={shown}
      title={w.loadPlan(name)}
      onClick={() => act.load({ set: p.set, join: p.join, exclude: p.exclude })}
    >
      <bdi>{name}</bdi>
      <span className={classes.dim}>{shown ? w.shown : w.choicesCount(count(p))}</span>
    </button>
  );
}

function TextButton({ t }: { t: Schemas["Term"] }) {
  const a = useAddress();
  const on = a.get("goal") === followed(t.id);
  return (
    <button
      type="button"
      className={classes.variant}
      aria-pressed={on}
      onClick={() => a.update({ goal: on ? null : followed(t.id) })}
    >
      <bdi>{t.name}</bdi>
      {on && <span className={classes.dim}>{w.shown}</span>}
    </button>
  );
}

// ComparePick chooses two texts or saved plans; a plan that is called like a text
// is told apart in the address.
export function ComparePick() {
  const a = useAddress();
  const c = useCase();
  const [left, setLeft] = useState(a.get("left"));
  const [right, setRight] = useState(a.get("right"));
  const id = useId();
  const texts = c.data?.texts ?? [];
  const plans = c.data?.plans ?? [];
  const side = (value: string, set: (v: string) => void, label: string, key: string) => (
    <div>
      <label htmlFor={`${id}${key}`} className={classes.dim}>
        {label}
      </label>
      <NativeSelect id={`${id}${key}`} size="xs" value={value} onChange={(e) => set(e.currentTarget.value)}>
        <option value="">{w.comparePick}</option>
        {texts.length > 0 && (
          <optgroup label={w.texts}>
            {texts.map((t) => (
              <option key={t.id} value={t.id}>
                {t.name}
              </option>
            ))}
          </optgroup>
        )}
        {plans.length > 0 && (
          <optgroup label={w.saved}>
            {plans.map((p) => (
              <option key={p.id} value={texts.some((t) => t.id === p.id) ? `plan:${p.id}` : p.id}>
                {p.title || p.id}
              </option>
            ))}
          </optgroup>
        )}
      </NativeSelect>
    </div>
  );
  return (
    <section className={classes.compare}>
      <h2>{w.compare}</h2>
      <form
        onSubmit={(e) => {
          e.preventDefault();
          a.update({ left, right, why: null });
        }}
      >
        {side(left, setLeft, w.compareLeft, "l")}
        {side(right, setRight, w.compareRight, "r")}
        <Button type="submit" variant="default" size="xs" disabled={!left || !right || left === right}>
          {w.compareGo}
        </Button>
      </form>
    </section>
  );
}

const slug = (s: string) =>
  s
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 60);

function SaveForm({ now, plans, done }: { now: Choices; plans: readonly Schemas["CasePlan"][]; done: () => void }) {
  const client = useQueryClient();
  const [title, setTitle] = useState("");
  const [id, setID] = useState<string | null>(null); // null: follows the title
  const [overwrite, setOverwrite] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Schemas["Problem"] | null>(null);
  const name = id ?? slug(title);
  const taken = plans.some((p) => p.id === name);
  const save = async (e: FormEvent) => {
    e.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const body = { id: name, title: title.trim(), ...now, overwrite: taken && overwrite };
      unwrap(await api.POST("/api/v1/plans", { body }));
      // Live reload does it, too; this does not wait for it.
      await client.invalidateQueries({ queryKey: ["case"] });
      done();
    } catch (err) {
      setProblem(
        err instanceof Failed ? err.problem : { title: "", status: 0, detail: words.common.unreachable, code: "internal" },
      );
    } finally {
      setBusy(false);
    }
  };
  const says = problem && [problem.detail, problem.hint].filter(Boolean).join(": ");
  const ofTitle = /title/.test(problem?.detail ?? "");
  return (
    <form className={classes.form} onSubmit={(e) => void save(e)}>
      <TextInput
        label={w.planTitle}
        description={w.planTitleHint}
        value={title}
        maxLength={300}
        dir="auto"
        data-autofocus
        error={ofTitle ? says : undefined}
        onChange={(e) => setTitle(e.currentTarget.value)}
      />
      <TextInput
        label={w.planName}
        description={w.planNameHint}
        value={name}
        maxLength={80}
        required
        spellCheck={false}
        error={!ofTitle ? says : undefined}
        onChange={(e) => {
          setID(e.currentTarget.value);
          setProblem(null);
        }}
      />
      {taken && <Checkbox label={w.replace(name)} checked={overwrite} onChange={(e) => setOverwrite(e.currentTarget.checked)} />}
      {problem?.diagnostics && problem.diagnostics.length > 0 && (
        <ul className={classes.problems}>
          {problem.diagnostics.map((d) => (
            <li key={`${d.file} ${d.line} ${d.message}`}>
              {d.message}
              {d.hint && ` (${d.hint})`}
            </li>
          ))}
        </ul>
      )}
      <div className={classes.buttons}>
        <Button variant="default" onClick={done}>
          {words.common.cancel}
        </Button>
        <Button type="submit" disabled={!name || busy || (taken && !overwrite)}>
          {w.saveDo}
        </Button>
      </div>
    </form>
  );
}
