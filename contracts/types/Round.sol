// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// A round of the coordinator: as opened, as stored, as read.

/// @notice Phases of a round, in the only order in which they can follow each other. Settled and
/// Expired are final.
enum Phase {
    None,
    Committing,
    Running,
    Settling,
    Settled,
    Expired
}

/// @notice Parameters of a round, fixed when it is opened. Their digest is part of every
/// certificate.
struct Params {
    /// @dev Distinct non-zero accounts, 2..255.
    address[] parties;
    /// @dev Per party: number of inequality rows.
    uint16[] inequalities;
    /// @dev Per party: number of equality rows. With the inequality rows at most 65,535; at least 1
    /// unless it owns the objective.
    uint16[] equalities;
    /// @dev Index of the party that owns the objective.
    uint8 objectiveOwner;
    /// @dev Number n of columns, at least 1, and so few that every block fits one transaction
    /// (ParamsCheck).
    uint16 columns;
    /// @dev Digest of the engine's name.
    bytes32 engine;
    /// @dev One 32-byte word for each exchange, at most 14, possibly none: bit k is set when party k
    /// sends in it. Somebody does in each.
    bytes schedule;
    /// @dev κ, 0..15; δ and ω, 0..24 each.
    uint8 coefficientDecimals;
    uint8 solutionDecimals;
    uint8 multiplierDecimals;
    /// @dev τ_residual < 2^95 at scale 10^(κ+δ).
    uint96 residualTolerance;
    /// @dev τ_dual < 2^143 at scale 10^(κ+ω).
    uint160 dualTolerance;
    /// @dev τ_gap at scale 10^(κ+δ+ω).
    uint160 gapTolerance;
    /// @dev keccak256 of the columns' upper bounds, one byte each (docs/certificate.md, "Upper
    /// bounds").
    bytes32 bounds;
    /// @dev Seconds for all commitments, for each exchange, for settling; 10 minutes to 180 days
    /// each.
    uint24 commitPeriod;
    uint24 exchangePeriod;
    uint24 settlePeriod;
    /// @dev Wei that each party pays with its commitment.
    uint96 bond;
    /// @dev Digest of public data that the parties agreed on off chain (names of variables, units).
    bytes32 terms;
    /// @dev `SealedDigests.key` of the verifying key of a round whose outcome is sealed
    /// (docs/sealed.md); zero for a public outcome.
    bytes32 sealedKey;
}

/// @notice Stored form of a round; its parties have a mapping of their own, and the schedule is in
/// what they send.
/// @dev Bit map, lowest bits first. Slot 0 has all that a post reads or changes of a round:
///   slot 0: phase 8 | partyCount 8 | committed 8 | exchange 8 | exchangeCount 8 | remaining 8 | deadline 40 |
///           exchangePeriod 24 | settlePeriod 24 | sizes 112 | kind 8
///   slot 1: commitPeriod 24 | columns 16 | objectiveOwner 8 | coefficientDecimals 8 | solutionDecimals 8 |
///           multiplierDecimals 8 | residualTolerance 96
///   slot 2: gapTolerance 160 | bond 96
///   slot 3: dualTolerance 160
///   slots 4 to 7: paramsDigest, engine, terms, bounds
///   slots 8 to 11, zero until settled: objective 161 (signed, the high bits) | maxResidual 95; gap; violation; statementDigest
///   slot 12: sealedKey, never written when zero
struct Round {
    Phase phase;
    uint8 partyCount;
    uint8 committed;
    /// @dev The present exchange; after the last one, their number.
    uint8 exchange;
    uint8 exchangeCount;
    /// @dev Parties that still owe their post of the present exchange.
    uint8 remaining;
    uint40 deadline;
    uint24 exchangePeriod;
    uint24 settlePeriod;
    /// @dev Number of senders of each exchange, 8 bits each, exchange 0 in the lowest ones.
    uint112 sizes;
    uint8 kind;
    uint24 commitPeriod;
    uint16 columns;
    uint8 objectiveOwner;
    uint8 coefficientDecimals;
    uint8 solutionDecimals;
    uint8 multiplierDecimals;
    uint96 residualTolerance;
    uint160 gapTolerance;
    uint96 bond;
    uint160 dualTolerance;
    bytes32 paramsDigest;
    bytes32 engine;
    bytes32 terms;
    bytes32 bounds;
    uint256 objectiveAndResidual;
    int256 gap;
    uint256 violation;
    bytes32 statementDigest;
    bytes32 sealedKey;
}

/// @notice Stored form of a party of a round.
/// @dev Bit map, lowest bits first. A post changes slot 2 alone, which is never zero before it:
///   slot 0: account 160 | inequalities 16 | equalities 16 | sends 16
///   slot 1: commitment
///   slot 2: posts 240 | owes 16
struct Party {
    address account;
    uint16 inequalities;
    uint16 equalities;
    /// @dev Bit e is set when the party sends in exchange e.
    uint16 sends;
    /// @dev 0 until committed.
    bytes32 commitment;
    /// @dev Running digest of its posts; see IRoundCoordinator.postsOf. 0 until committed.
    bytes30 posts;
    /// @dev Bit e is set while the party owes its post of exchange e. 0 until committed.
    uint16 owes;
}

/// @notice Where a round stands.
struct RoundState {
    Phase phase;
    /// @dev Last second of the present phase or exchange; 0 once settled or expired.
    uint40 deadline;
    /// @dev Parties that have committed.
    uint8 committed;
    /// @dev The present exchange; after the last one, their number.
    uint8 exchange;
    /// @dev Parties that still owe their post of it.
    uint8 remaining;
    bytes32 paramsDigest;
}
