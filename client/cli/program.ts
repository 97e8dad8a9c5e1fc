// The `concordat` command: its words, options and help. A command's code is loaded when it is
// called, so that short ones start at once.
import { Command, Option } from "commander";
import { DEFAULT_EPOCHS, MAX_EPOCHS } from "../engines/mpc/epochs.ts";
import { DEFAULT_LEAST_PERIOD } from "../home/config.ts";
import { MAX_PERIOD, MIN_PERIOD } from "../round/agreement.ts";
import { BOUND_OPTIONS, type BoundOptions } from "./bounds.ts";
import type { DeployOptions } from "./commands/deploy.ts";
import type { DiscloseOptions } from "./commands/disclose.ts";
import type { ExplorerOptions } from "./commands/explorer.ts";
import type { InitOptions } from "./commands/init.ts";
import type { JoinOptions } from "./commands/join.ts";
import type { OpenOptions } from "./commands/open.ts";
import type { OutcomeOptions } from "./commands/outcome.ts";
import type { SetupContributeOptions } from "./commands/setup-contribute.ts";
import type { SetupVerifyOptions } from "./commands/setup-verify.ts";
import type { SharesOptions } from "./commands/shares.ts";
import type { OpenPage } from "./desk-page.ts";
import type { GlobalOptions } from "./home.ts";
import { collect } from "./repeated.ts";
import { wholeNumber } from "./whole-number.ts";

const FIRST_STEPS = `
First steps of a company:
  concordat init --name Nordlys --rpc http://127.0.0.1:8545     keys and settings; then fund the account it prints
  concordat deploy                                              once for the consortium, by one company: consortium.json
  concordat init … --consortium consortium.json                 by every other company, in place of deploy
  concordat template rows.xlsx                                  a spreadsheet to fill in, unless you have a file of rows
  concordat announce rows.mps --out nordlys.json                the public part of your file, for the company that opens
  concordat open spec.json                                      by one company; its client passes the terms on
  concordat join                                                runs the client until you stop it, with a page in a browser
  concordat status                                              your rounds, and what you are invited to
  concordat join 1 --data rows.mps                              accepts an invitation; the client plays the round
  concordat console                                             that page beside a client that runs: all this in a browser
  concordat outcome 1                                           your part of the optimum, in your own names
  concordat open --like 1                                       the next round, with the same terms
  concordat audit 0x5fbd…0aa3/1 --rpc http://127.0.0.1:8545     by anyone: checks everything that is on chain

Exit status: 0 done, 1 internal error, 2 input, 3 home folder, 4 chain or network, 5 a round failed,
6 an audit found something false, 7 an audit could not check everything, 8 a round settled with a different outcome
from the one this client had proved.
The password of the keystores comes from --password-file, CONCORDAT_PASSWORD, or the terminal.`;

/** Where a client listens unless told otherwise. */
const LISTEN = "/ip4/0.0.0.0/tcp/4710";

/** A command's own options. */
type Own<Options extends GlobalOptions> = Omit<Options, keyof GlobalOptions>;

/** The options that stand before a command. */
type Globals = () => GlobalOptions;

/** The commands of a company; the entry point adds those that need more, and the page of `join`. */
export function createProgram(version: string, openPage: OpenPage): Command {
  const program = new Command("concordat")
    .description(
      "Companies find the common optimum of a linear program without showing each other their rows; the chain accepts only the proven optimum.",
    )
    .version(version)
    .option("--home <folder>", "home folder of the company (default: CONCORDAT_HOME, or ~/.concordat)")
    .option("--password-file <file>", "file with the password of the keystores")
    .option("--json", "print one JSON document instead of text; of `join`, one for each event")
    .addHelpText("after", FIRST_STEPS)
    .showHelpAfterError("(concordat --help, or concordat <command> --help)");
  const globals: Globals = () => program.opts<GlobalOptions>();
  const beforeRounds = [addInit, addDeploy, addTemplate, addAnnounce];
  const addJoin = (to: Command) => addJoinTo(to, globals, openPage);
  const rounds = [addOpen, addJoin, addDecline, addStatus, addOutcome, addDisclose, addShares];
  for (const add of [...beforeRounds, ...rounds, addSetup, addExplorer]) add(program, globals);
  return program;
}

