// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { Params } from "../types/Round.sol";

/// @title RoundSamples
/// @notice Parameters of small valid rounds. For tests only.
library RoundSamples {
    /// @notice One column, one equality row each; parties have the accounts 0x1001, 0x1002, …
    function sample(uint256 parties, bytes memory schedule) internal pure returns (Params memory params) {
        params.parties = new address[](parties);
        params.inequalities = new uint16[](parties);
        params.equalities = new uint16[](parties);
        for (uint256 k = 0; k < parties; ++k) {
            params.parties[k] = address(uint160(0x1001 + k));
            params.equalities[k] = 1;
        }
        params.columns = 1;
        params.bounds = keccak256(hex"ea");
        params.schedule = schedule;
        params.commitPeriod = 1200;
        params.exchangePeriod = 600;
        params.settlePeriod = 2400;
    }
}
