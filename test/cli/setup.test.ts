// `concordat setup`, as companies run it: a ceremony of two, refusals with their exit status, and
// contributions that are killed on the way.
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import { toHex } from "viem";
import { setupContribute } from "../../client/cli/commands/setup-contribute.ts";
import { setupVerify } from "../../client/cli/commands/setup-verify.ts";
import { EXIT, exitCodeOf } from "../../client/cli/exit-codes.ts";
import { type Config, writeConfig } from "../../client/home/config.ts";
import { freshSecret } from "../../client/home/keystore.ts";
import { homePaths } from "../../client/home/paths.ts";
import { programFile } from "../../scripts/programs.ts";
import { headLength, rewriteBody, testAccount } from "../support/ceremony.ts";
import { testSeed } from "../support/certificate.ts";
import { writeLightKeystore } from "../support/light-keystore.ts";
import { sampled } from "../support/sampled.ts";

const PASSWORD = "correct horse";
const command = programFile("bin/concordat.ts");
const killed = fileURLToPath(new URL("../support/killed-setup.ts", import.meta.url));
const CONFIG: Config = {
  ...{ version: 1, name: "Nordlys", rpc: "http://127.0.0.1:9", chainId: 31337, coordinator: null, registry: null },
  ...{ listen: ["/ip4/127.0.0.1/tcp/4710"], announce: [], sessionPort: 0, peerKey: 1, confirmations: 0 },
  ...{ pollMs: 1_000, signer: null, contractAccount: null, leastPeriod: 600, metrics: null },
};

interface Ended {
  readonly code: number;
  readonly signal: string | null;
  readonly output: string;
  readonly errors: string;
}

function run(...args: string[]): Promise<Ended> {
  const env = { ...process.env, CONCORDAT_PASSWORD: PASSWORD };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (error, output, errors) => {
      const code = typeof error?.code === "number" ? error.code : 0;
      resolve({ code, signal: error?.signal ?? null, output, errors });
    });
  });
}

