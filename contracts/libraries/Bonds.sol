// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Bonds
/// @notice How the bonds of the parties that let a round expire are shared among the others. Proven
/// to the wei in contracts/lemmas/BondLemmas.sol.
library Bonds {
    /// @notice What each of `others` parties gets of all lost bonds together, and how many of them
    /// get an odd wei on top.
    function split(uint104 lost, uint8 others) internal pure returns (uint256 share, uint256 odd) {
        share = uint256(lost) / others;
        odd = uint256(lost) % others;
    }

    /// @notice What the party at `position` among the others is credited: its own bond and its part
    /// of the lost ones.
    function creditOf(
        uint256 bond,
        uint256 share,
        uint256 odd,
        uint256 position
    ) internal pure returns (uint256) {
        return bond + share + (position < odd ? 1 : 0);
    }
}
