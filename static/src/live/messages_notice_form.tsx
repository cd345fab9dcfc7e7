/** Where a moderator writes a notice of their own. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { KeptTexts, placeOf } from "../pages/kept.ts";
import { useHere } from "./here.ts";
import { sheet, useDo } from "./messages_doing.ts";
import { AT, Trouble } from "./messages_notice.tsx";
import { gettext } from "./texts.ts";

const LONGEST_NOTICE = 1000;

export function NoticeForm({ onClose }: { onClose: () => void }) {
  const { store, config } = useHere();
  const say = useDo();
  const kept = useRef(new KeptTexts(sessionStorage, config.person_id)).current;
  const where = placeOf(location.pathname, "notice");
  const box = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(() => kept.read(where));
  const said = text.trim();
  useLayoutEffect(() => box.current?.focus(), []);
  const write = (value: string) => {
    kept.write(where, value);
    setText(value);
  };
  const pin = async () => {
    if (said && (await say(AT, "notice.pin", { text: said }))) {
      write("");
      if (sheet.peek() === "notice") {
        onClose();
      }
    }
  };
  return (
    <form
      class="answer-form panel-pad sheet-scroll"
      onSubmit={(event) => {
        event.preventDefault();
        void pin();
      }}
    >
      <label>
        <span>{gettext("A notice above the chat, for everyone who is here or comes later")}</span>
        <textarea ref={box} rows={3} maxLength={LONGEST_NOTICE} value={text} onInput={(event) => write(event.currentTarget.value)} />
      </label>
      {store.room.value.notice && <p class="quiet">{gettext("It takes the place of the one that stands there now.")}</p>}
      <Trouble />
      <button type="submit" class="btn btn-sm btn-primary" aria-disabled={!said}>
        {gettext("Pin")}
      </button>{" "}
      <button type="button" class="btn btn-sm" onClick={onClose}>
        {gettext("Cancel")}
      </button>
    </form>
  );
}