function addInit(program: Command, globals: Globals): void {
  program
    .command("init")
    .description("create a home folder with an account key, a seed and settings")
    .requiredOption("--name <name>", "the company's name")
    .requiredOption("--rpc <url>", "HTTP URL of a chain node")
    .addOption(
      new Option("--consortium <file>", "consortium.json of the company that deployed: chain and contracts").conflicts([
        "coordinator",
        "registry",
      ]),
    )
    .option("--coordinator <address>", "address of the coordinator, where there is no consortium.json")
    .option("--registry <address>", "address of the peer registry, where there is no consortium.json")
    .option(
      "--listen <multiaddr>",
      `address to listen on for partners; may be repeated (default: ${LISTEN})`,
      collect,
      [],
    )
    .option(
      "--announce <multiaddr>",
      "address at which partners can reach this client, if it differs from --listen; may be repeated",
      collect,
      [],
    )
    .option(
      "--session-port <port>",
      "port on which the nodes of mpc, mpc/four and mpc/proven connect; 0: any free port",
      wholeNumber(0, 65_535),
      0,
    )
    .option(
      "--confirmations <blocks>",
      "confirmations to wait for before acting on a block; 0 only where blocks are final at once",
      wholeNumber(0, 1_000),
      64,
    )
    .option(
      "--least-period <seconds>",
      "refuse rounds with a shorter period",
      wholeNumber(MIN_PERIOD, MAX_PERIOD),
      DEFAULT_LEAST_PERIOD,
    )
    .option("--finalized", "act on finalized blocks instead, if the chain node reports them", false)
    .option("--poll <ms>", "poll interval of the chain, in milliseconds", wholeNumber(10, 60_000), 1_000)
    .option("--metrics <host:port>", "serve Prometheus metrics at this address")
    .addOption(
      new Option("--import-keystore <file>", "use the account of this Web3 keystore (same password)").conflicts([
        "importKey",
        "signer",
      ]),
    )
    .addOption(new Option("--import-key <file>", "use the private key in this file as the account").conflicts("signer"))
    .option("--signer <place>", "URL or socket of an external signer that holds the account's key (JSON-RPC)")
    .option("--signer-account <address>", "address of the signer's account to use")
    .option(
      "--contract-account <address>",
      "contract to use as the company's account (EIP-1271); the key is then that of its owner",
    )
    .action(async (options: Own<InitOptions>) => {
      const { init } = await import("./commands/init.ts");
      await init({ ...globals(), ...options, listen: options.listen.length > 0 ? options.listen : [LISTEN] });
    });
}

function addDeploy(program: Command, globals: Globals): void {
  program
    .command("deploy")
    .description(
      "deploy verifiers (one of sealed outcomes), coordinator, registry and the contract for shares, and write the file with which partners find them",
    )
    .option("--again", "deploy again even if the settings already have contracts", false)
    .option("--out <file>", "output file for partners (default: consortium.json)")
    .action(async (options: Own<DeployOptions>) => {
      const { deploy } = await import("./commands/deploy.ts");
      await deploy({ ...globals(), ...options });
    });
}

function addTemplate(program: Command): void {
  program
    .command("template")
    .description("write a small program as a spreadsheet, to fill in with your own rows (docs/files.md)")
    .argument("<file>", "new file, .xlsx or .csv")
    .action(async (file: string) => {
      const { template } = await import("./commands/template.ts");
      await template(file);
    });
}

