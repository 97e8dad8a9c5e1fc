// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IRoundCoordinator } from "../interfaces/IRoundCoordinator.sol";
import { RoundSamples } from "../test-support/RoundSamples.sol";
import { Test } from "../test-support/Test.sol";
import { Params } from "../types/Round.sol";
import { ParamsCheck } from "./ParamsCheck.sol";

/// @title ParamsCheckTest
/// @notice Every parameter at the ends of its range, and just outside.
contract ParamsCheckTest is Test {
    /// @notice Extremes that are allowed.
    function testExtremes() public view {
        Params memory params = RoundSamples.sample(255, abi.encodePacked(type(uint256).max >> 1));
        params.objectiveOwner = 254;
        params.columns = 7;
        params.coefficientDecimals = 15;
        params.solutionDecimals = 24;
        params.multiplierDecimals = 24;
        params.residualTolerance = (1 << 95) - 1;
        params.dualTolerance = (1 << 143) - 1;
        params.gapTolerance = type(uint160).max;
        params.commitPeriod = 180 days;
        params.exchangePeriod = 10 minutes;
        params.settlePeriod = 180 days;
        params.bond = type(uint96).max;
        this.check(params);
        params = RoundSamples.sample(2, "");
        params.columns = 54_842;
        params.equalities[0] = 0;
        (params.inequalities[1], params.equalities[1]) = (65_534, 1);
        this.check(params);
    }

    /// @notice 2..255 parties, and row counts for each.
    function testPartyCount() public {
        _refuses(RoundSamples.sample(1, ""), IRoundCoordinator.CoordinatorPartyCount.selector);
        _refuses(RoundSamples.sample(256, ""), IRoundCoordinator.CoordinatorPartyCount.selector);
        Params memory params = RoundSamples.sample(3, "");
        params.inequalities = new uint16[](2);
        _refuses(params, IRoundCoordinator.CoordinatorPartyCount.selector);
        params = RoundSamples.sample(3, "");
        params.equalities = new uint16[](4);
        _refuses(params, IRoundCoordinator.CoordinatorPartyCount.selector);
    }

    /// @notice No account may appear twice, and none may be zero.
    function testFuzzParties(uint8 first, uint8 second) public {
        Params memory params = RoundSamples.sample(20, "");
        uint256 low = first % 19;
        uint256 high = _bound(second, low + 1, 19);
        params.parties[high] = params.parties[low];
        _expect(IRoundCoordinator.CoordinatorPartyInvalid.selector, high);
        this.check(params);
        params.parties[high] = address(0);
        _expect(IRoundCoordinator.CoordinatorPartyInvalid.selector, high);
        this.check(params);
    }

    /// @notice The owner must be a party.
    function testOwner() public {
        Params memory params = RoundSamples.sample(2, "");
        params.objectiveOwner = 2;
        _refuses(params, IRoundCoordinator.CoordinatorOwnerInvalid.selector);
    }

    /// @notice At most 65,535 rows a party, and at least one unless it owns the objective, which is
    /// party 0.
    function testRows() public {
        Params memory params = RoundSamples.sample(3, "");
        (params.inequalities[2], params.equalities[2]) = (65_535, 1);
        _expect(IRoundCoordinator.CoordinatorRowsInvalid.selector, 2);
        this.check(params);
        (params.inequalities[2], params.equalities[2]) = (1, 65_535);
        _expect(IRoundCoordinator.CoordinatorRowsInvalid.selector, 2);
        this.check(params);
        params.equalities[2] = 0;
        params.equalities[0] = 0;
        this.check(params);
        params.inequalities[2] = 0;
        _expect(IRoundCoordinator.CoordinatorRowsInvalid.selector, 2);
        this.check(params);
        (params.inequalities[2], params.objectiveOwner) = (1, 1);
        _expect(IRoundCoordinator.CoordinatorRowsInvalid.selector, 0);
        this.check(params);
    }

    /// @notice At least one column, and few enough that the calldata with the largest block is at
    /// most 128,000 bytes.
    function testColumns() public {
        _checkColumns(2, 54_842);
        _checkColumns(12, 33_082);
        _checkColumns(27, 442);
        _checkColumns(28, 124);
        _checkColumns(100, 30);
        _checkColumns(255, 7);
        Params memory params = RoundSamples.sample(2, "");
        params.columns = 0;
        _refuses(params, IRoundCoordinator.CoordinatorColumnsInvalid.selector);
    }

    /// @dev Checks that `parties` parties may have `most` columns, and not one more.
    function _checkColumns(uint256 parties, uint16 most) private {
        Params memory params = RoundSamples.sample(parties, "");
        params.columns = most;
        this.check(params);
        params.columns = most + 1;
        _refuses(params, IRoundCoordinator.CoordinatorColumnsInvalid.selector);
    }

    /// @notice The senders of every exchange must be parties, at least one.
    function testFuzzSchedule(uint8 exchange, uint8 party) public {
        exchange %= 14;
        Params memory params = RoundSamples.sample(5, new bytes(0));
        for (uint256 e = 0; e < 14; ++e) {
            bool wrong = e == exchange;
            uint256 word = wrong ? (party < 5 ? 0 : 1 << party) : 31;
            params.schedule = bytes.concat(params.schedule, bytes32(word));
        }
        _expect(IRoundCoordinator.CoordinatorScheduleInvalid.selector, exchange);
        this.check(params);
    }

    /// @notice At most 14 exchanges, each a whole word.
    function testScheduleLength() public {
        Params memory params = RoundSamples.sample(2, new bytes(0));
        for (uint256 e = 0; e < 14; ++e) params.schedule = bytes.concat(params.schedule, bytes32(uint256(3)));
        this.check(params);
        params.schedule = bytes.concat(params.schedule, bytes32(uint256(3)));
        _expect(IRoundCoordinator.CoordinatorScheduleInvalid.selector, 15);
        this.check(params);
        params.schedule = hex"01";
        _expect(IRoundCoordinator.CoordinatorScheduleInvalid.selector, 0);
        this.check(params);
    }

    /// @notice At most 15 decimals of coefficients and 24 of the others.
    function testDecimals() public {
        Params memory params = RoundSamples.sample(2, "");
        params.coefficientDecimals = 16;
        _refuses(params, IRoundCoordinator.CoordinatorDecimalsInvalid.selector);
        params.coefficientDecimals = 0;
        params.solutionDecimals = 25;
        _refuses(params, IRoundCoordinator.CoordinatorDecimalsInvalid.selector);
        params.solutionDecimals = 0;
        params.multiplierDecimals = 25;
        _refuses(params, IRoundCoordinator.CoordinatorDecimalsInvalid.selector);
    }

    /// @notice Tolerances must fit in the words that hold the numbers they limit.
    function testTolerances() public {
        Params memory params = RoundSamples.sample(2, "");
        params.residualTolerance = 1 << 95;
        _refuses(params, IRoundCoordinator.CoordinatorToleranceInvalid.selector);
        params.residualTolerance = 0;
        params.dualTolerance = 1 << 143;
        _refuses(params, IRoundCoordinator.CoordinatorToleranceInvalid.selector);
    }

    /// @notice No period is shorter than ten minutes or longer than 180 days.
    function testPeriods() public {
        for (uint256 i = 0; i < 6; ++i) {
            Params memory params = RoundSamples.sample(2, "");
            uint24 period = i % 2 == 0 ? uint24(10 minutes - 1) : uint24(180 days + 1);
            if (i / 2 == 0) params.commitPeriod = period;
            else if (i / 2 == 1) params.exchangePeriod = period;
            else params.settlePeriod = period;
            _refuses(params, IRoundCoordinator.CoordinatorPeriodInvalid.selector);
        }
    }

    /// @notice External, so that a test can expect its revert.
    function check(Params calldata params) external pure {
        ParamsCheck.check(params);
    }

    function _refuses(Params memory params, bytes4 selector) private {
        _expect(selector);
        this.check(params);
    }
}
