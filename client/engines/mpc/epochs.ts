// How often a session may start. A node that departs from the protocol and breaks off can learn
// something new in each epoch.

/** The default: two restarts. */
export const DEFAULT_EPOCHS = 3;
/** The most that operators can allow. */
export const MAX_EPOCHS = 16;