function addAnnounce(program: Command, globals: Globals): void {
  program
    .command("announce")
    .description("write the public part of a file of rows: names of variables, numbers of rows and decimals, sizes")
    .argument("<file>", "rows of this company: MPS, CPLEX-LP, JSON, CSV or a spreadsheet (.xlsx)")
    .option(...BOUND_OPTIONS.bounds)
    .option(...BOUND_OPTIONS.bound, collect, [])
    .option(...BOUND_OPTIONS.all)
    .option("--out <file>", "output file (default: standard output)")
    .action(async (file: string, options: BoundOptions & { out?: string }) => {
      const { announce } = await import("./commands/announce.ts");
      await announce(file, { ...globals(), ...options });
    });
}

function addOpen(program: Command, globals: Globals): void {
  program
    .command("open")
    .description("open a round from a spec file (format: docs/operations.md), or once more with --like")
    .argument(
      "[spec]",
      "parties, engine and conditions of the round; public or sealed outcome, or one of which each company learns its own part (sealed: experimental until reviewed from outside)",
    )
    .option("--like <round>", "take parties and terms of an earlier round of this home, by its number")
    .option("--title <title>", "with --like: title of the new round (default: the earlier one's)")
    .option(
      "--announcement <company=file>",
      "with --like: refuse unless this fresh announcement is that of the earlier round; may be repeated",
      collect,
      [],
    )
    .option("--out <file>", "output file for the round (default: round-<number>.json)")
    .action(async (file: string | undefined, options: Own<OpenOptions>) => {
      const { open } = await import("./commands/open.ts");
      await open(file, { ...globals(), ...options });
    });
}

/** Options of what runs a client. */
export function addRunOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--epochs <n>",
        "how often the nodes of mpc, mpc/four or mpc/proven may start a round's session before their operators must decide",
      )
        .argParser(wholeNumber(1, MAX_EPOCHS))
        .default(DEFAULT_EPOCHS),
    )
    .addOption(
      new Option("--log <level>", "lowest log level to print")
        .choices(["debug", "info", "warn", "error"])
        .default("info"),
    );
}

function addJoinTo(program: Command, globals: Globals, openPage: OpenPage): void {
  const join = program
    .command("join")
    .description("agree to a round and run the client; without a round, run it for those agreed to before")
    .argument("[round]", "number of a round that this company is invited to, or the file that `concordat open` wrote")
    .option("--data <file>", "this company's rows; a copy goes into the journal")
    .option("--round-numbers", "round numbers with more decimals than the round has, instead of refusing them", false)
    .option(
      "--accept-tolerances",
      "agree even if the round's tolerances are wider than usual; the terms list them",
      false,
    )
    .option(
      "--accept-setup",
      "agree even if this company has not contributed to the set-up of a sealed outcome, and so trusts those that have",
      false,
    )
    .option("--insist", "continue even if the engine hides too little at these sizes", false)
    .option("--once", "exit once no round is open", false)
    .option("--page", "serve a page with the round on 127.0.0.1, as `concordat console` does (default: on a terminal)")
    .option("--no-page", "serve none, and open no port for it")
    .option(
      "--port <port>",
      "port of 127.0.0.1 for the page, which is then wanted (default: any free port)",
      wholeNumber(0, 65_535),
    );
  addRunOptions(join).action(async (round: string | undefined, options: Own<JoinOptions>) => {
    const { join } = await import("./commands/join.ts");
    await join(round, { ...globals(), ...options }, openPage);
  });
}

function addDecline(program: Command, globals: Globals): void {
  program
    .command("decline")
    .description("decline an invitation: `status` no longer shows its terms; it can still be accepted in time")
    .argument("<round>", "number, or <coordinator>/<number>")
    .action(async (name: string) => {
      const { decline } = await import("./commands/decline.ts");
      await decline(name, globals());
    });
}

function addStatus(program: Command, globals: Globals): void {
  program
    .command("status")
    .description("show this company's rounds, and those that it is invited to")
    .action(async () => {
      const { status } = await import("./commands/status.ts");
      await status(globals());
    });
}

