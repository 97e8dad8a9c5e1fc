// The turns of a sealed proof that a party's client had from the others when it stopped, as files
// `<exchange>-<party>.bin`: they show how far each of them came. That a party sent nothing more is
// the keeper's word, since these turns are on no chain (docs/wire.md).
import type { Turn } from "../certificate/digests.ts";
import { AuditError } from "../errors.ts";
import type { Place } from "../place.ts";
import type { Checks } from "../report/check.ts";
import { phrase } from "../words/english.ts";
import type { Phrase } from "../words/phrase.ts";
import type { Claim } from "./claim.ts";
import { readEnvelope } from "./envelope.ts";
import { turnFile } from "./parts.ts";
import type { Signed } from "./signed.ts";
import { isOfProof, signedByParty } from "./unposted-fault.ts";

/** Most files of a folder: the turns of 254 other parties in 15 exchanges. */
const MAX_FILES = 254 * 15;

type Kept = Pick<Claim, "keeper" | "history" | "view">;

/**
 * Checks a folder; says nothing where it is missing. Throws AuditError `FileUnreadable` or
 * `FileInvalid` when it cannot be read.
 */
export async function checkTurns(folder: Place, kept: Kept, checks: Checks): Promise<void> {
  const turns: Turn[] = [];
  for (const name of await listIfThere(folder)) {
    const { turn, signed } = await readTurn(folder, name, kept);
    if (turn !== null && signed === "yes") turns.push(turn);
    else if (signed === "unknown")
      checks.add("unknown", "evidence", "SignatureUnknown", phrase("TurnUnknown", { file: name }));
    else checks.add("unknown", "evidence", "TurnNotSigned", phrase("TurnNotSigned", { file: name }));
  }
  if (turns.length === 0) return;
  const said = phrase("TurnsSigned", { turns: turns.length, reached: howFar(turns), keeper: kept.keeper });
  checks.add("passed", "evidence", "TurnsSigned", said);
}

async function readTurn(
  folder: Place,
  name: string,
  kept: Kept,
): Promise<{ readonly turn: Turn | null; readonly signed: Signed }> {
  const envelope = readEnvelope(await folder.at(name).read());
  if (envelope === null || !isOfProof(kept, envelope) || name !== turnFile(envelope))
    return { turn: null, signed: "no" };
  return { turn: envelope, signed: await signedByParty(kept, envelope.from, envelope) };
}

/** The last exchange of each party. */
function howFar(turns: readonly Turn[]): Phrase[] {
  const last = new Map<number, number>();
  for (const { exchange, from } of turns) last.set(from, Math.max(exchange, last.get(from) ?? 0));
  const parties = [...last.keys()].toSorted((a, b) => a - b);
  const until = [...new Set(last.values())].toSorted((a, b) => a - b);
  return until.map((exchange) =>
    phrase("Reached", { parties: parties.filter((party) => last.get(party) === exchange), exchange }),
  );
}

async function listIfThere(folder: Place): Promise<string[]> {
  if (!(await folder.exists())) return [];
  const names = await folder.names();
  if (names.length > MAX_FILES)
    throw new AuditError("FileInvalid", `${folder.path} has ${names.length} files, more than a proof has turns`);
  return names.toSorted();
}