describe("concordat setup", function () {
  this.timeout(240_000);
  let folder: string;
  const at = (name: string) => join(folder, name);
  const setup = (...args: string[]) => run(command, "setup", ...args);
  const contribute = (company: number, ...args: string[]) =>
    run(command, "--json", "--home", at(`home${company}`), "setup", "contribute", ...args);
  const refused = (code: string) => new RegExp(`\\[${code}\\]\\n$`);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-setup-"));
    await writeFile(at("password"), PASSWORD, { mode: 0o600 });
    for (const company of [0, 1]) {
      const paths = homePaths(at(`home${company}`));
      await mkdir(dirname(paths.accountKey), { recursive: true, mode: 0o700 });
      // The secret of testAccount.
      await writeLightKeystore(paths.accountKey, toHex(testSeed(`ceremony account ${company}`).bytes(32)), PASSWORD);
      await writeLightKeystore(paths.seed, freshSecret(), PASSWORD);
      await writeConfig(paths.config, CONFIG);
    }
  });
  after(() => rm(folder, { recursive: true }));

  it("passes a set-up from company to company, and lets everybody check it", async () => {
    const first = await contribute(0, "--size", "16", "--out", at("1.bin"));
    expect(first).to.include({ code: EXIT.ok, errors: "" });
    const second = await contribute(1, at("1.bin"), "--out", at("2.bin"));
    expect(second).to.include({ code: EXIT.ok, errors: "" });
    const { contribution } = JSON.parse(first.output);
    const { account, string } = JSON.parse(second.output);
    expect(account).to.equal(testAccount(1).address);
    const checked = await run(
      ...[command, "--json", "setup", "verify", at("2.bin"), "--expect", contribution],
      ...["--expect", account, "--expect", string],
    );
    expect(checked).to.include({ code: EXIT.ok, errors: "" });
    expect(JSON.parse(checked.output)).to.deep.include({ size: 16, string });
    const { contributions } = JSON.parse(checked.output);
    expect(contributions.map((one: { account: string }) => one.account)).to.deep.equal([
      testAccount(0).address,
      testAccount(1).address,
    ]);
    const replaced = await setup("verify", at("1.bin"), "--expect", account);
    expect(replaced.code).to.equal(EXIT.input);
    expect(replaced.errors).to.match(refused("SetupContributionMissing"));
  });

  it("keeps a set-up that is right in the home, and only then", async () => {
    const verify = (...args: string[]) => run(command, "--json", "--home", at("home0"), "setup", "verify", ...args);
    const kept = async () => readdir(at(join("home0", "setups"))).catch(() => []);
    const bytes = await readFile(at("2.bin"));
    const wrong = await verify(at("2.bin"), "--keep", "--expect", `0x${"12".repeat(32)}`);
    expect(JSON.parse(wrong.errors).error.code).to.equal("SetupContributionMissing");
    // Changed on purpose: the digests of its head fit.
    await writeFile(at("changed.bin"), rewriteBody(bytes, 100, Buffer.from([1 ^ bytes[headLength(bytes) + 100]!])));
    expect((await verify(at("changed.bin"), "--keep")).code).to.equal(EXIT.input);
    expect((await verify(at("2.bin"))).code).to.equal(EXIT.ok);
    expect(await kept()).to.deep.equal([]);
    const right = await verify(at("2.bin"), "--keep");
    expect(right).to.include({ code: EXIT.ok, errors: "" });
    const { string, kept: file } = JSON.parse(right.output);
    expect(await kept()).to.deep.equal([`${string}.bin`]);
    expect(await readFile(file)).to.deep.equal(bytes);
    expect((await stat(at(join("home0", "setups")))).mode & 0o777).to.equal(0o700);
    const homeless = await run(command, "--home", at("nowhere"), "setup", "verify", at("2.bin"), "--keep");
    expect(homeless.code).to.equal(EXIT.home);
    await rm(at(join("home0", "setups")), { recursive: true });
  });

  it("refuses what cannot be, before any work", async () => {
    const one = await readFile(at("1.bin"));
    await writeFile(at("damaged.bin"), one.with(70_000, 1 ^ one[70_000]!));
    await writeFile(at("cut.bin"), one.subarray(0, 50_000));
    const settings = { home: at("home0"), passwordFile: at("password"), out: at("x.bin") };
    const contributing = (file: string | undefined, change: object = {}) =>
      setupContribute(file === undefined ? undefined : at(file), { ...settings, ...change });
    const verifying = (file: string, ...expected: string[]) => setupVerify(at(file), { expect: expected, keep: false });
    for (const [work, code] of [
      [() => contributing(undefined), "OptionInvalid"],
      [() => contributing(undefined, { size: 24 }), "OptionInvalid"],
      [() => contributing("1.bin", { size: 16 }), "OptionInvalid"],
      [() => contributing("1.bin", { out: at("2.bin") }), "FileUnwritable"],
      [() => contributing("1.bin", { out: at("1.bin") }), "FileUnwritable"],
      [() => contributing("none.bin"), "FileUnreadable"],
      [() => contributing("1.bin"), "SetupAccountRepeated"],
      [() => verifying("damaged.bin"), "SetupFileDamaged"],
      [() => verifying("cut.bin"), "SetupFileLength"],
      [() => verifying("1.bin", "nobody"), "OptionInvalid"],
      [() => verifying("1.bin", "0x5FbDB2315678afecb367f032d93F642f64180aA3"), "OptionInvalid"],
    ] as const) {
      const error: unknown = await work().catch((reason: unknown) => reason);
      expect(error).to.have.property("code", code);
      expect(exitCodeOf(error), code).to.equal(EXIT.input);
    }
    const textOf = (expected: string) => verifying("1.bin", expected).catch((reason: Error) => reason.message);
    expect(await textOf("0x5FbDB2315678afecb367f032d93F642f64180aA3")).to.include("has a wrong checksum");
    expect(await textOf("0x12")).to.include("neither an address");
    expect(await readFile(at("1.bin"))).to.deep.equal(one);
    expect(await readdir(folder)).to.not.include("x.bin");
  });

  it("loses nothing when it is killed, and starts again with fresh factors", async () => {
    const before = await readFile(at("1.bin"));
    const strings: string[] = [];
    const stages = ["checking the set-up", "multiplying", "checking the result"];
    for (const stage of sampled(stages, 3)) {
      const out = at(`${stage.replaceAll(" ", "-")}.bin`);
      const { signal } = await run(killed, stage, at("1.bin"), out, at("home1"));
      expect(signal, stage).to.equal("SIGKILL");
      expect(await readFile(at("1.bin"))).to.deep.equal(before);
      expect((await readdir(folder)).filter((name) => at(name).startsWith(out))).to.deep.equal([]);
    }
    const out = at("again.bin");
    // Killed while it wrote.
    await writeFile(`${out}.unfinished`, before.subarray(0, 60_000));
    for (const path of [out, at("once-more.bin")]) {
      const { code, output } = await contribute(1, at("1.bin"), "--out", path);
      expect(code).to.equal(EXIT.ok);
      strings.push(JSON.parse(output).string);
    }
    expect(await readdir(folder)).to.not.include("again.bin.unfinished");
    expect(new Set(strings).size).to.equal(2);
    expect((await setup("verify", out)).code).to.equal(EXIT.ok);
  });

  it("leaves no new file in the home: factors are nowhere on disk", async () => {
    for (const company of [0, 1]) {
      const files = await readdir(at(`home${company}`), { recursive: true });
      expect(files).to.have.members(["config.json", "keys", join("keys", "account.json"), join("keys", "seed.json")]);
    }
  });
});
