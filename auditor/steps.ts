/** What an audit turns to, one after another, for who shows how far it is. */
export const STEPS = ["contracts", "events", "senders", "proof", "files", "blocks", "nodes"] as const;

export type Step = (typeof STEPS)[number];
