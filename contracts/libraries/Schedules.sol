// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Schedules
/// @notice Who sends in which exchange, as a round's parameters have it: one word for each exchange
/// in which bit k stands for party k.
library Schedules {
    /// @notice The word of an exchange.
    function sendersOf(bytes calldata schedule, uint256 exchange) internal pure returns (uint256) {
        return uint256(bytes32(schedule[32 * exchange:]));
    }

    /// @notice The exchanges in which a party sends, bit e for exchange e.
    function sendsOf(bytes calldata schedule, uint256 party) internal pure returns (uint16 sends) {
        uint256 count = schedule.length / 32;
        for (uint256 exchange = 0; exchange < count; ++exchange) {
            uint256 bit = (sendersOf(schedule, exchange) >> party) & 1;
            sends |= uint16(bit << exchange);
        }
    }

    /// @notice How many parties send in each exchange, 8 bits each, exchange 0 in the lowest ones.
    function sizesOf(bytes calldata schedule) internal pure returns (uint112 sizes) {
        uint256 count = schedule.length / 32;
        for (uint256 exchange = 0; exchange < count; ++exchange) {
            uint256 size = 0;
            // Each turn clears the lowest bit that is set.
            for (uint256 left = sendersOf(schedule, exchange); left != 0; left &= left - 1) {
                ++size;
            }
            sizes |= uint112(size << (8 * exchange));
        }
    }

    /// @notice The schedule of `count` exchanges again, from what each party sends.
    function scheduleOf(uint16[] memory sends, uint256 count) internal pure returns (bytes memory) {
        uint256[] memory words = new uint256[](count);
        for (uint256 exchange = 0; exchange < count; ++exchange) {
            for (uint256 k = 0; k < sends.length; ++k) {
                words[exchange] |= uint256((sends[k] >> exchange) & 1) << k;
            }
        }
        return abi.encodePacked(words);
    }
}
