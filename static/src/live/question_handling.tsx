/** Who of the moderators sees to a question, so that no two of them do the same work. */

import { effect } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { type Here, useHere } from "./here.ts";
import { nameOf } from "./people.ts";
import { type Doing, task, tell, underway } from "./question_doing.ts";
import { Named, RefusalOf, useAct } from "./question_parts.tsx";
import type { Handled } from "./questions.ts";
import { fill, gettext } from "./texts.ts";
import { hour } from "./times.ts";

/** Forms in which a moderator works at a question for longer than a moment. */
const WORK: ReadonlySet<Doing> = new Set<Doing>(["dismiss", "merge", "answer", "edit", "assign"]);

/** Return who sees to a question; nobody where none of the moderators said so. */
export function handledOf({ store }: Pick<Here, "store">, question: string): Handled | undefined {
  return store.staff.value.handled.find((row) => row.question === question);
}

/** Say whether another moderator sees to it: then it is left to them, or taken over. */
export function isWithAnother(here: Pick<Here, "store" | "config">, question: string): boolean {
  const handled = handledOf(here, question);
  return handled !== undefined && handled.person !== here.config.person_id;
}

/** See to a question, in place of whoever does; what one sees to oneself is left again. */
export async function takeOrLeave(here: Here, question: string): Promise<void> {
  const isMine = handledOf(here, question)?.person === here.config.person_id;
  const reply = await here.line.say(isMine ? "question.free" : "question.handle", { question });
  const done = isMine ? gettext("Left to the others.") : gettext("The other moderators see that you see to it.");
  tell(reply.ok ? done : reply.text || gettext("That was not taken."));
}

/** While a form is open at a question, the others see who writes in it; a closed one leaves it. */
export function useHandlingWhileWriting(): void {
  const { line, may } = useHere();
  useEffect(() => {
    let open: string | null = null;
    const say = (command: "question.handle" | "question.free", question: string) =>
      may(command) && void line.say(command, { question });
    return effect(() => {
      const now = task.value && WORK.has(task.value.kind) ? task.value.question : null;
      if (now === open) {
        return;
      }
      // What was judged needs nobody to see to it any more: the server says so itself.
      if (open !== null && !underway.peek().has(open)) {
        say("question.free", open);
      }
      open = now;
      if (now !== null) {
        say("question.handle", now);
      }
    });
  }, []);
}

function Line({ handled }: { handled: Handled }) {
  const { store, config } = useHere();
  const { act, isBusy, refusal } = useAct();
  const isMine = handled.person === config.person_id;
  const values = { time: hour(handled.at, config.zone) };
  const name = nameOf(store.room.value.people[handled.person]);
  const command = isMine ? "question.free" : "question.handle";
  return (
    <p class={`handled${isMine ? "" : " handled-elsewhere"}`}>
      {isMine ? (
        fill(gettext("You see to it since %(time)s"), values)
      ) : (
        <span>
          <Named sentence={fill(gettext("%(name)s handles it since %(time)s"), values)} name={name} />
        </span>
      )}
      <button
        type="button"
        class={`btn btn-xs${isMine ? " btn-ghost" : ""}`}
        aria-disabled={isBusy}
        onClick={() => !isBusy && void act(command, { question: handled.question })}
      >
        {isMine ? gettext("Leave it") : gettext("Take it over")}
      </button>
      <RefusalOf refusal={refusal} />
    </p>
  );
}

/** Who sees to it, and what to do about it: nothing while another does, and no form of one's own is open. */
export function LeftToOne({ question, children }: { question: string; children: ComponentChildren }) {
  const here = useHere();
  const handled = handledOf(here, question);
  const isWriting = task.value?.question === question;
  return (
    <>
      {handled && !(isWriting && handled.person === here.config.person_id) && <Line handled={handled} />}
      {(!isWithAnother(here, question) || isWriting) && children}
    </>
  );
}
