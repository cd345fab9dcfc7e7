/** What the reader may do with a message: offered here, judged by the server. */

import type { Here } from "./here.ts";
import type { Message, Reaction } from "./messages.ts";
import { focusOnMessage, startEdit, startReply, task, useDo } from "./messages_doing.ts";
import { pageOf } from "./messages_door.ts";
import { offersFor } from "./offers.ts";
import { isInSession, isOver } from "./session.tsx";
import { gettext } from "./texts.ts";

export interface Action {
  id: string;
  icon: string;
  label: string;
  act?: () => void;
  href?: string;
  isGrave?: boolean;
}

type Do = ReturnType<typeof useDo>;

function isOpen({ store }: Here): boolean {
  return isInSession(store.room.value.session.state);
}

export function mayReact(here: Here, message: Message): boolean {
  return message.state === "shown" && isOpen(here) && here.may("message.react");
}

/** Say whether a message is one that its author may change while there is time. */
export function isMineToEdit(here: Here, message: Message): boolean {
  const isMine = message.person === here.config.person_id && message.state === "shown";
  return isMine && isOpen(here) && here.may("message.edit");
}

function askFirst(kind: "delete" | "hide", id: string): void {
  task.value = { kind, message: id };
}

function byEveryone(here: Here, message: Message, isInTime: boolean): Action[] {
  const { id } = message;
  const actions: Action[] = [];
  if (message.state === "shown" && isOpen(here) && here.may("message.post")) {
    const act = () => startReply(id);
    actions.push({ id: "reply", icon: "reply", label: gettext("Reply"), act });
  }
  if (isInTime && isMineToEdit(here, message)) {
    const act = () => startEdit(message);
    actions.push({ id: "edit", icon: "pencil", label: gettext("Edit"), act });
  }
  const label = gettext("Open on its own page");
  return [...actions, { id: "page", icon: "external-link", label, href: pageOf(id) }];
}

function byModerators(here: Here, message: Message, say: Do): Action[] {
  const { id } = message;
  const isPinned = here.store.room.value.notice?.message === id;
  const isShown = message.state === "shown";
  const run = (name: "notice.pin" | "message.restore") => () => {
    focusOnMessage(id);
    void say(id, name, { message: id });
  };
  const unpin = () => {
    focusOnMessage(id);
    void say(id, "notice.unpin", {});
  };
  const actions: (Action | false)[] = [
    isShown && !isPinned && here.may("notice.pin") && !isOver(here) && {
      id: "pin", icon: "pin", label: gettext("Pin above the chat"), act: run("notice.pin"),
    },
    isPinned && here.may("notice.unpin") && {
      id: "unpin", icon: "pin-off", label: gettext("Take the notice down"), act: unpin,
    },
    isShown && here.may("message.hide") && {
      id: "hide", icon: "eye-off", label: gettext("Hide…"), isGrave: true, act: () => askFirst("hide", id),
    },
    message.state === "hidden" && here.may("message.restore") && {
      id: "restore", icon: "eye", label: gettext("Show again"), act: run("message.restore"),
    },
  ];
  return actions.filter((action) => action !== false);
}

/** List what a message's menu offers, the grave things last. */
export function actionsOn(here: Here, message: Message, isInTime: boolean, say: Do): Action[] {
  const { id, person } = message;
  const isMine = person === here.config.person_id;
  const isThere = message.state !== "deleted" && here.may("message.delete");
  const mayDelete = isThere && (isMine || here.may("message.hide"));
  const isShown = message.state === "shown";
  const offered = isShown ? offersFor(here, { noun: "message", id, text: message.text, lang: message.lang }) : [];
  const actions = [...byEveryone(here, message, isInTime), ...offered, ...byModerators(here, message, say)];
  if (mayDelete) {
    const act = () => askFirst("delete", id);
    actions.push({ id: "delete", icon: "trash-2", label: gettext("Delete…"), isGrave: true, act });
  }
  return actions;
}

/** Press a reaction: add it, or take it back. */
export function press(say: Do, message: string, reaction: Reaction, isOn: boolean): void {
  void say(message, isOn ? "message.unreact" : "message.react", { message, reaction });
}
