/** Which of the room's questions the reader has had before them, for the figure on the tab. */

import { signal, useComputed } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { type Here, useHere } from "./here.ts";
import type { Question } from "./questions.ts";

/** Unknown until the room is there. */
const seen = signal<ReadonlySet<string> | null>(null);

/** Of those I did not ask: which I have not had before me. */
export function freshQuestions({ store }: Here): number {
  const known = seen.value;
  const mine = new Set(store.me.value.questions.map(({ id }) => id));
  const isNew = ({ id, state }: Question) => state === "open" && !known?.has(id) && !mine.has(id);
  return known ? store.room.value.questions.filter(isNew).length : 0;
}

/** While the panel is looked at, what stands in it is known; so is what was there on coming in. */
export function useSeen(isLooking: boolean): void {
  const { store } = useHere();
  const questions = useComputed(() => store.room.value.questions).value;
  const isReady = store.isReady.value;
  useEffect(() => {
    if (isReady && (isLooking || seen.peek() === null)) {
      seen.value = new Set(questions.map(({ id }) => id));
    }
  }, [questions, isLooking, isReady]);
}
