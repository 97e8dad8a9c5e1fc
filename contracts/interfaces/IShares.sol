// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { SealedKey } from "../types/Sealed.sol";
import { ShareBasis, ShareClaim } from "../types/Shares.sol";
import { IRoundCoordinator } from "./IRoundCoordinator.sol";

/// @title Shares of sealed optima
/// @notice For rounds of one coordinator that settled with a sealed optimum: what each party proves
/// of its share of it, and what the shares together prove of the objective (docs/shares.md). Nobody
/// has to post a share, and one that is posted stays as it is.
/// @dev EXPERIMENTAL until docs/sealed.md and docs/sealed-disclosure.md have been reviewed from
/// outside. All numbers are integers: shares at scale 10^(κ+ω), values of the objective at scale
/// 10^(κ+δ+ω), for the decimals κ, δ, ω of the round's parameters. The objective is minimised;
/// where a company maximises, it is minus that company's objective.
interface IShares {
    /// @notice A sealed proof of the round's statement was accepted: shares can be posted.
    /// @param round Id of the round.
    /// @param sender Who sent the proof.
    /// @param basis What shares of the round are checked against.
    event SharesAdopted(uint256 indexed round, address indexed sender, ShareBasis basis);

    /// @notice A party's share is proven.
    /// @param round Id of the round.
    /// @param party The party's index.
    /// @param share The share, minus the party's dual value.
    /// @param proof The proof that was accepted.
    event SharePosted(uint256 indexed round, uint256 indexed party, int256 share, bytes proof);

    /// @notice The round has not settled.
    error SharesNotSettled();
    /// @notice The round was opened for a public outcome, which shows the multipliers of all rows.
    error SharesOutcomePublic();
    /// @notice The outcome is no optimum: there is nothing to share.
    error SharesNotOptimal(uint256 kind);
    /// @notice The round has its basis already.
    error SharesAlreadyAdopted();
    /// @notice The bytes are not those of the round's upper bounds.
    error SharesBoundsMismatch();
    /// @notice The basis is not the round's; without one, every basis is refused.
    error SharesBasisMismatch();
    /// @notice The round has no basis, so that nothing is known of its shares.
    error SharesNotAdopted();
    /// @notice The round has no such party.
    error SharesNotParty(uint256 party);
    /// @notice The party's share is there already.
    error SharesAlreadyPosted(uint256 party);
    /// @notice The dual value is 2^160 or more in magnitude.
    error SharesValueOutOfRange();
    /// @notice The proof has another length.
    error SharesShapeMismatch();
    /// @notice A point of the proof has a coordinate not below the field order, or is not on the
    /// curve, or is the point at infinity.
    error SharesPointInvalid();
    /// @notice A scalar of the proof is not below the group order.
    error SharesScalarOutOfRange();
    /// @notice Two challenges coincide.
    error SharesChallengeDegenerate();
    /// @notice The pairing equation does not hold: the proof does not prove this dual value.
    error SharesEquationFailed();
    /// @notice So many parties have not posted their shares.
    error SharesMissing(uint256 missing);

    /// @notice Accepts a sealed proof of a settled round's statement once more, so that shares can
    /// be checked against it. Anyone may, once for each round.
    /// @dev Reverts with the sealed verifier's reason when the proof is not valid. The coordinator
    /// does not store which proof it accepted; docs/shares.md argues that another one of the same
    /// statement takes the consent of every party.
    /// @param round Id of a round that settled with a sealed optimum.
    /// @param key What the round's `sealedKey` is the digest of.
    /// @param proof The sealed proof that settled the round.
    /// @param bounds The columns' upper bounds, one byte each.
    function adopt(
        uint256 round,
        SealedKey calldata key,
        bytes calldata proof,
        bytes calldata bounds
    ) external;

    /// @notice Posts a party's share. Anyone may who has the proof; making it takes the party's
    /// masks.
    /// @param round Id of a round with a basis.
    /// @param basis The round's basis, as SharesAdopted published it.
    /// @param claim The party's dual value and the proof of it.
    function post(uint256 round, ShareBasis calldata basis, ShareClaim calldata claim) external;

    /// @notice The coordinator whose rounds these are.
    function coordinator() external view returns (IRoundCoordinator);

    /// @notice keccak256(abi.encode(basis)) of a round's basis; 0 until one is adopted.
    /// @param round Id of the round.
    function basisOf(uint256 round) external view returns (bytes32);

    /// @notice A party's share.
    /// @param round Id of the round.
    /// @param party Index of the party.
    /// @return posted Whether the share is proven; without that, `share` is 0 and says nothing.
    /// @return share The share at scale 10^(κ+ω).
    function shareOf(uint256 round, uint256 party) external view returns (bool posted, int256 share);

    /// @notice The sum of the shares that are there, and how many are not.
    /// @param round Id of a round with a basis.
    /// @return missing How many parties have not posted.
    /// @return total The sum of the others' shares, at scale 10^(κ+ω).
    function totalOf(uint256 round) external view returns (uint256 missing, int256 total);

    /// @notice Proven bounds of cᵀx, the objective at the sealed plan, from the sum of all shares
    /// and the round's public tolerances. Reverts unless every share is there.
    /// @param round Id of a round with a basis.
    /// @return least 10^δ·total − τ_gap − τ_dual Σ_j U_j, at scale 10^(κ+δ+ω).
    /// @return most 10^δ·total + τ_gap, at the same scale.
    function objectiveOf(uint256 round) external view returns (int256 least, int256 most);
}
