/** The decisions panel: what was decided and from what, who owes what, and the forms of who takes it down. */

import type { Decision, DecisionSource, OwedAction } from "./decisions.ts";
import { begin, mayDecide, task, told } from "./decisions_doing.ts";
import { CloseForm, DecideForm, isOpenAt, OweForm, RewordForm, WithdrawForm } from "./decisions_forms.tsx";
import { kindOf, quorumWords, said, sourceOf, standing } from "./decisions_words.ts";
import { useHere } from "./here.ts";
import { Icon } from "./icon.tsx";
import { target } from "./messages_doing.ts";
import { PersonName } from "./person_name.tsx";
import { focusOnRow } from "./question_doing.ts";
import { dayWords } from "./question_item.tsx";
import { showTab } from "./tabs.tsx";
import { fill, gettext } from "./texts.ts";
import { hour } from "./times.ts";

/** Go to where a source stands: its row in its own panel, or its own page. */
function goTo({ kind, subject }: DecisionSource): void {
  if (kind === "question") {
    showTab("questions");
    requestAnimationFrame(() => focusOnRow(subject));
  } else if (kind === "message") {
    showTab("chat");
    target.value = subject;
  }
}

function Source({ source }: { source: DecisionSource }) {
  const { store } = useHere();
  const found = sourceOf(store.room.value, source);
  const isRow = source.kind === "question" || source.kind === "message";
  return (
    <li>
      <span class="quiet">{kindOf(source)}</span>{" "}
      {found && isRow && (
        <button type="button" class="link decision-source" lang={found.lang} dir="auto" onClick={() => goTo(source)}>
          {found.text}
        </button>
      )}
      {found && !isRow && <bdi lang={found.lang}>{found.text}</bdi>}{" "}
      {found?.isWithdrawn && <span class="mark mark-stale">{gettext("withdrawn since")}</span>}
      {!found && <span class="quiet">{gettext("further back, or taken back since")}</span>}
    </li>
  );
}

function Acts({ decision }: { decision: Decision }) {
  const here = useHere();
  const { id, withdrawn } = decision;
  if (!here.may("decision.take") || withdrawn) {
    return null;
  }
  return (
    <div class="actions">
      {mayDecide(here) && (
        <button type="button" class="btn btn-sm" onClick={() => begin({ kind: "owe", decision: id })}>
          {gettext("Who does it?")}
        </button>
      )}
      <button type="button" class="btn btn-sm btn-ghost" onClick={() => begin({ kind: "reword", decision: id })}>
        {gettext("Word or translate…")}
      </button>
      <button type="button" class="btn btn-sm btn-ghost" onClick={() => begin({ kind: "withdraw", decision: id })}>
        {gettext("Withdraw…")}
      </button>
    </div>
  );
}

function FormAt({ decision }: { decision: Decision }) {
  switch (task.value?.kind) {
    case "owe":
      return <OweForm decision={decision.id} />;
    case "reword":
      return <RewordForm decision={decision} />;
    case "withdraw":
      return <WithdrawForm decision={decision} />;
    default:
      return null;
  }
}

function Marks({ decision }: { decision: Decision }) {
  const quorum = quorumWords(decision);
  const stands = standing(decision);
  if (!(quorum || stands || decision.withdrawn)) {
    return null;
  }
  return (
    <p class="tags">
      {quorum && <span class={decision.quorum?.is_met ? "tag" : "tag tag-warning"}>{quorum}</span>}
      {stands && <span class="tag">{stands}</span>}
      {decision.withdrawn && <span class="tag tag-warning">{gettext("withdrawn")}</span>}
    </p>
  );
}

