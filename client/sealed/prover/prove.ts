// A proof from all companies in one process: what they would send each other, added up.
import type { Hex } from "viem";
import type { Random } from "../../math/random.ts";
import { encodeProof } from "../codec.ts";
import { stepsOf } from "../steps.ts";
import type { Named } from "../transcript.ts";
import { type Company, createCompany, sumMessages } from "./company.ts";
import type { Setting } from "./setting.ts";
import type { Secret } from "./state.ts";

/** The proof of all companies' secrets, in party order; `digest` is S. */
export function proveTogether(setting: Setting, digest: Hex, secrets: readonly Secret[], random: Random): Uint8Array {
  const companies = secrets.map((secret) =>
    createCompany(setting, digest, secret, random.fork(`company ${secret.party}`)),
  );
  return playSteps(setting, companies);
}

function playSteps({ statement }: Setting, companies: readonly Company[]): Uint8Array {
  const steps = stepsOf(statement.kind, statement.parties);
  const proof = { points: new Map(), scalars: new Map() };
  let messages: Named[] = companies.map((company) => company.start());
  for (const [s, step] of steps.entries()) {
    const sum = sumMessages(step, messages, statement);
    for (const [name, point] of sum.points) proof.points.set(name, point);
    for (const [name, scalar] of sum.scalars) proof.scalars.set(name, scalar);
    messages = companies.map((company) => company.answer(s, messages)).filter((message) => message !== null);
  }
  return encodeProof(steps, proof);
}
