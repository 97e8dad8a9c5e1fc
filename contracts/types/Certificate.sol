// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

// The parts of a certificate and of the statement that it proves (docs/certificate.md), shared by
// verifier and coordinator.

/// @dev Values of `Header.kind`.
uint8 constant KIND_OPTIMAL = 0;
uint8 constant KIND_INFEASIBLE = 1;
uint8 constant KIND_UNBOUNDED = 2;

/// @dev Largest number of columns or rows in one block.
uint256 constant BLOCK_ITEMS = 128;

/// @notice The public side of a round: everything a certificate is checked against. The coordinator
/// builds it from storage.
struct Statement {
    uint256 chainId;
    address coordinator;
    uint256 round;
    /// @dev Number n of columns, 1..65,535.
    uint256 columns;
    /// @dev Index of the party that owns the objective.
    uint256 objectiveOwner;
    /// @dev δ: the solution is at scale 10^δ, 0..24.
    uint256 solutionDecimals;
    /// @dev ω: multipliers are at scale 10^ω, 0..24.
    uint256 multiplierDecimals;
    /// @dev τ_residual, at scale 10^(κ+δ), below 2^95.
    uint256 residualTolerance;
    /// @dev τ_dual, at scale 10^(κ+ω), below 2^143.
    uint256 dualTolerance;
    /// @dev τ_gap, at scale 10^(κ+δ+ω), below 2^160.
    uint256 gapTolerance;
    /// @dev keccak256 of the columns' upper bounds, one byte each.
    bytes32 bounds;
    /// @dev keccak256(abi.encode(params)) of the round as opened.
    bytes32 paramsDigest;
    /// @dev Per party: number of inequality rows.
    uint16[] inequalities;
    /// @dev Per party: number of equality rows, which follow the inequality rows.
    uint16[] equalities;
    /// @dev Per party: commitment to its rows.
    bytes32[] commitments;
}

/// @notice One party's proof of its linear forms, without the responses for the columns, which are
/// in the column blocks.
struct Proof {
    uint256 ax;
    uint256 ay;
    uint256 a;
    uint256 aRay;
    uint256 z0;
    uint256 zh;
}

/// @notice The part of a certificate that does not grow with rows and columns.
struct Header {
    uint8 kind;
    /// @dev One counter byte each for G_0, G_1..G_n, H.
    bytes counters;
    /// @dev Upper bounds of the columns, one byte v = 9e + (m − 1) each: U_j = m·10^e at scale
    /// 10^δ.
    bytes bounds;
    /// @dev y of G_0.
    uint256 y0;
    /// @dev y of H.
    uint256 yh;
    /// @dev R_c, the committed objective row.
    uint256 cx;
    uint256 cy;
    /// @dev f̂, 0 when infeasible.
    int256 objective;
    /// @dev d: bᵀŵ (optimal, infeasible) or cᵀray (unbounded).
    int256 dual;
    /// @dev Opening of the dual equation, 0 when unbounded.
    uint256 rho;
    bytes32 statementDigest;
    bytes32 responseDigest;
    /// @dev One per party.
    Proof[] proofs;
}

/// @notice The state that a settlement carries from one transaction to the next. Opaque to everyone
/// but the verifier.
struct Progress {
    /// @dev Partial sum of the multi-scalar multiplication.
    uint256 sumX;
    uint256 sumY;
    /// @dev Running S and Z over the blocks seen so far.
    bytes32 statementHash;
    bytes32 responseHash;
    /// @dev Running digest q of the points of the current party.
    bytes32 pointsHash;
    uint256 columnsDone;
    /// @dev Current party, and how many of its rows are done.
    uint256 party;
    uint256 rowsDone;
    /// @dev e_k·α^(i+1) of the current party's next row.
    uint256 rowChallenge;
    /// @dev Σ_j ẑ_j x̂_j + Σ_i ŵ_i(ŝ_i − r̂_i) so far, for the identity.
    int256 difference;
    /// @dev Σ_j x̂_j max(0, ẑ_j) + Σ_j (U_j − x̂_j) max(0, −ẑ_j) + Σ_i max(0, ŵ_i(ŝ_i − r̂_i)) so
    /// far.
    int256 gap;
    /// @dev So far: Σ_i |ŵ_i r̂_i| when optimal, Σ_i |ŵ_i| when infeasible, Σ_j ray_j when
    /// unbounded.
    uint256 magnitudes;
    /// @dev Largest |r̂| so far.
    uint256 maxResidual;
    /// @dev Per party: left side minus right side of forms 1 and 2 so far, mod r; must end at 0.
    /// Empty for kinds without that form.
    uint256[] forms;
    uint256[] rayForms;
}

/// @notice What an accepted certificate says.
struct Outcome {
    uint8 kind;
    /// @dev f̂ at scale 10^(κ+δ); 0 when infeasible.
    int256 objective;
    /// @dev Σ_j x̂_j max(0, ẑ_j) + Σ_j (U_j − x̂_j) max(0, −ẑ_j) + Σ_i max(0, ŵ_i(ŝ_i − r̂_i)) at
    /// scale 10^(κ+δ+ω); 0 unless optimal.
    int256 gap;
    /// @dev Σ_i |ŵ_i r̂_i| at scale 10^(κ+δ+ω); 0 unless optimal.
    uint256 violation;
    /// @dev Largest |r̂| at scale 10^(κ+δ).
    uint256 maxResidual;
    bytes32 statementDigest;
}
