// Journals for tests. Does nothing on import.
import { type Journal, openJournal } from "../../client/journal/journal.ts";
import { type JournalKey, journalKey } from "../../client/journal/seal.ts";
import { createRandom } from "../../client/math/random.ts";

/** The key of the home with this seed, 32 bytes in hexadecimal. */
export function journalKeyOf(seed: string): JournalKey {
  return journalKey(createRandom(Buffer.from(seed, "hex")));
}

/** The key of a home whose seed is all zeros. */
export const TEST_KEY: JournalKey = journalKeyOf("00".repeat(32));

export function memoryJournal(): Journal {
  return openJournal(":memory:", TEST_KEY);
}
