// A full disk, for a program's journal: SQLite refuses to let the file grow (SQLITE_FULL), as it
// does when there is no room. As a preload, `node --import full-disk.ts …`, it serves a whole
// program, whose journal may grow by as many pages as FULL_DISK_PAGES says.
import { DatabaseSync } from "node:sqlite";

/** Lets the file grow by `pages` pages, until the connection is closed. */
export function limitGrowth(database: DatabaseSync, pages: number): void {
  const count = Number(database.prepare("PRAGMA page_count").get()!["page_count"]);
  database.exec(`PRAGMA max_page_count = ${count + pages}`);
}

/**
 * A new database with pages of 512 bytes, so that hardly any write fits into the existing pages.
 */
export function makeSmallPages(file: string): void {
  const database = new DatabaseSync(file);
  database.exec("PRAGMA page_size = 512; CREATE TABLE empty(x); DROP TABLE empty;");
  database.close();
}

const allowed = process.env["FULL_DISK_PAGES"];
if (allowed !== undefined) {
  const { exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.exec = function (this: DatabaseSync, sql: string): void {
    exec.call(this, sql);
    // What a journal starts with; the limit itself is set through `exec` too.
    if (sql.includes("journal_mode = WAL")) limitGrowth(this, Number(allowed));
  };
}
