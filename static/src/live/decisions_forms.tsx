/** The forms of who takes things down: a decision, an action, another wording, a withdrawal, an end. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Decision, OwedAction } from "./decisions.ts";
import { finish, task, told } from "./decisions_doing.ts";
import { useHere } from "./here.ts";
import type { Subject } from "./offers.ts";
import { nameOf } from "./people.ts";
import { RefusalOf, useAct, useKeptText } from "./question_parts.tsx";
import { fill, gettext, language } from "./texts.ts";
import type { Commands } from "./wire.gen.ts";

const LONGEST = 4000;
const LONGEST_REASON = 1000;
const DAYS = 14;

interface Framed {
  label: string;
  yes: string;
  isReady: boolean;
  isBusy: boolean;
  isGrave?: boolean;
  refusal: string;
  onYes: () => void;
  children: ComponentChildren;
}

function Frame({ label, yes, isReady, isBusy, isGrave, refusal, onYes, children }: Framed) {
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    form.current?.querySelector<HTMLElement>("textarea, input, select")?.focus();
    form.current?.scrollIntoView({ block: "nearest" });
  }, []);
  return (
    <form
      class="answer-form decision-form"
      aria-label={label}
      ref={form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !isBusy) {
          onYes();
        }
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.preventDefault();
          finish();
        }
      }}
    >
      <h2 class="panel-title">{label}</h2>
      {children}
      <RefusalOf refusal={refusal} />
      <div class="actions">
        <button type="submit" class={`btn btn-sm ${isGrave ? "btn-warning" : "btn-primary"}`} disabled={!isReady || isBusy}>
          {yes}
        </button>
        <button type="button" class="btn btn-sm" onClick={finish}>
          {gettext("Cancel")}
        </button>
      </div>
    </form>
  );
}

interface Written {
  label: string;
  text: string;
  onText: (text: string) => void;
  rows?: number;
  lang?: string;
}

function Text({ label, text, onText, rows = 3, lang }: Written) {
  return (
    <label>
      <span class="quiet">{label}</span>
      <textarea
        rows={rows}
        value={text}
        maxLength={LONGEST}
        dir="auto"
        lang={lang}
        onInput={(event) => onText(event.currentTarget.value)}
      />
    </label>
  );
}

/** Close the form and tell what was done, at the place where it was. */
function done(words: string): void {
  finish();
  told.value = words;
}

/** What is under discussion, where nothing else was pointed at. */
function currentItem(agenda: { current: string | null }): string[] {
  return agenda.current ? [agenda.current] : [];
}

export function DecideForm({ subject }: { subject: Subject | null }) {
  const { store, config } = useHere();
  const { act, isBusy, refusal } = useAct();
  const [text, setText] = useKeptText(`decide:${subject?.id ?? ""}`, subject?.text ?? "");
  const [translation, setTranslation] = useKeptText(`decide-other:${subject?.id ?? ""}`);
  const isLive = store.room.value.session.state === "live";
  const record = async () => {
    const subjects = subject ? [subject.id] : currentItem(store.room.value.agenda);
    const data: Commands["decision.take"] = { text: text.trim(), subjects };
    if (translation.trim()) {
      data.translation = translation.trim();
    }
    if (await act("decision.take", data)) {
      setText("");
      setTranslation("");
      done(gettext("The decision is recorded."));
    }
  };
  const words = { question: gettext("From the question"), message: gettext("From the message") };
  const page = `/s/${config.session_id}/decisions/`;
  return (
    <Frame
      label={gettext("Take a decision down")}
      yes={gettext("Record the decision")}
      isReady={text.trim() !== "" && (isLive || subject !== null)}
      isBusy={isBusy}
      refusal={refusal}
      onYes={record}
    >
      {subject && (
        <blockquote class="quiet decision-subject" dir="auto">
          {words[subject.noun]}: <bdi lang={subject.lang}>{subject.text}</bdi>
        </blockquote>
      )}
      {!subject && isLive && (
        <p class="quiet">{gettext("It is linked to the agenda item under discussion. To link a question or a message, choose “Decide…” there.")}</p>
      )}
      {!subject && !isLive && (
        <p class="quiet">
          {gettext("The session is over: choose “Decide…” at the question or message that it rests on, or")}{" "}
          <a class="link" href={page}>
            {gettext("choose from the whole log")}
          </a>
          .
        </p>
      )}
      <Text label={gettext("What is decided, as everyone will read it")} text={text} onText={setText} />
      <Text label={gettext("The same in the other language (may stay empty)")} text={translation} onText={setTranslation} rows={2} />
      <p class="quiet">{gettext("Everyone who may read this session’s record will read it. Who is here now is counted with it.")}</p>
    </Frame>
  );
}

