/** The notice above the chat: what everyone should see, whenever they come. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { KeptTexts, placeOf } from "../pages/kept.ts";
import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import { refused, sheet, useDo } from "./messages_doing.ts";
import { Said } from "./messages_item.tsx";
import { useLog } from "./messages_log_context.ts";
import { goTo } from "./messages_quote.tsx";
import { firstWords } from "./messages_words.ts";
import { PersonName } from "./person_name.tsx";
import { gettext } from "./texts.ts";
import { hour } from "./times.ts";

const LONGEST_NOTICE = 1000;
const AT = "notice";

function Trouble() {
  return refused.value?.at === AT ? (
    <p class="errors" role="alert">
      {refused.value.text}
    </p>
  ) : null;
}

export function PinnedNotice() {
  const { store, config, may } = useHere();
  const log = useLog();
  const say = useDo();
  const notice = store.room.value.notice;
  const [isFolded, fold] = useState(false);
  if (!notice) {
    return null;
  }
  const { message } = notice;
  return (
    <section class="pinned" aria-label={gettext("Notice")}>
      <button type="button" class="pinned-head" aria-expanded={!isFolded} onClick={() => fold(!isFolded)}>
        <Icon name="pin" />
        <span class="pinned-title">{isFolded ? firstWords(notice.text) : gettext("Notice")}</span>
        <Icon name="chevron-up" />
      </button>
      {!isFolded && (
        <div class="pinned-body">
          <Said text={notice.text} lang={notice.lang} />
          <p class="quiet pinned-foot">
            <span>
              <PersonName id={notice.person} isPlain />
              {" · "}
              <time dateTime={notice.at} title={config.city}>
                {hour(notice.at, config.zone)}
              </time>
            </span>
            {message && (
              <button type="button" class="link" onClick={() => void goTo(log, message)}>
                {gettext("Show in the log")}
              </button>
            )}
            {may("notice.unpin") && (
              <button type="button" class="link" onClick={() => void say(AT, "notice.unpin", {})}>
                {gettext("Take down")}
              </button>
            )}
          </p>
          <Trouble />
        </div>
      )}
    </section>
  );
}

/** Where a moderator writes a notice of their own. */
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
