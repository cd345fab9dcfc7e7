/** The log of the chat, for the parts of its panel. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { MessageLog } from "./messages_log.ts";

export const LogContext = createContext<MessageLog | null>(null);

/** Return the log that the chat's panel provides. */
export function useLog(): MessageLog {
  const log = useContext(LogContext);
  if (!log) {
    throw new Error("a part of the chat was drawn outside the chat");
  }
  return log;
}
