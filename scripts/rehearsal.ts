// `npm run rehearsal`: a round as in practice. Four companies of the logistics example, a chain and
// an auditor run as separate processes on loopback. The invitation goes from client to client. One
// company's client is killed half-way and started again. Ends with the auditor's report. With
// `--sealed` the companies first hold a ceremony, and the outcome stays off the chain; with
// `--own-part` each of them learns its own part of it only.
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { runProgram } from "../client/cli/run.ts";
import { nodesOf } from "../client/engines/engines.ts";
import { anvilProgram, fundedKey, startNode } from "../lab/chain/node-process.ts";
import { createAfterwards } from "../lab/demo/afterwards.ts";
import { bold, green, heading, line, seconds } from "../lab/demo/print.ts";
import { Company, concordat, type LogLine, type RunningClient } from "./rehearsal/company.ts";

const EXAMPLE = fileURLToPath(new URL("../examples/logistics/", import.meta.url));
/**
 * The wholesaler takes no part: the example's README says what the other four can reach without its
 * limits.
 */
const COMPANIES = [
  ["Skogsbo Timber", "skogsbo-timber.lp"],
  ["Nordlys Furniture", "nordlys-furniture.mps"],
  ["Bergslag Kitchens", "bergslag-kitchens.json"],
  ["Sundet Haulage", "sundet-haulage.json"],
] as const;
const OPTIMUM = "36794.665";
/**
 * The company whose client is killed: a node, if the engine has nodes, which has just written the
 * session's first checkpoint; otherwise it is killed after some messages.
 */
const VICTIM = 1;
const MESSAGES_BEFORE_THE_KILL = 6;
const POLL_MS = "50";
/** R of the set-up for a sealed outcome. */
const SETUP_SIZE = "64";

const command = new Command("npm run rehearsal --")
  .description(
    "Plays a round with four companies, a chain and an auditor in separate processes; one client is killed and restarted.",
  )
  .option("--out <folder>", "folder for homes, logs and the report (default: a temporary folder)")
  .option("--engine <name>", "engine of the round", "mpc")
  .option("--sealed", "seals the outcome (experimental)", false)
  .option("--own-part", "seals it, and tells each company its own part only (experimental)", false);

interface Options {
  readonly out?: string;
  readonly engine: string;
  /** Whether the outcome stays off the chain. */
  readonly sealed: boolean;
  /** Whether each company learns its own part of a sealed outcome only. */
  readonly ownPart: boolean;
}

const started = performance.now();
const at = () => seconds(performance.now() - started).padStart(7);
const say = (text: string) => line(`${at()}  ${text}`);

async function rehearse(folder: string, options: Options): Promise<void> {
  const kind = anvilProgram() === null ? "hardhat" : "anvil";
  const node = await startNode(kind);
  const running: RunningClient[] = [];
  try {
    heading("Setting up");
    say(`${kind} runs as a separate process at ${node.url}`);
    const companies = COMPANIES.map(([name, file], k) => new Company(name, join(EXAMPLE, file), folder, fundedKey(k)));
    await setUp(companies, node.url, folder);
    if (options.sealed) await holdCeremony(companies, folder);
    const start = (company: Company) => {
      const client = company.client();
      running.push(client);
      return client;
    };
    const clients = companies.map(start);
    const invited = clients.slice(0, -1).map((client) => client.until(({ event }) => event === "invitation"));
    const round = await openRound(companies, folder, options);

    heading(`Round ${round}`);
    await Promise.all(invited);
    say("the clients of the three others have fetched its terms over libp2p");
    for (const row of (await companies[0]!.run(["status"])).split("\n").slice(2, 8)) line(row);
    // Whoever lives to see it: the client that is killed does not.
    const isOver = ({ event }: LogLine) => event === "round-closed";
    const ends = clients.map((client, k) => (k === VICTIM ? null : client.until(isOver)));
    const halfWay = killHalfWay(clients[VICTIM]!, companies[VICTIM]!, options);
    for (const company of companies) await company.run(["join", "1", "--data", company.data]);
    say("all four companies have accepted");
    await halfWay;
    clients[VICTIM] = start(companies[VICTIM]!);
    ends[VICTIM] = clients[VICTIM].until(isOver);
    say(`${companies[VICTIM]!.name} has started its client again`);
    await Promise.all(ends);
    await Promise.all(clients.map((client) => client.stop()));
    say(`${green("✓")} the round is settled, the bonds are back, and all four clients have ended`);
    const outcomes = await showOutcomes(companies, folder);
    const afterwards = createAfterwards();
    await afterwards.run("the comparison with the README", () => compare(outcomes, companies, options));
    await afterwards.run("the audit", () => audit(companies[0]!, round, node.url, { folder, sealed: options.sealed }));
    afterwards.finish();
  } finally {
    for (const client of running) await client.kill();
    await node.stop();
  }
}

