// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Schedules
/// @notice Who sends in which exchange: as a round's parameters have it, one word for each exchange
/// in which bit k stands for party k; and as it is stored, one word for each party in which bit e
/// stands for exchange e.
library Schedules {
    /// @notice The words of a schedule, for each exchange its senders.
    function sendersOf(bytes calldata schedule) internal pure returns (uint256[] memory senders) {
        senders = new uint256[](schedule.length / 32);
        for (uint256 exchange = 0; exchange < senders.length; ++exchange) {
            senders[exchange] = uint256(bytes32(schedule[32 * exchange:]));
        }
    }

    /// @notice The exchanges in which a party sends.
    function sendsOf(uint256[] memory senders, uint256 party) internal pure returns (uint16 sends) {
        for (uint256 exchange = 0; exchange < senders.length; ++exchange) {
            sends |= uint16(((senders[exchange] >> party) & 1) << exchange);
        }
    }

    /// @notice How many parties send in each exchange, 8 bits each, exchange 0 in the lowest ones.
    function sizesOf(uint256[] memory senders) internal pure returns (uint112 sizes) {
        for (uint256 exchange = 0; exchange < senders.length; ++exchange) {
            uint256 size = 0;
            // Each iteration clears the lowest bit that is set.
            for (uint256 left = senders[exchange]; left != 0; left &= left - 1) {
                ++size;
            }
            sizes |= uint112(size << (8 * exchange));
        }
    }

    /// @notice The schedule of `count` exchanges again, from what each party sends.
    function scheduleOf(uint16[] memory sends, uint256 count) internal pure returns (bytes memory) {
        uint256[] memory senders = new uint256[](count);
        for (uint256 exchange = 0; exchange < count; ++exchange) {
            for (uint256 k = 0; k < sends.length; ++k) {
                senders[exchange] |= uint256((sends[k] >> exchange) & 1) << k;
            }
        }
        return abi.encodePacked(senders);
    }
}
