// The whole course of a round, the same on a Hardhat node, on anvil and on EthereumJS: contracts
// deployed, a round opened, two clients that meet over libp2p, the outcome in each company's own
// names, bonds returned, and the auditor's verdict. The first two run revm, each as a process of
// its own; EthereumJS shares no code with it.

import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { expectedCode, runAudit } from "../../auditor/index.ts";
import { commandOutbox, connectPublic, sessionOf } from "../../client/app/connect.ts";
import { type Artifacts, loadArtifacts } from "../../client/app/deploy/artifacts.ts";
import { deployContracts } from "../../client/app/deploy/deploy.ts";
import type { ClientEvent } from "../../client/app/events.ts";
import { runClient } from "../../client/app/run-client.ts";
import { openRound } from "../../client/chain/coordinator/transact.ts";
import { callingThread } from "../../client/crypto/paillier/pool.ts";
import { createEngine } from "../../client/engines/engines.ts";
import { DEFAULT_EPOCHS } from "../../client/engines/mpc/epochs.ts";
import type { Config } from "../../client/home/config.ts";
import { homePaths } from "../../client/home/paths.ts";
import { openJournal } from "../../client/journal/journal.ts";
import { acceptRound } from "../../client/journal/rounds.ts";
import { journalKey } from "../../client/journal/seal.ts";
import { announce } from "../../client/lp/joint/program.ts";
import { readProgramText } from "../../client/lp/readers/read.ts";
import { roundSchedule } from "../../client/play/settle/schedule.ts";
import { roundParams } from "../../client/round/agreement.ts";
import { paramsDigest } from "../../client/round/params.ts";
import { formatRoundKey } from "../../client/round/round-key.ts";
import { agreementOf, encodeTerms, scaleTerms, type Terms } from "../../client/round/terms.ts";
import { fundedKey, NODE_KINDS, startNode } from "../../lab/chain/node-process.ts";
import { testSeed } from "../support/certificate.ts";
import { USUAL_SETTINGS } from "../support/client-home.ts";
import { readCredit } from "../support/credit.ts";
import { startEthereumJs } from "../support/ethereumjs/node.ts";
import { requireNode } from "../support/require-node.ts";
import { sampled } from "../support/sampled.ts";

const ENGINE = "two-party/paillier";
const OPERATOR = privateKeyToAccount(fundedKey(5));
const FILES = ["examples/paper/alice.lp", "examples/paper/bob.lp"] as const;
const ACCOUNTS = FILES.map((_, party) => privateKeyToAccount(fundedKey(party)));

/** What the companies agree on, from their files. */
async function termsOf(): Promise<{ readonly terms: Terms; readonly texts: readonly string[] }> {
  const texts = await Promise.all(FILES.map((file) => readFile(file, "utf8")));
  const parties = texts.map((text, party) => ({
    name: `Company ${party}`,
    account: ACCOUNTS[party]!.address,
    announcement: announce(readProgramText(text, FILES[party]!)),
  }));
  const periods = { commit: 3600, exchange: 3600, settle: 3600 };
  const basis = { title: "The paper's example", engine: ENGINE, parties, feasible: false, periods, bond: 10n ** 15n };
  return { terms: scaleTerms(basis, { coefficient: 0 }), texts };
}

describe("a round from deployment to audit", function () {
  this.timeout(180_000);
  let folder: string;
  let artifacts: Artifacts;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "concordat-real-"));
    artifacts = await loadArtifacts();
  });
  after(() => rm(folder, { recursive: true }));

  for (const kind of sampled([...NODE_KINDS, "ethereumjs"] as const, 3)) {
    it(`on ${kind}`, async function () {
      requireNode(kind, this);
      const node = await (kind === "ethereumjs" ? startEthereumJs() : startNode(kind));
      const stop = new AbortController();
      try {
        const home = join(folder, kind);
        const deploymentDir = join(home, "deployment");
        const request = { transport: http(node.url), account: OPERATOR, deploymentDir, artifacts };
        const { coordinator, registry } = await deployContracts({ ...request, confirmations: 1, pollMs: 20 });
        const places = { rpc: node.url, chainId: hardhat.id, coordinator, registry, announce: [] };
        const listen = ["/ip4/127.0.0.1/tcp/0"];
        const config: Config = {
          ...{
            version: 1,
            name: "Company",
            sessionPort: 0,
            peerKey: 1,
            confirmations: 0,
            pollMs: 20,
            ...USUAL_SETTINGS,
          },
          ...places,
          listen,
        };

        const { terms, texts } = await termsOf();
        const { agreement } = agreementOf(
          terms,
          (round) => roundSchedule(createEngine(ENGINE, callingThread), round).turns,
        );
        const publicClient = connectPublic(config);
        const outbox = commandOutbox(publicClient, config, { account: OPERATOR, sender: OPERATOR });
        const operator = sessionOf(publicClient, config, { account: OPERATOR, outbox, coordinator });
        const { round } = await openRound(operator, roundParams(agreement));
        const key = formatRoundKey({ coordinator, round });

        const events: ClientEvent[][] = [[], []];
        const clients = texts.map(async (text, party) => {
          const paths = homePaths(join(home, `company-${party}`));
          await mkdir(paths.folder, { recursive: true });
          const journal = openJournal(paths.journal, journalKey(testSeed(`real chains ${party}`)));
          acceptRound(journal, {
            ...{ key, party, rounding: "exact", insist: true, acceptedAt: 0 },
            paramsDigest: paramsDigest(roundParams(agreement)),
            terms: encodeTerms(terms),
            data: Buffer.from(text),
            dataName: FILES[party]!,
          });
          journal.close();
          const account = ACCOUNTS[party]!;
          const keys = { account, sender: account, random: testSeed(`real chains ${party}`) };
          const onEvent = (event: ClientEvent) => void events[party]!.push(event);
          await runClient({ paths, config, keys, once: true, epochs: DEFAULT_EPOCHS, signal: stop.signal, onEvent });
        });
        await Promise.all(clients);

        for (const [party, { address }] of ACCOUNTS.entries()) {
          const closed = events[party]!.find((event) => event.type === "round-closed")!;
          expect(closed).to.include({ phase: "settled", withdrawn: true });
          expect(await readCredit(operator, address)).to.equal(0n);
          const outcome = JSON.parse(await readFile(join(closed.files, "outcome.json"), "utf8"));
          expect(outcome).to.include({ kind: "optimal", objective: "-1" });
          const values = outcome.variables.map((variable: Record<string, string>) => [
            variable["name"],
            variable["value"],
          ]);
          expect(values).to.deep.equal(Object.entries({ x1: "1", x2: "0", x3: "2" }));
          const { RoundCoordinator, CertificateVerifier, SealedVerifier } = artifacts;
          const code = {
            coordinator: expectedCode(RoundCoordinator),
            verifier: expectedCode(CertificateVerifier),
            sealedVerifier: expectedCode(SealedVerifier),
          };
          const transcript = join(closed.files, "transcript");
          const report = await runAudit({ rpc: node.url, round: key, expectedCode: code, transcript });
          expect(report.checks.filter(({ result }) => result === "failed")).to.deep.equal([]);
          expect(report.verdict).to.equal("verified");
        }
      } finally {
        stop.abort(new Error("the test is over"));
        await node.stop();
      }
    });
  }
});
