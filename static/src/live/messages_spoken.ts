/** What of the chat is read out to those who listen: the latest truth, never what was taken back. */

import { announces, hushes } from "./announcer.tsx";
import { nameOf } from "./people.ts";
import type { RoomSlice } from "./store.ts";
import { fill, gettext, ngettext } from "./texts.ts";
import type { Events } from "./wire.gen.ts";

function saying({ message: id }: Events["message.posted"], room: RoomSlice): string {
  const message = room.messages.find((each) => each.id === id);
  if (message?.state !== "shown") {
    return "";
  }
  const original = room.messages.find((each) => each.id === message.reply);
  const values = {
    name: nameOf(room.people[message.person]),
    other: nameOf(room.people[original?.person ?? ""]),
    text: message.text,
  };
  return original
    ? fill(gettext("%(name)s replies to %(other)s: %(text)s"), values)
    : fill(gettext("%(name)s says: %(text)s"), values);
}

/** An answer to one's own message, or one that calls one by name. */
function isToMe({ message: id }: Events["message.posted"], room: RoomSlice, self: string): boolean {
  const message = room.messages.find((each) => each.id === id);
  const own = room.people[self];
  const isReply = room.messages.some((each) => each.id === message?.reply && each.person === self);
  const name = own?.kind === "named" ? own.name.toLocaleLowerCase() : "";
  return isReply || (name !== "" && Boolean(message?.text.toLocaleLowerCase().includes(name)));
}

announces("room", "message.posted", {
  isToMe: ({ data }, room, self) => isToMe(data, room, self),
  one: ({ data }, room) => saying(data, room),
  many: (count) =>
    fill(ngettext("%(count)s new message.", "%(count)s new messages.", count), { count }),
});
announces("room", "notice.pinned", {
  one: ({ data }, { notice }) =>
    notice?.id === data.notice ? fill(gettext("Notice: %(text)s"), { text: notice.text }) : "",
});
hushes("room", "message.deleted");
hushes("room", "message.hidden");
