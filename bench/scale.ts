// How a round grows with companies, rows and columns: the tables of docs/scale.md, from formulas
// and from measurements in bench/scale/measured.json.
// Run: node bench/scale.ts             (prints the tables)
//      node bench/scale.ts --measure   (first measures what that file lacks, and writes it there)
// A test holds docs/scale.md against the tables: put them there.
import { measureMissing, readMeasured } from "./scale/measure.ts";
import { tablesOf } from "./scale/tables.ts";

if (process.argv.includes("--measure")) await measureMissing();
for (const { name, markdown } of tablesOf(await readMeasured())) console.log(`\n${name}\n\n${markdown}`);
