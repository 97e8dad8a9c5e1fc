// All mutants, by the suite that must notice them.
import { AUDITOR_MUTANTS } from "./auditor.ts";
import { CLIENT_MUTANTS } from "./client.ts";
import { CLOSING_MUTANTS } from "./closings.ts";
import { CONSOLE_MUTANTS } from "./console.ts";
import { CONTRACT_MUTANTS } from "./contracts.ts";
import { EXPLORER_MUTANTS } from "./explorer.ts";
import { FOUR_SHARING_MUTANTS } from "./four-sharing.ts";
import { LINK_MUTANTS } from "./links.ts";
import { MPC_MUTANTS } from "./mpc.ts";
import { MPC_FOUR_MUTANTS } from "./mpc-four.ts";
import { MPC_INPUT_MUTANTS } from "./mpc-inputs.ts";
import { MPC_OWN_PART_MUTANTS } from "./mpc-own-part.ts";
import { MPC_PROVEN_MUTANTS } from "./mpc-proven.ts";
import type { Mutant, Suite } from "./mutant.ts";
import { OWN_PART_ROUND_MUTANTS } from "./own-part-rounds.ts";
import { SEALED_MUTANTS } from "./sealed.ts";
import { SEALED_AUDIT_MUTANTS } from "./sealed-audit.ts";
import { SEALED_CONTRACT_MUTANTS } from "./sealed-contract.ts";
import { SEALED_COORDINATOR_MUTANTS } from "./sealed-coordinator.ts";
import { DISCLOSURE_MUTANTS } from "./sealed-disclosures.ts";
import { SEALED_LIBRARY_MUTANTS } from "./sealed-libraries.ts";
import { OWN_PART_MUTANTS } from "./sealed-own-part.ts";
import { SEALED_ROUND_MUTANTS } from "./sealed-rounds.ts";
import { SECOND_THREAD_MUTANTS } from "./second-thread.ts";
import { SHARE_AUDIT_MUTANTS, SHARE_CLIENT_MUTANTS, SHARE_MUTANTS } from "./shares.ts";
import { TABLE_MUTANTS } from "./tables.ts";

export const MUTANTS: Readonly<Record<Suite, readonly Mutant[]>> = {
  contracts: [
    ...CONTRACT_MUTANTS,
    ...SEALED_CONTRACT_MUTANTS,
    ...SEALED_LIBRARY_MUTANTS,
    ...SEALED_COORDINATOR_MUTANTS,
    ...SHARE_MUTANTS,
  ],
  client: [
    ...CLIENT_MUTANTS,
    ...LINK_MUTANTS,
    ...MPC_MUTANTS,
    ...MPC_FOUR_MUTANTS,
    ...MPC_PROVEN_MUTANTS,
    ...MPC_INPUT_MUTANTS,
    ...MPC_OWN_PART_MUTANTS,
    ...SEALED_MUTANTS,
    ...SEALED_ROUND_MUTANTS,
    ...DISCLOSURE_MUTANTS,
    ...OWN_PART_MUTANTS,
    ...OWN_PART_ROUND_MUTANTS,
    ...SHARE_CLIENT_MUTANTS,
    ...TABLE_MUTANTS,
    ...FOUR_SHARING_MUTANTS,
    ...CONSOLE_MUTANTS,
    ...SECOND_THREAD_MUTANTS,
  ],
  auditor: [
    ...AUDITOR_MUTANTS,
    ...CLOSING_MUTANTS,
    ...EXPLORER_MUTANTS,
    ...SEALED_AUDIT_MUTANTS,
    ...SHARE_AUDIT_MUTANTS,
  ],
};
