// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IRoundCoordinator } from "./interfaces/IRoundCoordinator.sol";
import { IShares } from "./interfaces/IShares.sol";
import { UpperBounds } from "./libraries/UpperBounds.sol";
import { ShareBases } from "./libraries/sealed/ShareBases.sol";
import { ShareProof } from "./libraries/sealed/ShareProof.sol";
import { KIND_OPTIMAL } from "./types/Certificate.sol";
import { Params, Phase } from "./types/Round.sol";
import { SealedKey, SealedStatement } from "./types/Sealed.sol";
import { ShareBasis, ShareClaim } from "./types/Shares.sol";

/// @title Shares of sealed optima
/// @notice Reads a coordinator, which knows nothing of it: rounds without shares cost no more for
/// this contract.
contract SealedShares is IShares {
    /// @dev Bit map, lowest bits first.
    ///   slot 0: basis
    ///   slot 1: total 168 (signed) | missing 8
    ///   slot 2: boundSum
    struct Round {
        /// @dev Digest of the basis; 0 until adopted.
        bytes32 basis;
        /// @dev Σ b_kᵀw_k over the parties whose shares are there.
        int168 total;
        uint8 missing;
        /// @dev Σ_j U_j.
        uint256 boundSum;
    }

    struct Stored {
        bool posted;
        int168 dualValue;
    }

    /// @inheritdoc IShares
    IRoundCoordinator public immutable coordinator;

    mapping(uint256 round => Round) private _rounds;
    mapping(uint256 round => mapping(uint256 party => Stored)) private _shares;

    /// @notice Deploys the contract without shares.
    /// @param coordinator_ The coordinator whose rounds it is about, for good.
    constructor(IRoundCoordinator coordinator_) {
        coordinator = coordinator_;
    }

    /// @inheritdoc IShares
    function adopt(
        uint256 round,
        SealedKey calldata key,
        bytes calldata proof,
        bytes calldata bounds
    ) external {
        Round storage stored = _rounds[round];
        if (stored.basis != 0) revert SharesAlreadyAdopted();
        if (coordinator.stateOf(round).phase != Phase.Settled) revert SharesNotSettled();
        Params memory params = coordinator.paramsOf(round);
        if (params.sealedKey == 0) revert SharesOutcomePublic();
        uint256 kind = coordinator.outcomeOf(round).kind;
        if (kind != KIND_OPTIMAL) revert SharesNotOptimal(kind);
        if (keccak256(bounds) != params.bounds) revert SharesBoundsMismatch();
        SealedStatement memory statement = coordinator.sealedStatementOf(round, kind, key.size);
        bytes32 digest = coordinator.sealedVerifier().verify(statement, key, proof);
        ShareBasis memory basis = ShareBases.take(digest, key, statement.parties, proof);
        stored.basis = keccak256(abi.encode(basis));
        stored.missing = uint8(statement.parties);
        stored.boundSum = UpperBounds.sum(bounds);
        emit SharesAdopted(round, msg.sender, basis);
    }

    /// @inheritdoc IShares
    function post(uint256 round, ShareBasis calldata basis, ShareClaim calldata claim) external {
        Round storage stored = _rounds[round];
        if (keccak256(abi.encode(basis)) != stored.basis) revert SharesBasisMismatch();
        uint256 party = claim.party;
        if (party >= basis.matrices.length) revert SharesNotParty(party);
        Stored storage share = _shares[round][party];
        if (share.posted) revert SharesAlreadyPosted(party);
        ShareProof.check(basis, claim);
        // Below 2^160 in magnitude, as the check makes sure, and at most 97 of them.
        int168 dualValue = int168(claim.dualValue);
        (share.posted, share.dualValue) = (true, dualValue);
        (stored.total, stored.missing) = (stored.total + dualValue, stored.missing - 1);
        emit SharePosted(round, party, -dualValue, claim.proof);
    }

    /// @inheritdoc IShares
    function basisOf(uint256 round) external view returns (bytes32) {
        return _rounds[round].basis;
    }

    /// @inheritdoc IShares
    function shareOf(uint256 round, uint256 party) external view returns (bool posted, int256 share) {
        Stored storage stored = _shares[round][party];
        return (stored.posted, -int256(stored.dualValue));
    }

    /// @inheritdoc IShares
    function totalOf(uint256 round) public view returns (uint256 missing, int256 total) {
        Round storage stored = _rounds[round];
        if (stored.basis == 0) revert SharesNotAdopted();
        return (stored.missing, -int256(stored.total));
    }

    /// @inheritdoc IShares
    function objectiveOf(uint256 round) external view returns (int256 least, int256 most) {
        (uint256 missing, int256 total) = totalOf(round);
        if (missing != 0) revert SharesMissing(missing);
        SealedStatement memory statement = coordinator.sealedStatementOf(round, KIND_OPTIMAL, 0);
        // x_0 < 2^72, the total below 2^167 in magnitude; tolerances below 2^168 and 2^60, Σ U_j
        // below 2^100.
        int256 value = int256(10 ** statement.solutionDecimals) * total;
        most = value + int256(statement.gapTolerance);
        least =
            value -
            int256(statement.gapTolerance) -
            int256(statement.dualTolerance * _rounds[round].boundSum);
    }
}
