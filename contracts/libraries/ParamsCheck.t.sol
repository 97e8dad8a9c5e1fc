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
        Params memory params = RoundSamples.sample(255, _schedule(14, (1 << 255) - 1));
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

    /// @notice No party twice, none zero.
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

    /// @notice The owner is a party.
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

    /// @notice At least one column, and so few that header and largest block stay below 128,000
    /// bytes.
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

    /// @dev That `most` columns are allowed to that many parties, and not one more.
    function _checkColumns(uint256 parties, uint16 most) private {
        Params memory params = RoundSamples.sample(parties, "");
        params.columns = most;
        this.check(params);
        params.columns = most + 1;
        _refuses(params, IRoundCoordinator.CoordinatorColumnsInvalid.selector);
    }

    /// @notice Whoever sends in an exchange is a party.
    function testFuzzSenders(uint256 exchange, uint256 parties, uint256 party) public {
        exchange = _bound(exchange, 0, 13);
        parties = _bound(parties, 2, 255);
        party = _bound(party, parties, 255);
        uint256[] memory senders = new uint256[](14);
        for (uint256 e = 0; e < 14; ++e) {
            senders[e] = (1 << parties) - 1;
        }
        Params memory params = RoundSamples.sample(parties, abi.encodePacked(senders));
        this.check(params);
        senders[exchange] ^= 1 << party;
        params.schedule = abi.encodePacked(senders);
        _expect(IRoundCoordinator.CoordinatorScheduleInvalid.selector, exchange);
        this.check(params);
    }

    /// @notice Somebody sends in each exchange.
    function testFuzzNobodySends(uint256 exchange) public {
        exchange = _bound(exchange, 0, 13);
        uint256[] memory senders = new uint256[](14);
        for (uint256 e = 0; e < 14; ++e) {
            senders[e] = e == exchange ? 0 : 1 + (e % 3);
        }
        Params memory params = RoundSamples.sample(2, abi.encodePacked(senders));
        _expect(IRoundCoordinator.CoordinatorScheduleInvalid.selector, exchange);
        this.check(params);
    }

    /// @notice At most 14 exchanges, of a whole word each.
    function testScheduleLength() public {
        Params memory params = RoundSamples.sample(2, _schedule(15, 3));
        _expect(IRoundCoordinator.CoordinatorScheduleInvalid.selector, 14);
        this.check(params);
        params.schedule = bytes.concat(_schedule(2, 3), new bytes(31));
        _expect(IRoundCoordinator.CoordinatorScheduleInvalid.selector, 2);
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

    /// @notice Tolerances stay inside the words that hold what they bound.
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

    /// @dev The same senders in each exchange.
    function _schedule(uint256 exchanges, uint256 senders) private pure returns (bytes memory schedule) {
        for (uint256 e = 0; e < exchanges; ++e) {
            schedule = bytes.concat(schedule, bytes32(senders));
        }
    }

    function _refuses(Params memory params, bytes4 selector) private {
        _expect(selector);
        this.check(params);
    }
}
