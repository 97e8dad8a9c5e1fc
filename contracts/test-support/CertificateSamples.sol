// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Generators } from "../libraries/Generators.sol";
import { Header, KIND_INFEASIBLE, Proof, Statement } from "../types/Certificate.sol";
import { CurveSearch } from "./CurveSearch.sol";

/// @title CertificateSamples
/// @notice Statements and headers whose fields are all in range but prove nothing. For tests only.
library CertificateSamples {
    /// @dev The column's upper bound, 10^26.
    bytes internal constant BOUNDS = hex"ea";

    /// @notice Two parties, one column, no rows.
    function statement() internal pure returns (Statement memory sample) {
        sample.chainId = 31337;
        sample.coordinator = address(0xC0);
        sample.round = 1;
        sample.columns = 1;
        sample.inequalities = new uint16[](2);
        sample.equalities = new uint16[](2);
        sample.commitments = new bytes32[](2);
        sample.bounds = keccak256(BOUNDS);
    }

    /// @notice A header for that statement that passes HeaderCheck.
    function header(uint8 kind) internal view returns (Header memory sample) {
        (uint256 first, , uint256 y0) = CurveSearch.generator(Generators.RHS);
        (uint256 second, , ) = CurveSearch.generator(1);
        (uint256 last, , uint256 yh) = CurveSearch.generator(Generators.BLINDING);
        sample.kind = kind;
        sample.counters = abi.encodePacked(uint8(first), uint8(second), uint8(last));
        (sample.y0, sample.yh, sample.cx, sample.cy) = (y0, yh, 1, 2);
        sample.bounds = BOUNDS;
        sample.dual = -1;
        sample.proofs = new Proof[](2);
        for (uint256 k = 0; k < sample.proofs.length; ++k) {
            sample.proofs[k] = Proof(1, 2, kind == KIND_INFEASIBLE ? 0 : 3 + k, 0, 5 + k, 6 + k);
        }
    }
}
