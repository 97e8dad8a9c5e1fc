// What the frozen vectors cover, each under one path: whoever moves a file changes this file and no
// vector.

export { auditRound, type Report, renderJson } from "../../auditor/index.ts";
export { formatRoundFile } from "../../client/app/round-file.ts";
export { json, ownOutcome, writeRoundFiles } from "../../client/app/round-files.ts";
export { coordinatorAbi } from "../../client/chain/coordinator/abi.ts";
export { openRound } from "../../client/chain/coordinator/transact.ts";
export { durableOutbox } from "../../client/chain/outbox/durable-outbox.ts";
export { registryAbi } from "../../client/chain/registry/registry-abi.ts";
export { callingThread } from "../../client/crypto/paillier/pool.ts";
export { connectLinks } from "../../client/crypto/sharing/link.ts";
export type { Engine } from "../../client/engines/engine.ts";
export { createEngine } from "../../client/engines/engines.ts";
export { ENGINE_NAMES, type EngineName } from "../../client/engines/names.ts";
export { type Config, parseConfig, writeConfig } from "../../client/home/config.ts";
export { homePaths, roundFolder } from "../../client/home/paths.ts";
export { openJournal } from "../../client/journal/journal.ts";
export { roundJournal } from "../../client/journal/round-journal.ts";
export { acceptRound, endRound } from "../../client/journal/rounds.ts";
export { createSeal, journalKey } from "../../client/journal/seal.ts";
export { transactionStore } from "../../client/journal/transactions.ts";
export { encodeOffer } from "../../client/links/offer.ts";
export { encodeAnnouncement } from "../../client/lp/joint/announcement.ts";
export { announce, combine } from "../../client/lp/joint/program.ts";
export { toPartyRows } from "../../client/lp/model/normalise.ts";
export { readProgramText } from "../../client/lp/readers/read.ts";
export { connectInProcess } from "../../client/network/channel.ts";
export { encodeRequest, encodeResponse, STATUSES } from "../../client/network/frames.ts";
export type { Sessions } from "../../client/play/drive/context.ts";
export { driveRound } from "../../client/play/drive/run-party.ts";
export type { PartyResult } from "../../client/play/drive/settled.ts";
export { roundSchedule } from "../../client/play/settle/schedule.ts";
export { type Agreement, roundParams } from "../../client/round/agreement.ts";
export { decodeEnvelope } from "../../client/round/envelope.ts";
export { agreementOf, encodeTerms, scaleTerms, termsDigest } from "../../client/round/terms.ts";
export { proveTogether } from "../../client/sealed/prover/prove.ts";
export { verifySealed } from "../../client/sealed/verify.ts";
export { type LocalChain, startLocalChain } from "../../lab/chain/local-chain.ts";
