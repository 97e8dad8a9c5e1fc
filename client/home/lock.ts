// One client per home. The lock is SQLite's lock on a separate file, which the operating system
// releases when the process dies.
import { DatabaseSync } from "node:sqlite";
import { HomeError } from "../errors.ts";
import { makePrivate } from "./folder.ts";

export interface HomeLock {
  release(): void;
}

/**
 * Throws HomeError "HomeInUse" when another client runs on this home, "HomeUnusable" when the file
 * cannot be made.
 */
export function lockHome(path: string): HomeLock {
  const open = (): DatabaseSync => {
    try {
      makePrivate(path);
      return new DatabaseSync(path, { timeout: 0 });
    } catch (cause) {
      throw new HomeError("HomeUnusable", `${path} cannot be written: check the folder and its permissions`, { cause });
    }
  };
  const database = open();
  try {
    database.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE;");
  } catch (cause) {
    database.close();
    throw new HomeError(
      "HomeInUse",
      "another client runs on this home folder: a home is for one client only, or both would act in the company's name",
      { cause },
    );
  }
  return { release: () => database.close() };
}
