// The parts of the protocol, as reports of cost and progress name them.

export const HIDE_PHASE = "hide constraints";
export const DEAL_PHASE = "deal Q";
export const PRODUCT_PHASE = "BA′Q";
export const COSTS_PHASE = "CᵀQ";
export const SOLVE_PHASE = "solve";
export const ACCEPT_PHASE = "accept";
