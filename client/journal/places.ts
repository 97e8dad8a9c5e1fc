// The sealed columns of a journal, each with what binds a value to its row.
import type { Place } from "./seal.ts";

export const places = {
  data: (round: string, paramsDigest: string, party: number): Place => ["rounds", "data", round, paramsDigest, party],
  message: (round: string, step: number, sender: number): Place => ["messages", "envelope", round, step, sender],
  evidence: (round: string): Place => ["faults", "envelope", round],
  known: (round: string): Place => ["outcomes", "known", round],
  part: (round: string): Place => ["parts", "part", round],
  result: (round: string, epoch: number): Place => ["sessions", "result", round, epoch],
  checkpoint: (round: string, id: number): Place => ["checkpoints", "state", round, id],
} as const;