function dayFromNow(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

export function OweForm({ decision }: { decision: string | null }) {
  const { store, config } = useHere();
  const { act, isBusy, refusal } = useAct();
  const [text, setText] = useKeptText(`owe:${decision ?? ""}`);
  const [owner, setOwner] = useState(config.person_id);
  const [day, setDay] = useState(dayFromNow(DAYS));
  const order = new Intl.Collator(language());
  const people = Object.entries(store.room.value.people)
    .map(([id, person]) => ({ id, name: nameOf(person) }))
    .sort((a, b) => order.compare(a.name, b.name));
  const record = async () => {
    const data: Commands["action.take"] = { text: text.trim(), owner, due_on: day };
    if (decision) {
      data.decision = decision;
    }
    if (await act("action.take", data)) {
      setText("");
      done(gettext("Everyone sees who does it, and by when."));
    }
  };
  const isReady = text.trim() !== "" && owner !== "" && day !== "";
  return (
    <Frame label={gettext("Say who does what")} yes={gettext("Record the action")} isReady={isReady} isBusy={isBusy} refusal={refusal} onYes={record}>
      <Text label={gettext("What is to be done")} text={text} onText={setText} rows={2} />
      <label>
        <span class="quiet">{gettext("Who does it")}</span>
        <select class="select select-sm" value={owner} onChange={(event) => setOwner(event.currentTarget.value)}>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span class="quiet">{gettext("By which day")}</span>
        <input type="date" required value={day} min={dayFromNow(0)} onInput={(event) => setDay(event.currentTarget.value)} />
      </label>
    </Frame>
  );
}

/** Both languages by turns: the reader's first. What each said before is kept by the server. */
export function RewordForm({ decision }: { decision: Decision }) {
  const { act, isBusy, refusal } = useAct();
  const [lang, setLang] = useState<"en" | "ru">(decision.text_en ? "ru" : "en");
  const first = lang === "en" ? decision.text_en : decision.text_ru;
  const [text, setText] = useState(first);
  // What was seen when the form was opened: a newer edition is told as a clash, and nothing is lost.
  const [edition] = useState(decision.edition);
  const turn = (next: "en" | "ru") => {
    setLang(next);
    setText(next === "en" ? decision.text_en : decision.text_ru);
  };
  const save = async () => {
    const data = { decision: decision.id, edition, language: lang, text: text.trim() };
    if (await act("decision.revise", data)) {
      done(gettext("The decision is worded anew; what it said before is kept."));
    }
  };
  return (
    <Frame
      label={fill(gettext("Word D%(number)s"), { number: decision.number })}
      yes={gettext("Save")}
      isReady={text.trim() !== "" && text.trim() !== first}
      isBusy={isBusy}
      refusal={refusal}
      onYes={save}
    >
      <label>
        <span class="quiet">{gettext("Language")}</span>
        <select class="select select-sm" value={lang} onChange={(event) => turn(event.currentTarget.value as "en" | "ru")}>
          <option value="en">English</option>
          <option value="ru">Русский</option>
        </select>
      </label>
      <Text label={gettext("As everyone will read it; what it said before is kept")} text={text} onText={setText} lang={lang} />
    </Frame>
  );
}

export function WithdrawForm({ decision }: { decision: Decision }) {
  const { act, isBusy, refusal } = useAct();
  const [reason, setReason] = useKeptText(`withdraw:${decision.id}`);
  const withdraw = async () => {
    if (await act("decision.withdraw", { decision: decision.id, reason: reason.trim() })) {
      setReason("");
      done(gettext("The decision is withdrawn."));
    }
  };
  return (
    <Frame
      label={fill(gettext("Withdraw D%(number)s"), { number: decision.number })}
      yes={gettext("Withdraw the decision")}
      isReady={reason.trim() !== ""}
      isBusy={isBusy}
      isGrave
      refusal={refusal}
      onYes={withdraw}
    >
      <label>
        <span class="quiet">{gettext("Why; it stands beside the decision for good")}</span>
        <input value={reason} maxLength={LONGEST_REASON} dir="auto" onInput={(event) => setReason(event.currentTarget.value)} />
      </label>
    </Frame>
  );
}

export function CloseForm({ action }: { action: OwedAction }) {
  const { act, isBusy, refusal } = useAct();
  const [note, setNote] = useKeptText(`close:${action.id}`);
  const [state, setState] = useState<"done" | "dropped">("done");
  const close = async () => {
    const data = { action: action.id, edition: action.edition, state, note: note.trim() };
    if (await act("action.change", data)) {
      setNote("");
      done(state === "done" ? gettext("It is done.") : gettext("It is given up."));
    }
  };
  return (
    <Frame label={gettext("Close the action")} yes={gettext("Close it")} isReady isBusy={isBusy} refusal={refusal} onYes={close}>
      <label>
        <span class="quiet">{gettext("How it ends")}</span>
        <select class="select select-sm" value={state} onChange={(event) => setState(event.currentTarget.value as "done" | "dropped")}>
          <option value="done">{gettext("It is done")}</option>
          <option value="dropped">{gettext("It is given up")}</option>
        </select>
      </label>
      <label>
        <span class="quiet">{gettext("What came of it (may stay empty)")}</span>
        <input value={note} maxLength={LONGEST_REASON} dir="auto" onInput={(event) => setNote(event.currentTarget.value)} />
      </label>
    </Frame>
  );
}

/** Say whether a form about this row is open. */
export function isOpenAt(id: string): boolean {
  const now = task.value;
  return now !== null && (("decision" in now && now.decision === id) || ("action" in now && now.action === id));
}
