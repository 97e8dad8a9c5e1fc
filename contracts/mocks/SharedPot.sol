// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import { IShares } from "../interfaces/IShares.sol";

/// @title SharedPot
/// @notice Says how an amount splits by the shares of a round. An example of a contract that reads
/// them, and only that: it holds nothing and pays nobody.
contract SharedPot {
    IShares private immutable _shares;

    /// @notice A party's share has the other sign than the sum, so that its part would be negative.
    error PotShareOpposite(uint256 party);

    /// @notice Shares of one contract.
    constructor(IShares shares) {
        _shares = shares;
    }

    /// @notice A party's part of `amount`, rounded down. Reverts while a share is missing, and for
    /// a share that has the other sign than the sum.
    function partOf(uint256 round, uint256 party, uint96 amount) external view returns (uint256 part) {
        (uint256 missing, int256 total) = _shares.totalOf(round);
        if (missing != 0) revert IShares.SharesMissing(missing);
        (, int256 share) = _shares.shareOf(round, party);
        if (share == 0) return 0;
        if ((share < 0) != (total < 0) || total == 0) revert PotShareOpposite(party);
        // |share| < 2^160 and amount < 2^96.
        return (_magnitude(share) * amount) / _magnitude(total);
    }

    function _magnitude(int256 value) private pure returns (uint256) {
        return uint256(value < 0 ? -value : value);
    }
}
