/** Slices that come packed: gzip in base64, which every browser that can unpack it asks for. */

import type { Entrance, Reply } from "./wire.ts";

export const canUnpack = typeof DecompressionStream !== "undefined";

async function unpacked(text: string): Promise<unknown> {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(plain).json();
}

/** Say whether an answer holds something that must be unpacked first. */
export function isPacked(reply: Reply): boolean {
  return reply.ok && "packed" in reply.data;
}

/** Return the answer as it would have come to who did not ask for packed slices. */
export async function unpack(reply: Reply): Promise<Reply> {
  if (!reply.ok) {
    return reply;
  }
  const { packed = {}, ...entrance } = reply.data as unknown as Entrance;
  const slices = await Promise.all(
    Object.entries(packed).map(async ([name, text]) => [name, await unpacked(text)] as const),
  );
  const snapshot = { ...entrance.snapshot, ...Object.fromEntries(slices) };
  return { ok: true, data: { ...entrance, snapshot } };
}