function DecisionItem({ decision }: { decision: Decision }) {
  const { config } = useHere();
  const { text, lang } = said(decision);
  return (
    <li class={`decision${decision.withdrawn ? " decision-withdrawn" : ""}`} id={`decided-${decision.id}`} tabIndex={-1}>
      <p class="decision-head">
        <strong>D{decision.number}</strong>{" "}
        <span class="quiet">
          <time dateTime={decision.at} title={config.city}>
            {hour(decision.at, config.zone)}
          </time>
          {decision.is_afterwards && ` · ${gettext("taken down afterwards")}`}
          {" · "}
          <PersonName id={decision.person} isPlain />
        </span>
      </p>
      <p class="said" lang={lang} dir="auto">
        {text}
      </p>
      <Marks decision={decision} />
      {decision.withdrawn && <p dir="auto">{fill(gettext("Withdrawn: %(reason)s"), { reason: decision.reason })}</p>}
      {decision.sources.length > 0 && (
        <ul class="decision-sources">
          {decision.sources.map((source) => (
            <Source key={source.seq} source={source} />
          ))}
        </ul>
      )}
      {isOpenAt(decision.id) ? <FormAt decision={decision} /> : <Acts decision={decision} />}
    </li>
  );
}

function ActionItem({ action }: { action: OwedAction }) {
  const { store, config, may } = useHere();
  const { text, lang } = said(action);
  const decision = store.room.value.decisions.find(({ id }) => id === action.decision);
  const isMine = action.owner === config.person_id;
  const mayClose = action.state === "open" && (isMine || may("decision.take"));
  const ends: Record<string, string> = { done: gettext("It is done"), dropped: gettext("It is given up") };
  return (
    <li class={`owed owed-${action.state}`} id={`decided-${action.id}`} tabIndex={-1}>
      <p class="said" lang={lang} dir="auto">
        {text}
      </p>
      <p class="quiet">
        {action.owner ? <PersonName id={action.owner} isPlain /> : gettext("nobody yet")}
        {action.due_on && ` · ${fill(gettext("by %(day)s"), { day: dayWords(action.due_on) })}`}
        {decision && ` · D${decision.number}`}
        {action.origin && ` · ${gettext("carried over from an earlier meeting")}`}
      </p>
      {action.state !== "open" && (
        <p class="tags">
          <span class="tag">{ends[action.state]}</span>
        </p>
      )}
      {isOpenAt(action.id) ? (
        <CloseForm action={action} />
      ) : (
        <div class="actions">
          {mayClose && (
            <button type="button" class="btn btn-sm" onClick={() => begin({ kind: "close", action: action.id })}>
              {gettext("Close it…")}
            </button>
          )}
          <a class="btn btn-sm btn-ghost" href={`/s/${config.session_id}/actions/${action.id}/`}>
            {gettext("By itself")}
          </a>
        </div>
      )}
    </li>
  );
}

function Actions({ label, actions }: { label: string; actions: OwedAction[] }) {
  return actions.length > 0 ? (
    <section>
      <h2 class="panel-title">{label}</h2>
      <ul>
        {actions.map((action) => (
          <ActionItem key={action.id} action={action} />
        ))}
      </ul>
    </section>
  ) : null;
}

function TakePlace() {
  const here = useHere();
  const now = task.value;
  if (!mayDecide(here)) {
    return null;
  }
  if (now?.kind === "decide") {
    return <DecideForm key={now.subject?.id ?? ""} subject={now.subject} />;
  }
  if (now?.kind === "owe" && now.decision === null) {
    return <OweForm decision={null} />;
  }
  return (
    <div class="actions decision-take">
      <button type="button" id="decide" class="btn btn-sm btn-primary" onClick={() => begin({ kind: "decide", subject: null })}>
        <Icon name="gavel" />
        {gettext("Take a decision down")}
      </button>
      <button type="button" class="btn btn-sm" onClick={() => begin({ kind: "owe", decision: null })}>
        {gettext("Say who does what")}
      </button>
    </div>
  );
}

export function DecisionsPanel() {
  const { store } = useHere();
  const { decisions, actions } = store.room.value;
  return (
    <div class="panel-scroll decisions-panel">
      <TakePlace />
      <p role="status" class="quiet">
        {told.value}
      </p>
      {decisions.length > 0 ? (
        <ol>
          {[...decisions].reverse().map((decision) => (
            <DecisionItem key={decision.id} decision={decision} />
          ))}
        </ol>
      ) : (
        <p class="quiet">{gettext("Nothing has been decided yet.")}</p>
      )}
      <Actions label={gettext("Carried over")} actions={actions.filter(({ origin }) => origin !== null)} />
      <Actions label={gettext("Who owes what")} actions={actions.filter(({ origin }) => origin === null)} />
    </div>
  );
}