function addOutcome(program: Command, globals: Globals): void {
  program
    .command("outcome")
    .description("show this company's part of a settled round, in its own names and units")
    .argument("<round>", "number, or <coordinator>/<number>")
    .option("--csv <file>", "also write it as CSV")
    .option("--xlsx <file>", "also write it as a spreadsheet, without formulas")
    .option("--all", "also list zeros", false)
    .action(async (name: string, options: Own<OutcomeOptions>) => {
      const { outcome } = await import("./commands/outcome.ts");
      await outcome(name, { ...globals(), ...options });
    });
}

function addDisclose(program: Command, globals: Globals): void {
  program
    .command("disclose")
    .description(
      "write for an auditor what this company chooses to show: rows, or numbers of a sealed outcome (experimental)",
    )
    .argument("<round>", "number, or <coordinator>/<number>")
    .requiredOption("--out <file>", "output file")
    .option(
      "--row <name>",
      "name of a row in the file, of a sealed outcome its multiplier and slack; may be repeated",
      collect,
      [],
    )
    .option("--objective", "the costs, of a sealed outcome their value alone", false)
    .option("--variable <name>", "of a sealed outcome: a variable; may be repeated", collect, [])
    .option(
      "--dual-value",
      "of a sealed outcome: right-hand sides times multipliers of all rows of this company",
      false,
    )
    .action(async (name: string, options: Own<DiscloseOptions>) => {
      const { disclose } = await import("./commands/disclose.ts");
      await disclose(name, { ...globals(), ...options });
    });
}

function addShares(program: Command, globals: Globals): void {
  program
    .command("shares")
    .description("show each company's share of a sealed optimum, where the terms make shares public (experimental)")
    .argument("<round>", "number, or <coordinator>/<number>")
    .option("--post", "post this company's share first, where its client could not", false)
    .action(async (name: string, options: Own<SharesOptions>) => {
      const { shares } = await import("./commands/shares.ts");
      await shares(name, { ...globals(), ...options });
    });
}

function addSetup(program: Command, globals: Globals): void {
  const setup = program
    .command("setup")
    .description(
      "the set-up for sealed outcomes, made by the companies in turn (experimental until reviewed from outside)",
    );
  setup
    .command("contribute")
    .description("add this company's contribution to a set-up, or begin one with --size")
    .argument("[file]", "the set-up as the company before left it; it stays as it is")
    .option("--size <rows>", "begin a set-up for this many rows and columns, a power of two", wholeNumber(16, 512))
    .requiredOption("--out <file>", "output file, for the next company")
    .action(async (file: string | undefined, options: Own<SetupContributeOptions>) => {
      const { setupContribute } = await import("./commands/setup-contribute.ts");
      await setupContribute(file, { ...globals(), ...options });
    });
  setup
    .command("verify")
    .description("check a set-up: its points, and every contribution; needs a home folder only with --keep")
    .argument("<file>", "the set-up")
    .option(
      "--expect <what>",
      "account or digest of a contribution, or digest of the string, that must be in it; may be repeated",
      collect,
      [],
    )
    .option("--keep", "keep it in the home folder, for rounds with sealed outcomes", false)
    .action(async (file: string, options: Own<SetupVerifyOptions>) => {
      const { setupVerify } = await import("./commands/setup-verify.ts");
      await setupVerify(file, { ...globals(), ...options });
    });
}

function addExplorer(program: Command, globals: Globals): void {
  program
    .command("explorer")
    .description("serve the explorer on this machine: rounds, and their audit, in a browser; needs no home folder")
    .option(
      "--rpc <url>",
      "HTTP URL of a chain node; may be repeated, to compare what several nodes say (default: entered in the page)",
      collect,
      [],
    )
    .option("--coordinator <address>", "address of the coordinator (default: entered in the page)")
    .option("--port <port>", "port on 127.0.0.1; 0: any free port", wholeNumber(0, 65_535), 0)
    .action(async (options: Own<ExplorerOptions>) => {
      const { explorer } = await import("./commands/explorer.ts");
      await explorer({ ...globals(), ...options });
    });
}
