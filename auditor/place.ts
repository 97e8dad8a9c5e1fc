// A file or folder that an audit was given, wherever it is: on a disk, or dropped on a page.
import { AuditError } from "./errors.ts";

export interface Place {
  /** What messages call it. */
  readonly path: string;
  /**
   * The bytes of a file of at most MAX_FILE_BYTES. Throws AuditError `FileUnreadable` or
   * `FileTooLarge`.
   */
  read(): Promise<Uint8Array>;
  /** Names of what is in a folder. Throws AuditError `FileUnreadable`. */
  names(): Promise<readonly string[]>;
  exists(): Promise<boolean>;
  /** What is called so in a folder, whether it is there or not. */
  at(name: string): Place;
}

/** Largest file that is read whole. */
export const MAX_FILE_BYTES: number = 256 * 1024 * 1024;

export function tooLarge(path: string, size: number): AuditError {
  return new AuditError("FileTooLarge", `${path}: ${size} bytes are more than an auditor reads`);
}

export function unreadable(path: string, cause?: unknown): AuditError {
  return new AuditError("FileUnreadable", `${path} cannot be read`, { cause });
}