/** The first company deploys; the others take the file that this gives. */
async function setUp(companies: readonly Company[], rpc: string, folder: string): Promise<void> {
  const [first, ...others] = companies;
  const consortium = join(folder, "consortium.json");
  await first!.init(rpc, [], POLL_MS);
  const deployed = JSON.parse(await first!.run(["--json", "deploy", "--out", consortium])) as { coordinator: string };
  say(`${first!.name} has deployed coordinator ${deployed.coordinator}`);
  await Promise.all(others.map((company) => company.init(rpc, ["--consortium", consortium], POLL_MS)));
  say("every company has its home folder, keys and settings");
}

const setupFile = (folder: string, contributions: number) => join(folder, `setup-${contributions}.bin`);

/** Each company contributes to the set-up in turn; then all check the last file and keep it. */
async function holdCeremony(companies: readonly Company[], folder: string): Promise<void> {
  for (const [k, company] of companies.entries()) {
    const before = k === 0 ? ["--size", SETUP_SIZE] : [setupFile(folder, k)];
    await company.run(["setup", "contribute", ...before, "--out", setupFile(folder, k + 1)]);
    say(`${company.name} has contributed to the set-up`);
  }
  const last = setupFile(folder, companies.length);
  for (const company of companies) await company.run(["setup", "verify", last, "--expect", company.account, "--keep"]);
  say("every company has found its own contribution in the set-up, and keeps it");
}

/** Every company announces, the carrier opens. Returns the round's name. */
async function openRound(companies: readonly Company[], folder: string, options: Options): Promise<string> {
  const announcement = ({ home }: Company) => `${home}.announcement.json`;
  await Promise.all(
    companies.map((company) => company.run(["announce", company.data, "--out", announcement(company)])),
  );
  const spec = join(folder, "spec.json");
  const parties = companies.map((company) => ({
    name: company.name,
    account: company.account,
    announcement: announcement(company),
  }));
  const periods = { commit: "10m", exchange: "10m", settle: "10m" };
  const setup = setupFile(folder, companies.length);
  const sealed = options.sealed ? { outcome: options.ownPart ? "own part" : "sealed", setup } : {};
  const text = { title: "Freight of the week", engine: options.engine, parties, periods, bond: "0.01", ...sealed };
  await writeFile(spec, JSON.stringify(text));
  const opener = companies.at(-1)!;
  const out = join(folder, "round.json");
  const { round } = JSON.parse(await opener.run(["--json", "open", spec, "--out", out])) as { round: string };
  say(`${opener.name} has opened the round`);
  return round;
}

