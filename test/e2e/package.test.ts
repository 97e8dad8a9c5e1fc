// The package as a stranger gets it: packed, installed into an empty folder, called as a command,
// imported, type-checked.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { EXIT } from "../../client/cli/exit-codes.ts";
import { sampleSeed } from "../../scripts/deep-profile.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

interface Ended {
  readonly code: number;
  readonly output: string;
}

function run(program: string, args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, maxBuffer: 1 << 26 }, (error, output, errors) => {
      resolve({ code: typeof error?.code === "number" ? error.code : error === null ? 0 : 1, output: output + errors });
    });
  });
}

async function succeed(program: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, output } = await run(program, args, cwd);
  expect(code, output).to.equal(0);
  return output;
}

/** A stranger's whole program: three companies play a round, and its record is verified. */
const CONSUMER = `import { ConcordatError, type CompanyOutcome, readProgramText, solveTogether } from "concordat";
import { verifyRecord } from "concordat/verify";

const rows = ["3 x + 2 y <= 18.5", "x <= 4", "2 y <= 12"];
const companies = rows.map((row, k) => ({
  name: \`Company \${k}\`,
  program: readProgramText(\`Maximize\\n obj: \${k === 2 ? "3 x + 5 y" : ""}\\nSubject To\\n r: \${row}\\nEnd\\n\`, \`\${k}.lp\`),
}));
const { engine, outcomes, record } = await solveTogether({ companies });
const [outcome]: readonly CompanyOutcome[] = outcomes;
if (outcome?.kind !== "optimal") throw new Error("an optimum is due");
const { kind, objective } = verifyRecord(record);
// @ts-expect-error: the types are checked, they do not let everything pass.
export const wrong: number = verifyRecord(record);
const forged = record.replace(/"objective":"(-?)\\d/, (_: string, sign: string) => \`"objective":"\${sign}9\`);
let refused = "accepted";
try {
  verifyRecord(forged);
} catch (error) {
  if (error instanceof ConcordatError) refused = error.constructor.name;
}
console.log(engine, outcome.objective, kind, objective, refused);
`;

interface Lock {
  readonly packages: Readonly<Record<string, { readonly dev?: true; readonly optional?: true; readonly link?: true }>>;
}

/**
 * What `npm install` makes of the package, with links to the packages that it needs, which the
 * checkout has.
 */
async function installLinked(tarball: string, folder: string): Promise<void> {
  const installed = join(folder, "node_modules/concordat");
  await mkdir(installed, { recursive: true });
  await succeed("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"], folder);
  const { bin } = JSON.parse(await readFile(join(installed, "package.json"), "utf8"));
  await mkdir(join(folder, "node_modules/.bin"));
  await symlink(join(installed, bin.concordat), join(folder, "node_modules/.bin/concordat"));
  const { packages }: Lock = JSON.parse(await readFile(join(root, "package-lock.json"), "utf8"));
  for (const [path, { dev, optional, link }] of Object.entries(packages)) {
    if (dev || optional || link || !/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path)) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await symlink(join(root, path), join(folder, path));
  }
}

describe("the package", function () {
  this.timeout(300_000);
  let folder: string;

  before(async () => {
    const temporary = await mkdtemp(join(tmpdir(), "concordat-package-"));
    folder = join(temporary, "consumer");
    await mkdir(folder);
    await succeed("npm", ["pack", "--pack-destination", temporary], root);
    const [tarball] = (await readdir(temporary)).filter((name) => name.endsWith(".tgz"));
    await writeFile(join(folder, "package.json"), '{ "type": "module" }\n');
    if (sampleSeed() !== null) return installLinked(join(temporary, tarball!), folder);
    const frugal = ["--prefer-offline", "--no-audit", "--no-fund", "--omit=optional"];
    await succeed("npm", ["install", ...frugal, join(temporary, tarball!)], folder);
  });

  after(() => rm(join(folder, ".."), { recursive: true }));

  it("brings neither sources, tests, contracts nor secrets", async () => {
    const installed = await readdir(join(folder, "node_modules/concordat"), { recursive: true });
    const tops = new Set(installed.map((path) => path.split("/")[0]));
    expect([...tops].sort()).to.deep.equal(["CHANGELOG.md", "LICENSE", "README.md", "bin", "dist", "package.json"]);
    expect(installed.filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts"))).to.deep.equal([]);
  });

  it("has everything that its exports and its command name", async () => {
    const installed = join(folder, "node_modules/concordat");
    const { exports, bin } = JSON.parse(await readFile(join(installed, "package.json"), "utf8"));
    const named = [...Object.values(exports), ...Object.values(bin)].flatMap((target) =>
      typeof target === "string" ? [target] : Object.values(target as Record<string, string>),
    );
    expect(named).to.have.length.above(3);
    for (const target of named) expect(await readFile(join(installed, target), "utf8")).to.not.equal("");
  });

  it("has the modules that its threads run", async () => {
    const client = join(folder, "node_modules/concordat/dist/client");
    const modules: string[] = [];
    for (const file of await readdir(client, { recursive: true })) {
      if (!file.endsWith(".js")) continue;
      const text = await readFile(join(client, file), "utf8");
      for (const [, name] of text.matchAll(/new URL\(`\.\/([\w-]+)\$\{extname/g)) {
        modules.push(name!);
        expect(await readFile(join(client, file, "..", `${name}.js`), "utf8"), name).to.not.equal("");
      }
    }
    expect(modules).to.include.members(["half-sum-worker", "kernel-worker"]);
  });

  it("runs as a command", async () => {
    expect(await succeed("npx", ["concordat", "--help"], folder)).to.contain("concordat");
  });

  it("says what the demo lacks, and runs it once Hardhat is there", async () => {
    const args = ["concordat", "demo"];
    for (const party of ["alice", "bob"]) args.push(`--${party}`, join(root, `examples/paper/${party}.lp`));
    const refused = await run("npx", args, folder);
    expect(refused.code).to.equal(EXIT.input);
    expect(refused.output).to.contain("[HardhatMissing]");
    await symlink(join(root, "node_modules/hardhat"), join(folder, "node_modules/hardhat"));
    // A whole round: worker threads, compiled contracts and solver all come from the package.
    await succeed("npx", [...args, "--out", join(folder, "outcome")], folder);
    expect(await readdir(join(folder, "outcome"))).to.have.length(2);
  });

  it("is imported and type-checked by a program of its own, which plays a round and verifies it", async () => {
    await writeFile(join(folder, "consumer.ts"), CONSUMER);
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    const options = ["--strict", "--module", "nodenext", "--target", "es2024", "--types", "node"];
    options.push("--typeRoots", join(root, "node_modules/@types"));
    await succeed(process.execPath, [compiler, ...options, "consumer.ts"], folder);
    expect(CONSUMER.split("\n").length).to.be.at.most(40);
    expect(await succeed(process.execPath, ["consumer.js"], folder)).to.match(
      /^mpc 36\.\d+ optimal -36\.\d+ CertificateError\n$/,
    );
  });
});
