// How often a session may start. What a node learns by departing from the protocol and breaking off
// it can learn anew each time.

/** Unless operators decide otherwise: two restarts. */
export const DEFAULT_EPOCHS = 3;
/** Whatever operators decide. */
export const MOST_EPOCHS = 16;
