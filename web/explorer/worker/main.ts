// The worker of the explorer: reads chains and audits rounds, so that the page stays responsive.
import type { JsonRpcProvider } from "ethers";
import {
  AuditError,
  audit,
  chainIdOf,
  listRounds,
  nodesAt,
  renderHtml,
  renderJson,
  type Step,
  timelineOf,
} from "../../../auditor/in-browser.ts";
import { engineWords } from "./engine-words.ts";
import { EXPECTED_CODE } from "./expected-code.ts";
import { filePlace, folderPlace } from "./given-place.ts";
import { troubleOf } from "./nodes.ts";
import type { Answers, Asked, GivenFiles, Heard, Question, Source } from "./protocol.ts";

/** Rounds of a list at a time. */
const MOST_ROUNDS = 25;

const tell = (heard: Heard): void => self.postMessage(heard);

self.addEventListener("message", async ({ data: { id, question } }: MessageEvent<Asked>) => {
  try {
    const answer = await answerTo(question, (step) => tell({ id, step }));
    tell({ id, answer });
  } catch (error) {
    tell({ id, trouble: await troubleOf(error, question.source) });
  }
});

async function answerTo(question: Question, progress: (step: Step) => void): Promise<Answers[keyof Answers]> {
  const { source } = question;
  const { coordinator } = source;
  const [provider, ...witnesses] = nodesAt(source.rpc);
  const at = { provider: provider!, coordinator };
  try {
    await checkChain(source, at);
    if (question.kind === "rounds") return await listRounds(at, { newest: question.newest, most: MOST_ROUNDS });
    const { round } = question;
    if (question.kind === "timeline") {
      const timeline = await timelineOf(at, round);
      return { ...timeline, engine: engineWords(timeline.params) };
    }
    const started = performance.now();
    const given = placesOf(question.files);
    const report = await audit({ ...at, witnesses, round, progress, expectedCode: EXPECTED_CODE, ...given });
    const took = performance.now() - started;
    return { report, html: renderHtml(report), json: renderJson(report), took };
  } finally {
    for (const node of [provider!, ...witnesses]) node.destroy();
  }
}

/** Throws AuditError `WrongChain`, and as chainIdOf does. */
async function checkChain({ chain }: Source, { provider }: { readonly provider: JsonRpcProvider }) {
  if (chain === null) return;
  const chainId = await chainIdOf(provider);
  if (String(chainId) !== chain)
    throw new AuditError("WrongChain", `the node is of chain ${chainId}, not of chain ${chain}`);
}

function placesOf({ disclosures, transcript, evidence, terms, setup }: GivenFiles) {
  return {
    disclosures: disclosures.map(filePlace),
    ...(transcript === null ? {} : { transcript: folderPlace(transcript) }),
    ...(evidence === null ? {} : { evidence: folderPlace(evidence) }),
    ...(terms === null ? {} : { terms: filePlace(terms) }),
    ...(setup === null ? {} : { setup: filePlace(setup) }),
  };
}
