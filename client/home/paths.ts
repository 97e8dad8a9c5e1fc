// Where things are in a company's home folder.
import { homedir } from "node:os";
import { join, resolve } from "node:path";

export interface HomePaths {
  readonly folder: string;
  readonly config: string;
  /** Web3 keystores (scrypt): the account's key, and the seed of everything else. */
  readonly accountKey: string;
  readonly seed: string;
  readonly journal: string;
  /** Public key of the journal's signatures; checking them needs no password. */
  readonly journalPublicKey: string;
  readonly lock: string;
  /** Journals of deployments, one folder per chain. */
  readonly deployments: string;
  /** What this company deployed, for its partners. */
  readonly consortium: string;
  /** Set-ups that this company has checked, for rounds with sealed outcomes. */
  readonly setups: string;
}

/** The folder given, or the environment's CONCORDAT_HOME, or ~/.concordat. */
export function homePaths(folder: string | undefined): HomePaths {
  const at = resolve(folder ?? process.env["CONCORDAT_HOME"] ?? join(homedir(), ".concordat"));
  return {
    folder: at,
    config: join(at, "config.json"),
    accountKey: join(at, "keys", "account.json"),
    seed: join(at, "keys", "seed.json"),
    journal: join(at, "journal.sqlite"),
    journalPublicKey: join(at, "keys", "journal.pub"),
    lock: join(at, "lock.sqlite"),
    deployments: join(at, "deployments"),
    consortium: join(at, "consortium.json"),
    setups: join(at, "setups"),
  };
}

/** Folder of a round's files: outcome, transcript, evidence. */
export function roundFolder(paths: HomePaths, round: string): string {
  return join(paths.folder, "rounds", round.replace("/", "-"));
}