async function killHalfWay(client: RunningClient, { name }: Company, options: Options): Promise<void> {
  let messages = 0;
  const hasNodes = nodesOf(options.engine) !== null;
  const isHalfWay = ({ event, point }: LogLine) =>
    hasNodes
      ? event === "round-session" && point === "checkpoint"
      : event === "round-message" && ++messages === MESSAGES_BEFORE_THE_KILL;
  await client.until(isHalfWay);
  await client.kill();
  const when = hasNodes ? "in the middle of the session" : `after ${MESSAGES_BEFORE_THE_KILL} messages`;
  say(`${bold(`${name}'s client is killed`)} ${when}`);
}

/** What a company knows of the optimum; the bill is null for one that does not know it. */
interface Known {
  readonly objective: string | null;
  readonly variables: readonly unknown[];
}

/** Prints every company's outcome and writes its part of the plan as CSV. */
async function showOutcomes(companies: readonly Company[], folder: string): Promise<Known[]> {
  heading("Outcome");
  const outcomes: Known[] = [];
  for (const company of companies) {
    const csv = join(folder, `${company.home.split("/").at(-1)}.csv`);
    const own = JSON.parse(await company.run(["--json", "outcome", "1", "--csv", csv])) as Known | { known: Known };
    const known = "known" in own ? own.known : own;
    const bill =
      known.objective === null
        ? "its part of the plan, and not the freight bill"
        : `the freight bill is ${known.objective} EUR (the README of the example: ${OPTIMUM})`;
    line(`${company.name}: ${bill}; ${csv}`);
    outcomes.push(known);
  }
  return outcomes;
}

/**
 * Throws for a bill that differs from the one in the README, for a company that should know it and
 * does not or the other way round, and for one without a plan. Of a sealed outcome, only the
 * carrier knows the bill: it owns the costs.
 */
function compare(outcomes: readonly Known[], companies: readonly Company[], options: Options): void {
  for (const [k, { objective, variables }] of outcomes.entries()) {
    const { name } = companies[k]!;
    if (variables.length === 0) throw new Error(`${name} has no plan`);
    const isToKnow = !options.sealed || k === companies.length - 1;
    if (isToKnow !== (objective !== null)) throw new Error(`${name} ${isToKnow ? "lacks" : "knows"} the freight bill`);
    if (objective !== null && !(Math.abs(Number(objective) - Number(OPTIMUM)) <= 1e-6 * Number(OPTIMUM)))
      throw new Error(`${name}: the freight bill is ${objective}, not ${OPTIMUM}`);
  }
  const part = options.ownPart ? "its part of the plan" : "its plan";
  const who = options.sealed ? `every company has ${part}, and the carrier` : "every company has";
  line(`${green("✓")} ${who} the optimum that the README states`);
}

/**
 * An auditor with nothing but the RPC address, the round's name, a transcript and what one company
 * discloses; of a sealed outcome, with set-up and terms in place of the disclosure.
 */
async function audit(
  company: Company,
  round: string,
  rpc: string,
  { folder, sealed }: { readonly folder: string; readonly sealed: boolean },
): Promise<void> {
  heading("The auditor");
  const transcript = join(company.home, "rounds", round.replace("/", "-"), "transcript");
  const given = sealed ? sealedFiles(folder) : await disclosed(company, folder);
  const more = ["--transcript", transcript, ...given, "--out", join(folder, "report")];
  const text = await concordat(["audit", round, "--rpc", rpc, ...more]);
  for (const row of text.split("\n").slice(0, 40)) line(row);
  line(`the whole report: ${join(folder, "report", "report.html")} (to print) and report.json`);
}

/** As options of the audit: a row that the company discloses. */
async function disclosed(company: Company, folder: string): Promise<string[]> {
  const disclosure = join(folder, "disclosure.json");
  await company.run(["disclose", "1", "--row", "saw_Falun", "--out", disclosure]);
  return ["--disclosure", disclosure];
}

/** As options of the audit: what the key of a sealed proof follows from. */
function sealedFiles(folder: string): string[] {
  line("no number is disclosed: `concordat disclose` could show single ones");
  return ["--setup", setupFile(folder, COMPANIES.length), "--terms", join(folder, "round.json")];
}

async function main(options: Options): Promise<void> {
  const folder =
    options.out === undefined
      ? await mkdtemp(join(tmpdir(), "concordat-rehearsal-"))
      : resolve(process.env["INIT_CWD"] ?? process.cwd(), options.out);
  await mkdir(folder, { recursive: true });
  await rehearse(folder, { ...options, sealed: options.sealed || options.ownPart });
  say(`${green("✓")} rehearsal complete; everything is in ${folder}`);
}

await runProgram(command.action(main), process.argv);
