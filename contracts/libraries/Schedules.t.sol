// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { RoundModel } from "../test-support/RoundModel.sol";
import { Test } from "../test-support/Test.sol";
import { Schedules } from "./Schedules.sol";

/// @title SchedulesTest
/// @notice Both forms of a schedule say the same, up to 255 parties and 14 exchanges.
contract SchedulesTest is Test {
    /// @notice A bit is in both forms or in neither, the schedule comes back as it was, and sizes
    /// are those of the sets.
    function testFuzzForms(uint256[14] calldata drawn, uint256 count, uint256 parties) public view {
        count = _bound(count, 0, 14);
        parties = _bound(parties, 2, 255);
        bytes memory schedule;
        uint256 sizes = 0;
        for (uint256 e = 0; e < count; ++e) {
            uint256 senders = drawn[e] % (1 << parties);
            schedule = bytes.concat(schedule, bytes32(senders));
            sizes += RoundModel.size(senders) << (8 * e);
        }
        this.check(schedule, count, parties, sizes);
    }

    /// @notice Everybody in every exchange, and nobody at all.
    function testExtremes() public view {
        bytes memory schedule;
        for (uint256 e = 0; e < 14; ++e) {
            schedule = bytes.concat(schedule, bytes32((uint256(1) << 255) - 1));
        }
        this.check(schedule, 14, 255, type(uint112).max);
        this.check("", 0, 255, 0);
    }

    /// @notice External, since the library reads calldata.
    function check(bytes calldata schedule, uint256 count, uint256 parties, uint256 sizes) external pure {
        uint256[] memory senders = Schedules.sendersOf(schedule);
        _equal(senders.length, count);
        uint16[] memory sends = new uint16[](parties);
        for (uint256 k = 0; k < parties; ++k) {
            sends[k] = Schedules.sendsOf(senders, k);
            for (uint256 e = 0; e < 16; ++e) {
                bool sent = e < count && RoundModel.contains(senders[e], k);
                _holds(RoundModel.contains(sends[k], e) == sent, "the same bit");
            }
        }
        _equal(Schedules.sizesOf(senders), sizes);
        _equal(keccak256(Schedules.scheduleOf(sends, count)), keccak256(schedule));
    }
}
