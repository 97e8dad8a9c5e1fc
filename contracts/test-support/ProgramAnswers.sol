// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { KIND_INFEASIBLE, KIND_OPTIMAL, KIND_UNBOUNDED } from "../types/Certificate.sol";

/// @notice A program of two parties with one column: lower ≤ x ≤ upper, minimise cost · x. Party 0
/// has the row −x ≤ −lower and the costs, party 1 the row x ≤ upper, or 0 ≤ upper where there is no
/// upper side.
struct Program {
    int256 lower;
    int256 upper;
    int256 cost;
    bool unlimited;
}

/// @notice What a certificate says of such a program, true or not. All decimals are 0.
struct Claim {
    uint8 kind;
    uint256 x;
    uint256 ray;
    int256 reducedCost;
    int256[2] multipliers;
    uint256[2] slacks;
    int256[2] residuals;
    uint256[2] raySlacks;
    int256 objective;
    int256 dual;
}

/// @dev No kind of certificate can be proven.
uint8 constant NO_KIND = 255;

/// @title ProgramAnswers
/// @notice Correct answers to programs of one column, derived by hand. For tests only.
library ProgramAnswers {
    /// @dev The byte of the only upper bound, 10^6.
    bytes internal constant BOUNDS = hex"36";

    /// @notice The coefficient of x and the right-hand side of party `k`'s row.
    function rowOf(Program memory program, uint256 k) internal pure returns (int256 coefficient, int256 side) {
        if (k == 0) return (-1, -program.lower);
        return (program.unlimited ? int256(0) : int256(1), program.upper);
    }

    /// @notice The claim of kind `kind` that comes closest to being true: the best point, the only
    /// ray, the only contradiction.
    function answer(Program memory program, uint8 kind) internal pure returns (Claim memory claim) {
        claim.kind = kind;
        if (kind == KIND_INFEASIBLE) {
            claim.multipliers = [int256(1), int256(1)];
            (int256 coefficient, int256 side) = rowOf(program, 1);
            claim.reducedCost = coefficient - 1;
            claim.dual = side - program.lower;
            return claim;
        }
        claim.x = bestPoint(program);
        _meet(program, claim);
        claim.objective = program.cost * int256(claim.x);
        if (kind == KIND_UNBOUNDED) {
            claim.ray = 1;
            claim.dual = program.cost;
            // −M·ray: 1 for the row −x ≤ −lower, 0 for the row without x. For the row x ≤ upper it
            // would be −1, which no word can hold.
            claim.raySlacks = [uint256(1), uint256(0)];
            return claim;
        }
        if (program.cost > 0) claim.multipliers[0] = program.cost;
        else if (!program.unlimited) claim.multipliers[1] = -program.cost;
        else claim.reducedCost = program.cost;
        for (uint256 k = 0; k < 2; ++k) {
            (, int256 side) = rowOf(program, k);
            claim.dual += claim.multipliers[k] * side;
        }
    }

    /// @notice The one kind that can be proven when residuals up to `residual` and reduced costs
    /// down to −`dual` are tolerated; NO_KIND for an unbounded program whose objective falls no
    /// faster than the tolerance.
    function kindOf(Program memory program, int256 residual, int256 dual) internal pure returns (uint8) {
        if (!program.unlimited) {
            return program.lower - program.upper > 2 * residual ? KIND_INFEASIBLE : KIND_OPTIMAL;
        }
        if (program.cost >= 0) return KIND_OPTIMAL;
        return program.cost < -dual ? KIND_UNBOUNDED : NO_KIND;
    }

    /// @notice The end of [lower, upper] that the cost favours; the midpoint where lower > upper,
    /// so that both rows share the violation.
    function bestPoint(Program memory program) internal pure returns (uint256) {
        if (program.unlimited) return uint256(program.lower);
        if (program.lower > program.upper) return uint256(program.lower + program.upper) / 2;
        return uint256(program.cost < 0 ? program.upper : program.lower);
    }

    /// @dev Slacks and residuals of x: a row's slack is the amount below its right-hand side, its
    /// residual the amount above it.
    function _meet(Program memory program, Claim memory claim) private pure {
        for (uint256 k = 0; k < 2; ++k) {
            (int256 coefficient, int256 side) = rowOf(program, k);
            int256 over = coefficient * int256(claim.x) - side;
            if (over > 0) claim.residuals[k] = over;
            else claim.slacks[k] = uint256(-over);
        }
    }
}
