/** The notice above the chat: what everyone should see, whenever they come. */

import { useState } from "preact/hooks";
import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import { refused, useDo } from "./messages_doing.ts";
import { Said } from "./messages_item.tsx";
import { useLog } from "./messages_log_context.ts";
import { goTo } from "./messages_quote.tsx";
import { firstWords } from "./messages_words.ts";
import { PersonName } from "./person_name.tsx";
import { gettext } from "./texts.ts";
import { hour } from "./times.ts";

export const AT = "notice";

export function Trouble() {
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
