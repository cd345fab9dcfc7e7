/** Decisions and actions in words: their texts in the reader's language, their sources, their quorum. */

import { announces } from "./announcer.tsx";
import type { Decision, DecisionSource, OwedAction } from "./decisions.ts";
import { nameOf } from "./people.ts";
import type { RoomSlice } from "./store.ts";
import { fill, gettext, language, ngettext } from "./texts.ts";

interface TwoTexts {
  text_en: string;
  text_ru: string;
}

export interface Said {
  text: string;
  lang: string;
  /** Of a decision: it was withdrawn afterwards. */
  isWithdrawn?: boolean;
}

/** Return a text in the reader's language, else in the other. */
export function said({ text_en, text_ru }: TwoTexts): Said {
  const isRussian = language().startsWith("ru");
  const first = isRussian ? text_ru : text_en;
  const lang = isRussian === Boolean(first) ? "ru" : "en";
  return { text: first || text_en || text_ru, lang };
}

/** Return a title in the reader's language, else in the other. */
export function titled({ title_en, title_ru }: { title_en: string; title_ru: string }): Said {
  return said({ text_en: title_en, text_ru: title_ru });
}

/** Say how a text stands towards its original, where that matters. */
export function standing(row: TwoTexts & { translation_state: string; source_language: string }): string {
  const { lang } = said(row);
  if (!language().startsWith(lang)) {
    return lang === "ru" ? gettext("only in Russian so far") : gettext("only in English so far");
  }
  return lang !== row.source_language && row.translation_state === "stale" ? gettext("translation out of date") : "";
}

export function kindOf(source: DecisionSource): string {
  const words: Record<string, string> = {
    question: gettext("from a question:"),
    message: gettext("from a message:"),
    item: gettext("from an agenda item:"),
    decision: gettext("from a decision:"),
  };
  return words[source.kind] ?? "";
}

/** Return what a source says, as far as the room still has it. */
export function sourceOf(room: RoomSlice, { kind, subject }: DecisionSource): Said | null {
  if (kind === "item") {
    const item = room.agenda.items.find(({ id }) => id === subject);
    return item ? titled(item) : null;
  }
  if (kind === "decision") {
    const other = room.decisions.find(({ id }) => id === subject);
    return other
      ? { text: `D${other.number}: ${said(other).text}`, lang: said(other).lang, isWithdrawn: other.withdrawn }
      : null;
  }
  if (kind === "question") {
    return room.questions.find(({ id }) => id === subject) ?? null;
  }
  const message = room.messages.find(({ id, state }) => id === subject && state === "shown");
  return message ?? null;
}

/** Return whether there was a quorum, and what the rule asked of each side; nothing where there is no rule. */
export function quorumWords({ quorum }: Decision): string {
  if (!quorum) {
    return "";
  }
  const sides = quorum.sides.map(({ name_en, name_ru, at_least }) => {
    const name = said({ text_en: name_en, text_ru: name_ru }).text;
    return fill(gettext("%(name)s: at least %(count)s"), { name, count: at_least });
  });
  const result = quorum.is_met ? gettext("quorum: yes") : gettext("quorum: no");
  return [result, sides.join(", ")].filter(Boolean).join(" · ");
}

function decided(room: RoomSlice, id: string): string {
  const found = room.decisions.find((row) => row.id === id);
  return found ? fill(gettext("D%(number)s: %(text)s"), { number: found.number, text: said(found).text }) : "";
}

function owed(room: RoomSlice, id: string): OwedAction | undefined {
  return room.actions.find((row) => row.id === id);
}

announces("room", "decision.taken", {
  one: ({ data }, room) => fill(gettext("Decided: %(decision)s"), { decision: decided(room, data.decision) }),
  many: (count) => fill(ngettext("%(count)s decision was taken.", "%(count)s decisions were taken.", count), { count }),
});
announces("room", "decision.revised", {
  one: ({ data }, room) => fill(gettext("A decision was worded anew: %(decision)s"), { decision: decided(room, data.decision) }),
});
announces("room", "decision.withdrawn", {
  one: ({ data }, room) => fill(gettext("A decision was withdrawn: %(decision)s"), { decision: decided(room, data.decision) }),
});
announces("room", "action.taken", {
  one: ({ data }, room) => {
    const action = owed(room, data.action);
    return action
      ? fill(gettext("%(name)s takes on: %(text)s"), {
          name: nameOf(room.people[data.owner]),
          text: said(action).text,
        })
      : "";
  },
  many: (count) => fill(ngettext("%(count)s action was taken down.", "%(count)s actions were taken down.", count), { count }),
});
announces("room", "action.carried", {
  one: () => gettext("An action was carried over from an earlier meeting."),
  many: (count) =>
    fill(
      ngettext(
        "%(count)s action was carried over from earlier meetings.",
        "%(count)s actions were carried over from earlier meetings.",
        count,
      ),
      { count },
    ),
});
announces("room", "action.changed", {
  one: ({ data }, room) => {
    const action = owed(room, data.action);
    if (!action) {
      return "";
    }
    const words: Record<string, string> = {
      done: gettext("Done: %(text)s"),
      dropped: gettext("Given up: %(text)s"),
      open: gettext("An action was changed: %(text)s"),
    };
    return fill(words[action.state] ?? "", { text: said(action).text });
  },
});
