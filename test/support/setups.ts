// Set-ups in homes, for tests of rounds with sealed outcomes.
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Hex } from "viem";
import { keepSetup } from "../../client/app/ceremony/home.ts";
import type { Setups } from "../../client/app/seal/load.ts";
import type { Ceremony } from "../../client/sealed/ceremony/ceremony.ts";
import { holdCeremony } from "../../client/sealed/ceremony/hold.ts";
import { srsDigest } from "../../client/sealed/srs.ts";
import { contributor, SIZE } from "./ceremony.ts";

/** The set-ups of a home that keeps none, for what needs none. */
export const NO_SETUPS: Setups = { paths: { setups: "/nowhere" }, progress: () => undefined };

export interface TestSetup {
  readonly ceremony: Ceremony;
  readonly digest: Hex;
}

let held: Promise<Ceremony> | null = null;

/** A small set-up by two contributors; held once per process. */
export async function testSetup(): Promise<TestSetup> {
  held ??= holdCeremony(SIZE, [contributor(0), contributor(1)]);
  const ceremony = await held;
  return { ceremony, digest: srsDigest(ceremony.srs) };
}

/** The set-ups of a home in `folder`, which keeps the one given. */
export async function keepingSetups(folder: string, { ceremony, digest }: TestSetup): Promise<Setups> {
  const paths = { setups: join(folder, "setups") };
  await mkdir(folder, { recursive: true });
  await keepSetup(paths, digest, ceremony);
  return { paths, progress: () => undefined };
}
